/** How a value that is not a table lies in a value store: one text of tagged JSON. */
import { decodeValue, encodeValue } from "../model/canonical.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { ValueStore } from "./value-store.ts";

/** Where a stored value lies, and whose it is, for errors. */
export interface StoredPlace {
  readonly values: ValueStore;
  readonly address: string;
  /** `null` where nobody knows. */
  readonly asset: string | null;
  /** For people to look at: what is not shown is not checked. */
  readonly isPreview?: true;
}

/** The stored form of a value. */
export const writeValue = (value: unknown): readonly Uint8Array[] => [Buffer.from(encodeValue(value))];

/** The value in a place, made anew by each call. */
export async function readValue(place: StoredPlace): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readBytes(place)) chunks.push(chunk);
  return readStored(place, () => decodeValue(Buffer.concat(chunks).toString()));
}

/**
 * The bytes of a place. Throws `VALUE_MISSING`, `VALUE_CORRUPT`.
 * @param untilEnd Reads on to the end where the reader stops early, so that it learns of damage all the same.
 */
export async function* readBytes({ values, address, asset }: StoredPlace, untilEnd = false): AsyncGenerator<Uint8Array> {
  try {
    yield* untilEnd ? readToEnd(values.read(address)) : values.read(address);
  } catch (error) {
    throw errorOf(asset, error);
  }
}

/** Where the bytes of a place lie on this machine. Throws like {@link readBytes}. */
export const pathTo = ({ values, address, asset }: StoredPlace): Promise<string> =>
  values.path(address).catch((error: unknown) => {
    throw errorOf(asset, error);
  });

/** The store knows no assets. */
function errorOf(asset: string | null, error: unknown): unknown {
  if (HeadwaterError.is(error, "VALUE_MISSING")) return new HeadwaterError("VALUE_MISSING", { ...error.details, asset });
  return HeadwaterError.is(error, "VALUE_CORRUPT") ? new HeadwaterError("VALUE_CORRUPT", { ...error.details, asset }) : error;
}

async function* readToEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    while (!(await iterator.next()).done);
  }
}

export const corruptValue = ({ address, asset }: StoredPlace): HeadwaterError =>
  new HeadwaterError("VALUE_CORRUPT", { address, place: "the value store", asset });

/** Runs a decoder over stored text. What cannot be decoded was not written by us: `VALUE_CORRUPT`. */
export function readStored<T>(place: StoredPlace, decode: () => T): T {
  try {
    return decode();
  } catch {
    throw corruptValue(place);
  }
}
