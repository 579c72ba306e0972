/** Which value store it is: what a database remembers of the one it belongs with. */
export interface ValueStoreIdentity {
  readonly id: string;
  /** Where it is, for people. */
  readonly place: string;
}
