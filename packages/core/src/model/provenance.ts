/** Where a value was computed: which commit, which machine, which versions. For people who trace a number back; part of no hash. */
export interface Provenance {
  /** Commit that is checked out where the definitions lie; `null` where git knows nothing of the directory. */
  readonly gitCommit: string | null;
  /** Whether something in that checkout differs from the commit, new files included; `null` where nobody can say. */
  readonly gitDirty: boolean | null;
  readonly host: string;
  /** Versions. */
  readonly node: string;
  readonly headwater: string;
  /** Operating system and processor, such as `linux-x64`. */
  readonly platform: string;
}
