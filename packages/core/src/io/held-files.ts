/** Handles on files that lie in memory: for tests of single functions. */
import type { FileDefinition } from "../define/file.ts";
import type { FileOrigin } from "./file-content.ts";
import { readFiles, writeFiles } from "./file-format.ts";
import { createMemoryValueStore } from "./memory-value-store.ts";

/** Reads all bytes now, so that whatever is wrong with them is said now. */
export async function heldFiles(definition: FileDefinition, given: unknown, origin: Omit<FileOrigin, "path">): Promise<unknown> {
  const values = createMemoryValueStore();
  const { stored } = await writeFiles(values, definition, given, origin);
  return readFiles({ values, address: stored.address, asset: origin.asset });
}
