/** `csvFile(path, Row)`: a ready spec of a source that is a CSV file with a header line. */
import type { z } from "zod";
import { rowColumns } from "../define/row-columns.ts";
import { type TableSchema, table } from "../define/table.ts";
import { tableOf } from "../model/table.ts";
import { type CsvOptions, csvRows } from "./csv-rows.ts";
import type { FileSpec } from "./json-file.ts";
import { fileObserver, pathProblem, readSourceFile, sourceFile } from "./source-file.ts";

/**
 * Every cell arrives as text, so rows say `z.coerce.number()` and the like; an empty cell of such a column is absent, not
 * 0. The version is a hash of the content; `path` starts at the directory of `headwater.config.ts`. Its `load` throws
 * `FILE_MISSING`, `FILE_UNREADABLE`, and `CSV_BROKEN` with line and column.
 *
 * @example
 * const Reading = z.object({ date: z.iso.date(), temp_max: z.coerce.number() });
 * export const readings = source("raw/readings", csvFile("data/readings.csv", Reading));
 */
export function csvFile<R extends z.ZodType<object>>(path: string, row: R, options: CsvOptions = {}): FileSpec<TableSchema<z.output<R>, z.input<R>>> {
  const observe = fileObserver();
  return {
    schema: table(row),
    problem: pathProblem("csvFile", path),
    connector: { kind: "csvFile", path, options: { delimiter: options.delimiter ?? "," }, version: 1 },
    observe: (context) => observe(sourceFile(path, context)),
    load: (context) => {
      const file = sourceFile(path, context);
      return tableOf(rowColumns(row) ?? [], () => csvRows(file, readSourceFile(file), row, options), row);
    },
  };
}
