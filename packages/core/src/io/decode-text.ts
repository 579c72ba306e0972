/** Bytes as UTF-8 text, strictly: what is none is an error that says where, never a replacement character. */
import { HeadwaterError } from "../model/errors.ts";

/** What the bytes are of, for errors. */
export interface TextOrigin {
  readonly asset: string;
  /** A path or a URL. */
  readonly path: string;
}

/** The text without a byte order mark. Throws `TEXT_NOT_UTF8` with the line, counted from `firstLine`. */
export function decodeText(origin: TextOrigin, bytes: Uint8Array, firstLine = 1): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: firstLine > 1 }).decode(bytes);
  } catch (error) {
    const { asset, path } = origin;
    const valid = validLength(bytes);
    const byte = bytes[valid];
    const problem = byte === undefined ? "the text ends within a character" : `byte 0x${byte.toString(16).padStart(2, "0")} cannot stand there`;
    const line = firstLine + countLines(bytes.subarray(0, valid));
    throw new HeadwaterError("TEXT_NOT_UTF8", { asset, path, line, problem }, { cause: error });
  }
}

/** How many of the first bytes can begin a text. */
function validLength(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (canBegin(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function canBegin(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const newline = 0x0a;

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
