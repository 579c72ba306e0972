/** Reads what is stored: the value itself, or a handle on a table that streams. */
import type { StoredValue } from "../model/cell.ts";
import { openTable } from "./table-format.ts";
import { readValue } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

/** A stored output. Throws `VALUE_MISSING`, `VALUE_CORRUPT`; a table also while its rows are read. */
export const loadStored = async (values: ValueStore, stored: StoredValue): Promise<unknown> =>
  stored.format === "table" ? openTable(values, stored.address) : readValue(values, stored.address);
