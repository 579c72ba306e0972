/** The port to where values lie: immutable bytes by the SHA-256 of their content. */
import type { ValueStoreIdentity } from "../model/value-store-identity.ts";

export interface StagedValue {
  readonly address: string;
  readonly bytes: number;
}

/** Something that takes room in a value store. */
export interface ListedValue {
  /** For `remove`. */
  readonly id: string;
  /** `null`: left behind half-written, or being written now. */
  readonly address: string | null;
  readonly bytes: number;
  /** When the same content was last written. */
  readonly writtenAt: Date;
}

export interface ValueStore {
  /**
   * Stores bytes: complete, durable and in place when the promise resolves. The same content twice is stored once.
   * Nothing stays behind when the source throws.
   */
  write(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedValue>;
  /** Streams the bytes of an address. Throws `VALUE_MISSING` where they are not there. */
  read(address: string): AsyncIterable<Uint8Array>;
  /** Where the bytes of an address lie on this machine, for programs that take paths: whole, and not to be changed. Throws `VALUE_MISSING`, `VALUE_CORRUPT`. */
  path(address: string): Promise<string>;
  has(address: string): Promise<boolean>;
  /** All that is stored, and what writers left behind; what changes meanwhile may be missing. */
  list(): AsyncIterable<ListedValue>;
  /** Removes it if it was written before this time, also last of all; `false` where it stays. Somebody who writes the same content meanwhile loses nothing. */
  remove(id: string, before: Date): Promise<boolean>;
  /** The same id for as long as the store exists, in every process. */
  identity(): Promise<ValueStoreIdentity>;
}
