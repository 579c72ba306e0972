/** Reads what is stored: the value itself, a handle on a table that streams, or handles on files. */
import type { StoredValue } from "../model/cell.ts";
import { readFiles } from "./file-format.ts";
import { openTable } from "./table-format.ts";
import { readValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

/**
 * A stored output. Throws `VALUE_MISSING`, `VALUE_CORRUPT`; a table also while its rows are read.
 * @param asset Whose it is, for these errors.
 * @param isPreview Damage beyond what is read of a table is not looked for.
 */
export async function loadStored(values: ValueStore, { format, address }: StoredValue, asset: string | null = null, isPreview = false): Promise<unknown> {
  const place = { values, address, asset, ...(isPreview ? { isPreview } : {}) };
  if (format === "files") return readFiles(place);
  return format === "table" ? openTable(place) : readValue(place);
}
