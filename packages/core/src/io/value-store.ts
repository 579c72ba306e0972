/** The port to where values lie: immutable bytes by the SHA-256 of their content. */

export interface StagedValue {
  readonly address: string;
  readonly bytes: number;
}

export interface ValueStore {
  /**
   * Stores bytes: complete, durable and in place when the promise resolves. The same content twice is stored once.
   * Nothing stays behind when the source throws.
   */
  write(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedValue>;
  /** Streams the bytes of an address. Throws `VALUE_MISSING` where they are not there. */
  read(address: string): AsyncIterable<Uint8Array>;
  has(address: string): Promise<boolean>;
}
