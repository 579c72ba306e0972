/** How a value that is not a table lies in a value store: one text of tagged JSON. */
import { decodeValue, encodeValue } from "../model/canonical.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { ValueStore } from "./value-store.ts";

/** The stored form of a value. */
export const writeValue = (value: unknown): readonly Uint8Array[] => [Buffer.from(encodeValue(value))];

/** The value behind an address, made anew by each call. */
export async function readValue(values: ValueStore, address: string): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of values.read(address)) chunks.push(chunk);
  return readStored(address, () => decodeValue(Buffer.concat(chunks).toString()));
}

export const corruptValue = (address: string): HeadwaterError => new HeadwaterError("VALUE_CORRUPT", { address, place: "the value store" });

/** Runs a decoder over stored text. What cannot be decoded was not written by us: `VALUE_CORRUPT`. */
export function readStored<T>(address: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof SyntaxError) throw corruptValue(address);
    throw error;
  }
}
