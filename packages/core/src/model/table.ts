/** A table at run time: rows that stream, and the names of their columns. */

/** A handle on rows. Each `stream()` begins anew. */
export interface Table<Row> {
  /** All rows in memory. */
  rows(): Promise<Row[]>;
  stream(): AsyncIterable<Row>;
  readonly columns: readonly string[];
}

/** What may be given where a table is expected. */
export type Rows<Row> = readonly Row[] | Iterable<Row> | AsyncIterable<Row>;

/** A global symbol, so that two copies of this package understand each other. Its value: the row schema that the rows were parsed by, or `null`. */
const tableSymbol: unique symbol = Symbol.for("headwater.table") as never;

/** Makes a handle. `parsedBy`: the schema that the rows are the output of, so that nobody parses them twice. */
export function tableOf<Row>(columns: readonly string[], stream: () => AsyncIterable<Row>, parsedBy: object | null = null): Table<Row> {
  const table: Table<Row> = { columns, stream, rows: () => collect(stream()) };
  Object.defineProperty(table, tableSymbol, { value: parsedBy });
  return Object.freeze(table);
}

async function collect<Row>(stream: AsyncIterable<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of stream) rows.push(row);
  return rows;
}

export const isTable = (value: unknown): value is Table<unknown> => typeof value === "object" && value !== null && tableSymbol in value;

/** Whether the rows of a handle are already the output of this row schema. */
export const isParsedBy = (table: Table<unknown>, row: object): boolean => (table as { [tableSymbol]?: unknown })[tableSymbol] === row;

/** Whether rows can be read from a value: an array, an iterable, an async iterable or a handle. */
export function isRows(value: unknown): value is Rows<unknown> | Table<unknown> {
  return isTable(value) || (typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value));
}

/** One stream over rows in any of their forms. */
export async function* streamOf<Row>(rows: Rows<Row> | Table<Row>): AsyncGenerator<Row> {
  if (isTable(rows)) yield* rows.stream() as AsyncIterable<Row>;
  else yield* rows as Rows<Row>;
}
