/** Takes what `run` returned: parsed by the output schema, hashed and stored. */
import { randomUUID } from "node:crypto";
import type { RunContext } from "../define/context.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { type ExternalSpec, externalSpecOf } from "../define/external.ts";
import { type FileDefinition, fileDefinitionOf } from "../define/file.ts";
import { rowColumns } from "../define/row-columns.ts";
import { isNothing } from "../define/schema-def.ts";
import { type TableDefinition, tableDefinitionOf } from "../define/table.ts";
import { toParse } from "../define/unparsed.ts";
import { rowTexts, UnstorableValue } from "../model/canonical.ts";
import type { StoredValue } from "../model/cell.ts";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import { hashJson, tableVersion } from "../model/version.ts";
import { readFiles, writeFiles } from "./file-format.ts";
import { parseRows, parseValue } from "./parse.ts";
import { openTable, writeTable } from "./table-format.ts";
import { type TableStatistics, tableStatistics } from "./table-statistics.ts";
import { writeValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

export interface StoredOutput {
  /** `null` where the output lies elsewhere. */
  readonly stored: StoredValue | null;
  readonly dataVersion: string;
  /** `null` for what is not a table. */
  readonly columns: TableStatistics | null;
}

/**
 * Parses, hashes and stores an output; a table row by row as it streams. Nothing is stored where it fails.
 * Throws `SCHEMA_MISMATCH`, `VALUE_NOT_STORABLE`, `DATA_VERSION_INVALID`, and what the rows themselves throw.
 */
export async function storeOutput(values: ValueStore, definition: AssetDefinition, returned: unknown, context: RunContext): Promise<StoredOutput> {
  const table = tableDefinitionOf(definition.schema);
  const given = toParse(returned);
  const elsewhere = externalSpecOf(definition.schema);
  const files = fileDefinitionOf(definition.schema);
  try {
    if (elsewhere !== undefined) return await observeOutput(definition, elsewhere, given, context);
    if (files !== undefined) return await storeFiles(values, definition, files, given, context);
    return await (table === undefined ? storeValue(values, definition, given, context) : storeTable(values, definition, table, given, context));
  } catch (error) {
    if (!(error instanceof UnstorableValue)) throw error;
    throw new HeadwaterError("VALUE_NOT_STORABLE", { asset: definition.key, path: error.path, found: error.found }, { cause: error });
  }
}

/** An output that lies elsewhere: nothing is stored, and without a word on its version every run is a change. */
async function observeOutput(definition: AssetDefinition, { observe }: ExternalSpec, returned: unknown, context: RunContext): Promise<StoredOutput> {
  const value = await parseValue(definition.schema, returned, { asset: definition.key, side: "output" });
  const { asset, log, signal, root, resources } = context;
  const observed = async (): Promise<string> =>
    observe === undefined ? randomUUID() : checkedVersion(definition, await observe({ asset, log, signal, root, resources }));
  return { stored: null, dataVersion: definition.dataVersion === null ? await observed() : statedVersion(definition, value, context), columns: null };
}

async function storeFiles(
  values: ValueStore,
  definition: AssetDefinition,
  files: FileDefinition,
  returned: unknown,
  context: RunContext,
): Promise<StoredOutput> {
  const { key: asset, schema } = definition;
  const given = await parseValue(schema, returned, { asset, side: "output" });
  const { stored, version } = await writeFiles(values, files, given, { asset, side: "output", root: context.root });
  const place = { values, address: stored.address, asset };
  const dataVersion = definition.dataVersion === null ? version : statedVersion(definition, await readFiles(place), context);
  return { stored, dataVersion, columns: null };
}

async function storeValue(values: ValueStore, definition: AssetDefinition, returned: unknown, context: RunContext): Promise<StoredOutput> {
  const value = await parseValue(definition.schema, returned, { asset: definition.key, side: "output" });
  const { address, bytes } = await values.write(writeValue(value));
  // An output that says nothing must not look unchanged: its effect is elsewhere.
  const found = (): string => (isNothing(definition.schema) ? randomUUID() : hashJson(value));
  const dataVersion = definition.dataVersion === null ? found() : statedVersion(definition, value, context);
  return { stored: { address, format: "value", bytes, rows: null }, dataVersion, columns: null };
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
  const statistics = tableStatistics(columns);
  const ignored = new Set(table.versionIgnore);
  let count = 0;
  // A row passes once: it counts, adds to version and statistics, and becomes text.
  const pass = (row: object): string => {
    count += 1;
    const { stored, canonical } = rowTexts(row, ignored);
    version?.add(canonical);
    statistics.add(row);
    return stored;
  };
  const rows = parseRows(table, returned, { asset: definition.key, side: "output" });
  const { address, bytes } = await values.write(writeTable(columns, rows, pass)).catch((error) => {
    throw error instanceof UnstorableValue ? new UnstorableValue(`row ${count}${error.path && `, ${error.path}`}`, error.found) : error;
  });
  const stored: StoredValue = { address, format: "table", bytes, rows: count };
  const dataVersion = version?.version() ?? statedVersion(definition, await openTable({ values, address, asset: definition.key }), context);
  return { stored, dataVersion, columns: statistics.statistics() };
}

/** The version that the author's `dataVersion` gives. */
function statedVersion(definition: AssetDefinition, value: unknown, context: RunContext): string {
  return checkedVersion(definition, definition.dataVersion?.(value, context));
}

function checkedVersion(definition: AssetDefinition, version: unknown): string {
  if (typeof version === "string" && version !== "") return version;
  throw new HeadwaterError("DATA_VERSION_INVALID", { asset: definition.key, found: describeValue(version) });
}
