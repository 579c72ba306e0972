/** Stores what the `load` of a source yielded, and reads it back: a snapshot. */
import type { SourceDefinition } from "../define/definition.ts";
import { rowColumns } from "../define/row-columns.ts";
import { tableDefinitionOf } from "../define/table.ts";
import { encodeValue, UnstorableValue } from "../model/canonical.ts";
import type { StoredValue } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import { loadStored } from "./load-stored.ts";
import { type ParsedSide, parseRows, parseValue } from "./parse.ts";
import { writeTable } from "./table-format.ts";
import { readBytes, writeValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

/** Parses by the source's schema and stores, a table row by row. Throws `SCHEMA_MISMATCH`, `VALUE_NOT_STORABLE`. */
export async function storeLoaded(values: ValueStore, { key: asset, schema }: SourceDefinition, loaded: unknown): Promise<StoredValue> {
  const side: ParsedSide = { asset, side: "loaded value" };
  const table = tableDefinitionOf(schema);
  let rows = 0;
  const textOf = (row: object): string => {
    rows += 1;
    return encodeValue(row);
  };
  try {
    if (table === undefined) return { ...(await values.write(writeValue(await parseValue(schema, loaded, side)))), format: "value", rows: null };
    const staged = await values.write(writeTable(rowColumns(table.row), parseRows(table, loaded, side), textOf));
    return { ...staged, format: "table", rows };
  } catch (error) {
    if (!(error instanceof UnstorableValue)) throw error;
    const path = [...(rows === 0 ? [] : [`row ${rows}`]), ...(error.path === "" ? [] : [error.path])].join(", ");
    throw new HeadwaterError("VALUE_NOT_STORABLE", { asset, path, found: error.found }, { cause: error });
  }
}

/** Reads what was stored, and looks first whether all of it is there. Throws `VALUE_MISSING`, `VALUE_CORRUPT`. */
export async function loadWhole(values: ValueStore, stored: StoredValue, asset: string): Promise<unknown> {
  // A table is read while the function runs, which is too late to load it again.
  if (stored.format === "table") for await (const _ of readBytes({ values, address: stored.address, asset }));
  return loadStored(values, stored, asset);
}
