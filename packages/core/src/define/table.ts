/** `table(Row)`: the schema of rows that stream. A Zod schema like any other; its value is a handle. */
import { z } from "zod";
import { isRows, isTable, type Rows, streamOf, type Table, tableOf } from "../model/table.ts";
import { rowColumns } from "./row-columns.ts";

export interface TableSchema<Out, In> extends z.ZodType<Table<Out>, Rows<In> | Table<Out>> {}

export interface TableOptions<Row> {
  /** The order of the rows is part of what the data is. Default `false`. */
  readonly ordered?: boolean;
  /** `sample`: only the first 1,000 rows and then one in 1,000 are checked, where the row schema changes no values. Default `all`. */
  readonly validate?: "all" | "sample";
  /** Columns that do not count in the data version, such as a load time. */
  readonly versionIgnore?: readonly (keyof Row & string)[];
}

/** What a table schema was made of. */
export interface TableDefinition {
  readonly row: z.ZodType<object>;
  readonly ordered: boolean;
  readonly validate: "all" | "sample";
  readonly versionIgnore: readonly string[];
}

interface TableDef extends z.core.$ZodTypeDef {
  readonly type: "custom";
  readonly headwaterTable: TableDefinition;
}
interface TableInternals extends z.core.$ZodTypeInternals<Table<unknown>, Rows<unknown> | Table<unknown>> {
  def: TableDef;
}

const TableType = z.core.$constructor<{ _zod: TableInternals } & z.ZodType, TableDef>("HeadwaterTable", (schema, def) => {
  z.ZodType.init(schema, def);
  const { row } = def.headwaterTable;
  schema._zod.parse = (payload, context) => {
    const given = payload.value;
    if (Array.isArray(given)) return parseRows(given, row, payload, context);
    if (isRows(given)) payload.value = isTable(given) ? given : tableOf(columnsOf(row), () => parsedStream(given, row), row);
    else payload.issues.push({ code: "custom", input: given, inst: schema, message: "expected rows: an array, an iterable, an async iterable or a table" });
    return payload;
  };
  schema._zod.processJSONSchema = (context, json, params) => {
    json.type = "array";
    json.items = z.core.process(row, context, { ...params, path: [...params.path, "items"] });
  };
});

/** The schema of a table whose rows have the given schema. Accepts arrays, iterables, async iterables and table handles. */
export function table<R extends z.ZodType<object>>(row: R, options: TableOptions<z.output<R>> = {}): TableSchema<z.output<R>, z.input<R>> {
  const { ordered = false, validate = "all", versionIgnore = [] } = options;
  return new TableType({ type: "custom", headwaterTable: { row, ordered, validate, versionIgnore } }) as unknown as TableSchema<z.output<R>, z.input<R>>;
}

/** What a schema made by {@link table} was made of; `undefined` for any other schema. */
export const tableDefinitionOf = (schema: z.ZodType): TableDefinition | undefined => (schema._zod?.def as Partial<TableDef> | undefined)?.headwaterTable;

/** Names of the columns; none where the row schema does not say them. */
const columnsOf = (row: z.ZodType): readonly string[] => rowColumns(row) ?? [];

type Payload = z.core.ParsePayload;

/** Rows that lie in memory are parsed at once, so that `parse` and `safeParse` say what is wrong with which row. */
function parseRows(rows: readonly unknown[], row: z.ZodType, payload: Payload, context: z.core.ParseContextInternal): Payload | Promise<Payload> {
  const results = rows.map((value) => row._zod.run({ value, issues: [] }, context));
  const finish = (parsed: readonly Payload[]): Payload => {
    for (const [index, one] of parsed.entries()) payload.issues.push(...z.core.util.prefixIssues(index, one.issues));
    const values = parsed.map((one) => one.value);
    payload.value = tableOf(columnsOf(row), () => streamOf(values), row);
    return payload;
  };
  return results.some((result) => result instanceof Promise) ? Promise.all(results).then(finish) : finish(results as readonly Payload[]);
}

async function* parsedStream(rows: Rows<unknown>, row: z.ZodType): AsyncGenerator {
  for await (const value of streamOf(rows)) yield await row.parseAsync(value);
}
