/** What is stored of an asset, opened for printing or exporting. */
import { isStoredFile, isTable, loadStored, type StoredFile, type StoredValue, type Table, type ValueStore } from "@headwater/core/engine";

export type StoredOutput =
  | { readonly kind: "table"; readonly table: Table<object>; readonly rows: number | null }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "file"; readonly file: FileFacts }
  | { readonly kind: "files"; readonly files: ReadonlyMap<string, StoredFile> };

export type FileFacts = Pick<StoredFile, "name" | "size" | "mediaType" | "stream">;

/** Throws `VALUE_MISSING`, `VALUE_CORRUPT`; a table and files also while they are read. */
export async function openOutput(values: ValueStore, asset: string, stored: StoredValue): Promise<StoredOutput> {
  const value = await loadStored(values, stored, asset, true);
  if (stored.format === "table" && isTable(value)) return { kind: "table", table: value as Table<object>, rows: stored.rows };
  if (stored.format === "files")
    return isStoredFile(value) ? { kind: "file", file: value } : { kind: "files", files: value as ReadonlyMap<string, StoredFile> };
  return value instanceof Uint8Array ? { kind: "file", file: bytesFile(value) } : { kind: "value", value };
}

const bytesFile = (bytes: Uint8Array): FileFacts => ({
  name: null,
  size: bytes.length,
  mediaType: null,
  async *stream() {
    yield bytes;
  },
});

export const fileFacts = ({ name, size, mediaType }: FileFacts) => ({ name, size, mediaType });
