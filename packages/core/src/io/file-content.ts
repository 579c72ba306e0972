/** The bytes of a file that `run` returned, wherever they are. */
import { createReadStream } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import { SchemaError } from "../model/schema-error.ts";
import { type FileContent, isStoredFile } from "../model/stored-file.ts";
import type { ParsedSide } from "./parse.ts";

export interface OpenContent {
  readonly name: string | null;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Where a file belongs, for errors and relative paths. */
export interface FileOrigin extends ParsedSide {
  readonly root: string;
  /** Its name among several; empty for a single one. */
  readonly path: string;
}

/** Nothing is read before the stream is. Throws (also the stream) `OUTPUT_FILE_UNREADABLE`, `SCHEMA_MISMATCH`. */
export function openContent(content: FileContent, origin: FileOrigin): OpenContent {
  if (isStoredFile(content)) return { name: content.name, stream: content.stream() };
  if (typeof content === "string" || content instanceof URL) {
    const path = typeof content === "string" ? resolve(origin.root, content) : pathOf(content, origin);
    return { name: basename(path), stream: fileBytes(path, String(content), origin) };
  }
  return { name: null, stream: checkedBytes(content instanceof Uint8Array ? [content] : content, origin) };
}

function pathOf(url: URL, { asset }: FileOrigin): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new HeadwaterError("OUTPUT_FILE_UNREADABLE", { asset, path: url.href, problem: "it is no file: URL of this machine" }, { cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "it does not exist",
  EISDIR: "it is a directory (files() takes several files by name)",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

async function* fileBytes(path: string, given: string, { asset }: FileOrigin): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Uint8Array;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new HeadwaterError("OUTPUT_FILE_UNREADABLE", { asset, path: given, problem: reasons[code] ?? (error as Error).message }, { cause: error });
  }
}

/** A stream may yield anything at run time, such as the text of a stream with an encoding. */
async function* checkedBytes(content: Iterable<unknown> | AsyncIterable<unknown>, { asset, side, path }: FileOrigin): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    if (!(chunk instanceof Uint8Array))
      throw new SchemaError({ asset, side, row: null, path, problem: `a stream of a file yields bytes (Uint8Array), found ${describeValue(chunk)}` });
    yield chunk;
  }
}
