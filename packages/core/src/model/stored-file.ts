/** A file at run time: what a consumer holds of one that was stored, and what may be given where one is expected. */

/** A handle on a stored file. Nothing is read until it is asked for. */
export interface StoredFile {
  /** The name that it had when it was given; `null` for bytes without one. */
  readonly name: string | null;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string | null;
  /** A path of this machine where the bytes lie, under a name that says nothing. They are shared: not to be changed or removed. */
  path(): Promise<string>;
  /** The bytes, from the beginning with each call. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A path (relative ones start at the directory of `headwater.config.ts`), a `file:` URL, bytes, a stream of bytes, or a stored file. */
export type FileContent = string | URL | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | StoredFile;

/** A global symbol, so that two copies of this package understand each other. */
const fileSymbol: unique symbol = Symbol.for("headwater.file") as never;

/** Marks a handle. */
export function storedFile(file: StoredFile): StoredFile {
  return Object.freeze(Object.defineProperty({ ...file }, fileSymbol, { value: true }));
}

export const isStoredFile = (value: unknown): value is StoredFile => typeof value === "object" && value !== null && fileSymbol in value;
