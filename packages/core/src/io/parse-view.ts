/** Parses an input by its consumer's own view. */
import type { InputDefinition } from "../define/definition.ts";
import { tableDefinitionOf } from "../define/table.ts";
import { type ParsedSide, parsedTable, parseValue } from "./parse.ts";

/** An input as its consumer sees it: parsed by its view, if it has one; a table row by row as it streams. Throws `SCHEMA_MISMATCH`. */
export async function parseView(asset: string, input: InputDefinition, value: unknown): Promise<unknown> {
  if (input.view === null) return value;
  const side: ParsedSide = { asset, side: `input "${input.name}"` };
  const table = tableDefinitionOf(input.view);
  return table === undefined ? parseValue(input.view, value, side) : parsedTable(table, value, side);
}
