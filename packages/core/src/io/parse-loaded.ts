/** Parses what the `load` of a source yielded. */
import type { SourceDefinition } from "../define/definition.ts";
import { tableDefinitionOf } from "../define/table.ts";
import { streamOf, type Table, tableOf } from "../model/table.ts";
import { type ParsedSide, parsedTable, parseValue } from "./parse.ts";

/** The output of the source's schema. All rows of a table are read and held. Throws `SCHEMA_MISMATCH`. */
export async function parseLoaded(definition: SourceDefinition, loaded: unknown): Promise<unknown> {
  const side: ParsedSide = { asset: definition.key, side: "loaded value" };
  const table = tableDefinitionOf(definition.schema);
  return table === undefined ? parseValue(definition.schema, loaded, side) : held(parsedTable(table, loaded, side), table.row);
}

async function held(table: Table<object>, row: object): Promise<Table<object>> {
  const rows = await table.rows();
  return tableOf(table.columns.length > 0 ? table.columns : Object.keys(rows[0] ?? {}), () => streamOf(rows), row);
}
