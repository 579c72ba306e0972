/** Takes what `run` returned: parsed by the output schema, hashed and stored. */
import { randomUUID } from "node:crypto";
import type { RunContext } from "../define/context.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { rowColumns } from "../define/row-columns.ts";
import { isNothing } from "../define/schema-def.ts";
import { type TableDefinition, tableDefinitionOf } from "../define/table.ts";
import { UnstorableValue } from "../model/canonical.ts";
import type { StoredValue } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import { hashJson, type TableVersion, tableVersion } from "../model/version.ts";
import { describeValue, parseRows, parseValue } from "./parse.ts";
import { openTable, writeTable } from "./table-format.ts";
import { writeValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

export interface StoredOutput {
  readonly stored: StoredValue;
  readonly dataVersion: string;
}

/**
 * Parses, hashes and stores an output; a table row by row as it streams. Nothing is stored where it fails.
 * Throws `SCHEMA_MISMATCH`, `VALUE_NOT_STORABLE`, `DATA_VERSION_INVALID`, and what the rows themselves throw.
 */
export async function storeOutput(values: ValueStore, definition: AssetDefinition, returned: unknown, context: RunContext): Promise<StoredOutput> {
  const table = tableDefinitionOf(definition.schema);
  try {
    return await (table === undefined ? storeValue(values, definition, returned, context) : storeTable(values, definition, table, returned, context));
  } catch (error) {
    if (!(error instanceof UnstorableValue)) throw error;
    throw new HeadwaterError("VALUE_NOT_STORABLE", { asset: definition.key, path: error.path, found: error.found }, { cause: error });
  }
}

async function storeValue(values: ValueStore, definition: AssetDefinition, returned: unknown, context: RunContext): Promise<StoredOutput> {
  const value = await parseValue(definition.schema, returned, { asset: definition.key, side: "output" });
  const { address, bytes } = await values.write(writeValue(value));
  // An output that says nothing must not look unchanged: its effect is elsewhere.
  const found = (): string => (isNothing(definition.schema) ? randomUUID() : hashJson(value));
  const dataVersion = definition.dataVersion === null ? found() : statedVersion(definition, value, context);
  return { stored: { address, format: "value", bytes, rows: null }, dataVersion };
}

async function storeTable(
  values: ValueStore,
  definition: AssetDefinition,
  table: TableDefinition,
  returned: unknown,
  context: RunContext,
): Promise<StoredOutput> {
  const columns = rowColumns(table.row);
  const version = definition.dataVersion === null ? tableVersion({ columns: columns ?? [], ordered: table.ordered, ignore: table.versionIgnore }) : null;
  const counted = countRows(parseRows(table, returned, { asset: definition.key, side: "output" }), version);
  const { address, bytes } = await values.write(writeTable(columns, counted.rows)).catch((error) => {
    throw error instanceof UnstorableValue ? new UnstorableValue(`row ${counted.count()}${error.path && `, ${error.path}`}`, error.found) : error;
  });
  const stored: StoredValue = { address, format: "table", bytes, rows: counted.count() };
  return { stored, dataVersion: version?.version() ?? statedVersion(definition, await openTable(values, address), context) };
}

/** Rows on their way to the store: each one counts, and adds to the version. */
function countRows(rows: AsyncIterable<object>, version: TableVersion | null): { readonly rows: AsyncIterable<object>; count(): number } {
  let count = 0;
  async function* stream(): AsyncGenerator<object> {
    for await (const row of rows) {
      count += 1;
      version?.add(row);
      yield row;
    }
  }
  return { rows: stream(), count: () => count };
}

/** The version that the author's `dataVersion` gives. */
function statedVersion(definition: AssetDefinition, value: unknown, context: RunContext): string {
  const version: unknown = definition.dataVersion?.(value, context);
  if (typeof version === "string" && version !== "") return version;
  throw new HeadwaterError("DATA_VERSION_INVALID", { asset: definition.key, found: describeValue(version) });
}
