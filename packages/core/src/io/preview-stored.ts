/** A stored output as JSON that people can look at. */
import type { StoredValue } from "../model/cell.ts";
import type { Json } from "../model/json.ts";
import { isStoredFile, type StoredFile } from "../model/stored-file.ts";
import { readFiles } from "./file-format.ts";
import { plainJson } from "./plain-json.ts";
import { openTable } from "./table-format.ts";
import { readValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

/**
 * `{ kind: "table", columns, rows, total }` or `{ kind: "files", files: { name, size, mediaType }[], total }` with at most
 * `limit` of them, else `{ kind: "value", value }`. Throws `VALUE_MISSING`, `VALUE_CORRUPT`.
 */
export async function previewStored(values: ValueStore, stored: StoredValue, limit: number): Promise<Json> {
  const place = { values, address: stored.address, asset: null, isPreview: true } as const;
  if (stored.format === "files") return filesPreview(await readFiles(place), limit);
  if (stored.format === "value") return { kind: "value", value: plainJson(await readValue(place)) };
  const table = await openTable(place);
  const rows: Json[] = [];
  for await (const row of table.stream()) {
    if (rows.length >= limit) break;
    rows.push(plainJson(row));
  }
  return { kind: "table", columns: table.columns, rows, total: stored.rows };
}

/** What they are, not what they hold. */
function filesPreview(found: StoredFile | ReadonlyMap<string, StoredFile>, limit: number): Json {
  const files = isStoredFile(found) ? [found] : [...found.values()];
  return { kind: "files", files: files.slice(0, limit).map(({ name, size, mediaType }) => ({ name, size, mediaType })), total: files.length };
}
