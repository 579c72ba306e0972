/** `jsonFile(path, schema)`: a ready spec of a source that is a JSON file. */
import type { z } from "zod";
import type { Nothing } from "../define/handle.ts";
import type { SourceSpec } from "../define/spec.ts";
import { HeadwaterError } from "../model/errors.ts";
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
    load: async (context) => (await readJson(sourceFile(path, context))) as z.input<S>,
  };
}

async function readJson(file: SourceFile): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of readSourceFile(file)) chunks.push(chunk);
  const text = new TextDecoder().decode(Buffer.concat(chunks));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HeadwaterError(
      "JSON_BROKEN",
      { asset: file.asset, path: file.path, problem: text.trim() === "" ? "the file is empty" : (error as Error).message },
      { cause: error },
    );
  }
}
