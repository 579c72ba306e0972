/** Parses what the `load` of a source yielded. */
import type { SourceDefinition } from "../define/definition.ts";
import { tableDefinitionOf } from "../define/table.ts";
import { heldTable, type ParsedSide, parsedTable, parseValue } from "./parse.ts";

/** The output of the source's schema. All rows of a table are read and held. Throws `SCHEMA_MISMATCH`. */
export async function parseLoaded(definition: SourceDefinition, loaded: unknown): Promise<unknown> {
  const side: ParsedSide = { asset: definition.key, side: "loaded value" };
  const table = tableDefinitionOf(definition.schema);
  return table === undefined ? parseValue(definition.schema, loaded, side) : heldTable(parsedTable(table, loaded, side), table.row);
}
