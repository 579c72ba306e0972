/** Streams the rows of CSV text, each parsed by a row schema, with errors that name line and column. */
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { z } from "zod";
import { schemaDef, unwrap } from "../define/schema-def.ts";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { TextOrigin } from "./decode-text.ts";
import { parserOf } from "./parse.ts";

export interface CsvOptions {
  /** What separates the columns. Default `,`. */
  readonly delimiter?: string;
}

/** Throws `CSV_BROKEN`, and what the bytes throw. */
export async function* csvRows<R extends z.ZodType<object>>(
  file: TextOrigin,
  content: AsyncIterable<Uint8Array>,
  row: R,
  options: CsvOptions,
): AsyncGenerator<z.output<R>> {
  const parseRow = parserOf(row);
  const fillEmpty = emptyCells(row);
  let header: readonly string[] | undefined;
  for await (const { cells, line } of csvLines(file, content, options)) {
    if (header === undefined) {
      header = checkedHeader(file, cells, row);
      continue;
    }
    const record = recordOf(file, header, cells, line);
    const result = await parseRow(fillEmpty(record));
    if (!result.success) throw rowError(file, record, line, result.error);
    yield result.data as z.output<R>;
  }
  if (header === undefined) throw broken(file, 1, "", "the file is empty; its first line must name the columns");
}

const broken = (file: TextOrigin, line: number, column: string, problem: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError("CSV_BROKEN", { asset: file.asset, path: file.path, line, column, problem }, { cause });

interface Line {
  readonly cells: readonly string[];
  /** Where the record begins, from 1. */
  readonly line: number;
}

async function* csvLines(file: TextOrigin, content: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<Line> {
  const parser = parse({ bom: true, delimiter: options.delimiter ?? ",", skip_empty_lines: true, relax_column_count: true, info: true });
  const fed = pipeline(content, parser);
  // Awaited below; a consumer that stops early must not leave an unhandled rejection behind.
  fed.catch(() => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const within = record.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      yield { cells: record, line: info.lines - within };
    }
    await fed;
  } catch (error) {
    if (error instanceof CsvError) throw broken(file, Number(error.lines ?? 1), "", error.message.replace(/ (on|at) line \d+/, "").replace(/\.$/, ""), error);
    throw error;
  }
}

function checkedHeader(file: TextOrigin, header: readonly string[], row: z.ZodType): readonly string[] {
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw broken(file, 1, JSON.stringify(twice), "two columns have this name");
  for (const [name, field] of fieldsOf(row)) {
    if (!header.includes(name) && field._zod.optin !== "optional")
      throw broken(file, 1, JSON.stringify(name), `the column is missing; the header has ${header.map((column) => `"${column}"`).join(", ")}`);
  }
  return header;
}

function recordOf(file: TextOrigin, header: readonly string[], cells: readonly string[], line: number): Record<string, string> {
  if (cells.length !== header.length) throw broken(file, line, "", `${cells.length} cells, but the header names ${header.length} columns`);
  return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ""]));
}

function rowError(file: TextOrigin, record: Readonly<Record<string, string>>, line: number, error: z.ZodError): HeadwaterError {
  const issue = error.issues[0];
  const column = issue?.path[0];
  const cell = typeof column === "string" ? record[column] : undefined;
  const value = cell === undefined ? "" : `${cell === "" ? "the cell is empty" : describeValue(cell)}: `;
  return broken(file, line, column === undefined ? "" : JSON.stringify(column), `${value}${issue?.message ?? error.message}`, error);
}

const fieldsOf = (row: z.ZodType): readonly (readonly [string, z.ZodType])[] => Object.entries(schemaDef(unwrap(row, "in").schema).shape ?? {});

/** `z.coerce.number()` would read an empty cell as 0: in coerced columns it is `undefined`, or `null` where only that is allowed. */
function emptyCells(row: z.ZodType): (record: Readonly<Record<string, string>>) => Record<string, unknown> {
  const absent = new Map<string, undefined | null>();
  for (const [name, field] of fieldsOf(row)) {
    const { schema, optional, nullable } = unwrap(field, "in");
    const def = schemaDef(schema);
    if (def.coerce === true && def.type !== "string") absent.set(name, nullable && !optional ? null : undefined);
  }
  return (record) => Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cell === "" && absent.has(name) ? absent.get(name) : cell]));
}
