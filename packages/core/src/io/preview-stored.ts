/** A stored output as JSON that people can look at. */
import type { StoredValue } from "../model/cell.ts";
import type { Json } from "../model/json.ts";
import { openTable } from "./table-format.ts";
import { readValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

/** `{ kind: "table", columns, rows, total }` with at most `limit` rows, else `{ kind: "value", value }`. Throws `VALUE_MISSING`, `VALUE_CORRUPT`. */
export async function previewStored(values: ValueStore, stored: StoredValue, limit: number): Promise<Json> {
  if (stored.format === "value") return { kind: "value", value: toJson(await readValue(values, stored.address)) };
  const table = await openTable(values, stored.address);
  const rows: Json[] = [];
  for await (const row of table.stream()) {
    if (rows.length >= limit) break;
    rows.push(toJson(row));
  }
  return { kind: "table", columns: table.columns, rows, total: stored.rows };
}

/** What JSON cannot say becomes text; a `Map` becomes its pairs, a `Set` its items, `undefined` null or absent. */
function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) return [...value].map(toJson);
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, toJson(inner)]])));
}
