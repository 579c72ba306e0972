/** Removes stored values that nothing recorded refers to, and what writers left behind. */
import { addressesOf } from "../io/file-format.ts";
import type { ValueStore } from "../io/value-store.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Store } from "../store/store.ts";

export interface CollectOptions {
  /** Only say what would be removed. */
  readonly dryRun?: boolean;
  /**
   * Only what was last written longer ago than this, in milliseconds; a day unless given. It must be longer than it takes
   * any step to store its output and record it: until then nothing refers to what it wrote.
   */
  readonly olderThanMs?: number;
}

export interface Collected {
  readonly values: number;
  /** Files that were never finished. */
  readonly leftovers: number;
  /** The room that they took. */
  readonly bytes: number;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Safe beside running steps: what is not old enough stays, and writing a value makes it young again.
 * @throws HeadwaterError `VALUE_CORRUPT` where a list of files can no longer be read, so that nobody knows what it refers to; then nothing is removed.
 */
export async function collectGarbage(store: Store, values: ValueStore, { dryRun = false, olderThanMs = day }: CollectOptions = {}): Promise<Collected> {
  const before = new Date(Date.now() - olderThanMs);
  const found = new Map<string, { readonly bytes: number; readonly isLeftover: boolean }>();
  for await (const { id, address, bytes, writtenAt } of values.list()) {
    if (writtenAt < before) found.set(id, { bytes, isLeftover: address === null });
  }
  const seen = new Set<string>();
  for await (const kept of store.keptValues()) {
    if (seen.has(kept.address)) continue;
    if (kept.format === "files") seen.add(kept.address);
    for (const address of await addressesKept(values, kept)) found.delete(address);
  }
  const collected = { values: 0, leftovers: 0, bytes: 0 };
  for (const [id, { bytes, isLeftover }] of found) {
    if (!dryRun && !(await values.remove(id, before))) continue;
    collected[isLeftover ? "leftovers" : "values"] += 1;
    collected.bytes += bytes;
  }
  return collected;
}

/** A list of files that is gone refers to nothing that could still be found. */
async function addressesKept(values: ValueStore, kept: Parameters<typeof addressesOf>[1]): Promise<readonly string[]> {
  try {
    return await addressesOf(values, kept);
  } catch (error) {
    if (HeadwaterError.is(error, "VALUE_MISSING")) return [];
    throw error;
  }
}
