/** Parses what the `load` of a source yielded. */
import type { SourceDefinition } from "../define/definition.ts";
import { tableDefinitionOf } from "../define/table.ts";
import { UnstorableValue } from "../model/canonical.ts";
import { HeadwaterError } from "../model/errors.ts";
import { heldTable, type ParsedSide, parsedTable, parseValue } from "./parse.ts";
import type { KeepTable } from "./spool.ts";

/**
 * The output of the source's schema. All rows of a table are read. Throws `SCHEMA_MISMATCH`, `VALUE_NOT_STORABLE`.
 * @param keep Where rows are kept; in memory unless given.
 */
export async function parseLoaded(definition: SourceDefinition, loaded: unknown, keep: KeepTable = heldTable): Promise<unknown> {
  const side: ParsedSide = { asset: definition.key, side: "loaded value" };
  const table = tableDefinitionOf(definition.schema);
  if (table === undefined) return parseValue(definition.schema, loaded, side);
  try {
    return await keep(parsedTable(table, loaded, side), table.row);
  } catch (error) {
    if (!(error instanceof UnstorableValue)) throw error;
    throw new HeadwaterError("VALUE_NOT_STORABLE", { asset: definition.key, path: error.path, found: error.found }, { cause: error });
  }
}
