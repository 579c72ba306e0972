/** Values held against schemas, with errors that name asset, side, row and path. */
import type { z } from "zod";
import { rowColumns } from "../define/row-columns.ts";
import { changesValues } from "../define/schema-def.ts";
import type { TableDefinition } from "../define/table.ts";
import { describeValue } from "../model/describe-value.ts";
import { SchemaError } from "../model/schema-error.ts";
import { isParsedBy, isRows, isTable, streamOf, type Table, tableOf } from "../model/table.ts";
import { issuePath, issueText } from "./schema-issue.ts";

/** Whose value is parsed, for errors. */
export interface ParsedSide {
  readonly asset: string;
  readonly side: string;
}

export type Parse = (value: unknown) => z.ZodSafeParseResult<unknown> | Promise<z.ZodSafeParseResult<unknown>>;

/**
 * A parser that stays synchronous for as long as the schema is: rows come by the million. What throws is tried again
 * asynchronously, since Zod says in more than one way that a schema cannot be parsed at once.
 */
export function parserOf(schema: z.ZodType): Parse {
  let isAsync = false;
  return (value) => {
    if (isAsync) return schema.safeParseAsync(value);
    try {
      return schema.safeParse(value);
    } catch {
      isAsync = true;
      return schema.safeParseAsync(value);
    }
  };
}

/** The output of a schema for a value. Throws {@link SchemaError}. */
export async function parseValue(schema: z.ZodType, value: unknown, side: ParsedSide): Promise<unknown> {
  const result = await within(side, null, () => parserOf(schema)(value));
  if (!result.success) throw schemaError(result.error, value, side, null);
  return result.data;
}

/** Rows in any form as a stream of parsed rows. Throws {@link SchemaError}. */
export async function* parseRows(table: TableDefinition, value: unknown, side: ParsedSide): AsyncGenerator<object> {
  if (!isRows(value))
    throw new SchemaError({
      ...side,
      row: null,
      path: "",
      problem: `expected rows (an array, an iterable, an async iterable or a table), found ${describeValue(value)}`,
    });
  const parse = rowParser(table, value);
  let row = 0;
  for await (const item of streamOf(value)) {
    row += 1;
    const result = await within(side, row, () => parse(item, row));
    if (!result.success) throw schemaError(result.error, item, side, row);
    yield result.data as object;
  }
}

/** Says so where a value is nested so deeply that its schema exhausts the call stack. */
function within<T>(side: ParsedSide, row: number | null, parse: () => T | Promise<T>): T | Promise<T> {
  const refuse = (error: unknown): never => {
    if (!(error instanceof RangeError && error.message.includes("call stack"))) throw error;
    throw new SchemaError({ ...side, row, path: "", problem: "it is nested too deeply to be checked" }, { cause: error });
  };
  try {
    const result = parse();
    return result instanceof Promise ? result.catch(refuse) : result;
  } catch (error) {
    return refuse(error);
  }
}

/** A handle whose rows are parsed as they stream. */
export const parsedTable = (table: TableDefinition, value: unknown, side: ParsedSide): Table<object> =>
  tableOf(rowColumns(table.row) ?? (isTable(value) ? value.columns : []), () => parseRows(table, value, side), table.row);

/** The same table with all its rows read, so that whatever is wrong with one is said now. */
export async function heldTable(table: Table<object>, row: object): Promise<Table<object>> {
  const rows = await table.rows();
  return tableOf(table.columns.length > 0 ? table.columns : Object.keys(rows[0] ?? {}), () => streamOf(rows), row);
}

type RowResult = { readonly success: true; readonly data: unknown } | { readonly success: false; readonly error: z.ZodError };

const sampledFirst = 1000;
const sampledEvery = 1000;

/** The rows of a handle are outputs already: they are held against the schema only where it leaves outputs as they are. */
function rowParser(table: TableDefinition, value: unknown): (item: unknown, row: number) => RowResult | Promise<RowResult> {
  const changes = changesValues(table.row);
  if (isTable(value) && (isParsedBy(value, table.row) || changes)) return (data) => ({ success: true, data });
  const parse = parserOf(table.row);
  if (table.validate === "all" || changes) return parse;
  return (item, row) => (row <= sampledFirst || row % sampledEvery === 0 ? parse(item) : { success: true, data: item });
}

/** Says the first problem, and how many more there are. */
function schemaError(error: z.ZodError, given: unknown, side: ParsedSide, row: number | null): SchemaError {
  const [first, ...others] = error.issues;
  const problem = `${first === undefined ? error.message : issueText(first, given)}${others.length === 0 ? "" : ` (and ${others.length} more)`}`;
  return new SchemaError({ ...side, row, path: issuePath(first?.path ?? []), problem }, { cause: error });
}
