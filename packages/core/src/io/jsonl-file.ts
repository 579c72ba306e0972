/** `jsonlFile(path, Row)`: a ready spec of a source that is a file of JSON lines. */
import type { z } from "zod";
import { rowColumns } from "../define/row-columns.ts";
import { type TableSchema, table } from "../define/table.ts";
import { tableOf } from "../model/table.ts";
import type { FileSpec } from "./json-file.ts";
import { jsonlRows } from "./jsonl-rows.ts";
import { fileObserver, pathProblem, readSourceFile, sourceFile } from "./source-file.ts";

/**
 * One JSON object per line (NDJSON); blank lines count for nothing. The version is a hash of the content; `path` starts at
 * the directory of `headwater.config.ts`. Its `load` throws `FILE_MISSING`, `FILE_UNREADABLE`, and `JSONL_BROKEN` and
 * `TEXT_NOT_UTF8` with the line.
 *
 * @example
 * export const clicks = source("raw/clicks", jsonlFile("data/clicks.jsonl", z.object({ at: z.iso.datetime(), page: z.string() })));
 */
export function jsonlFile<R extends z.ZodType<object>>(path: string, row: R): FileSpec<TableSchema<z.output<R>, z.input<R>>> {
  const observe = fileObserver();
  return {
    schema: table(row),
    problem: pathProblem("jsonlFile", path),
    connector: { kind: "jsonlFile", path, options: {}, version: 1 },
    observe: (context) => observe(sourceFile(path, context)),
    load: (context) => {
      const file = sourceFile(path, context);
      return tableOf(rowColumns(row) ?? [], () => jsonlRows(file, readSourceFile(file), row), row);
    },
  };
}
