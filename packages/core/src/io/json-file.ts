/** `jsonFile(path, schema)`: a ready spec of a source that is a JSON file. */
import type { z } from "zod";
import type { Nothing } from "../define/handle.ts";
import type { SourceSpec } from "../define/spec.ts";
import { sha256 } from "../model/version.ts";
import { parseJson } from "./parse-json.ts";
import { fileObserver, pathProblem, type SourceFile, sourceFile, wholeFile } from "./source-file.ts";

type Spec<S extends z.ZodType> = SourceSpec<S, z.ZodObject<Nothing>, Nothing>;

/** What a ready-made source is: the spec of `source`. */
export type FileSpec<S extends z.ZodType> = Required<Pick<Spec<S>, "schema" | "observe" | "load" | "connector">> & Pick<Spec<S>, "problem">;

/**
 * The version is a hash of the content; `path` starts at the directory of `headwater.config.ts`. Its `load` throws
 * `FILE_MISSING`, `FILE_UNREADABLE`, `JSON_BROKEN`, `TEXT_NOT_UTF8`; a value that does not fit is a `SchemaError`.
 *
 * @example
 * export const stations = source("raw/stations", jsonFile("data/stations.json", z.array(z.object({ id: z.string() }))));
 */
export function jsonFile<S extends z.ZodType>(path: string, schema: S): FileSpec<S> {
  const observe = fileObserver();
  return {
    schema,
    problem: pathProblem("jsonFile", path),
    connector: { kind: "jsonFile", path, options: {}, version: 1 },
    observe: (context) => observe(sourceFile(path, context)),
    load: (context) => readJson<z.input<S>>(sourceFile(path, context)),
  };
}

/** The value with the version of the very bytes that it was read from. */
async function readJson<T>(file: SourceFile): Promise<{ readonly value: T; readonly version: string }> {
  const content = await wholeFile(file);
  return { value: parseJson(file, content) as T, version: sha256(content) };
}
