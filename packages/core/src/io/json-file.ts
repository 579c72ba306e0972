/** `jsonFile(path, schema)`: a ready spec of a source that is a JSON file. */
import type { z } from "zod";
import type { Nothing } from "../define/handle.ts";
import type { SourceSpec } from "../define/spec.ts";
import { HeadwaterError } from "../model/errors.ts";
import { sha256 } from "../model/version.ts";
import { fileObserver, readSourceFile, type SourceFile, sourceFile } from "./source-file.ts";

/** What a ready-made file source is: the spec of `source`. */
export type FileSpec<S extends z.ZodType> = Required<Pick<SourceSpec<S, z.ZodObject<Nothing>, Nothing>, "schema" | "observe" | "load" | "connector">>;

/**
 * The version is a hash of the content; `path` starts at the directory of `headwater.config.ts`. Its `load` throws
 * `FILE_MISSING`, `FILE_UNREADABLE`, `JSON_BROKEN`; a value that does not fit is a `SchemaError`.
 *
 * @example
 * export const stations = source("raw/stations", jsonFile("data/stations.json", z.array(z.object({ id: z.string() }))));
 */
export function jsonFile<S extends z.ZodType>(path: string, schema: S): FileSpec<S> {
  const observe = fileObserver();
  return {
    schema,
    connector: { kind: "jsonFile", path, options: {}, version: 1 },
    observe: (context) => observe(sourceFile(path, context)),
    load: (context) => readJson<z.input<S>>(sourceFile(path, context)),
  };
}

/** The value with the version of the very bytes that it was read from. */
async function readJson<T>(file: SourceFile): Promise<{ readonly value: T; readonly version: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of readSourceFile(file)) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  const text = new TextDecoder().decode(content);
  try {
    return { value: JSON.parse(text), version: sha256(content) };
  } catch (error) {
    throw new HeadwaterError(
      "JSON_BROKEN",
      { asset: file.asset, path: file.path, problem: text.trim() === "" ? "the file is empty" : (error as Error).message },
      { cause: error },
    );
  }
}
