/** What lies in the directory of a file value store, and how it is taken away without losing what is written at the same time. */
import { randomUUID } from "node:crypto";
import { mkdir, opendir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { onDisk } from "./on-disk.ts";
import type { ListedValue } from "./value-store.ts";

const addressPattern = /^[0-9a-f]{64}$/;
const leftoverPattern = /^staging\/[\w-]+$/;

/** Where the file with this id lies; `null` for a text that is no id. */
function placeOf(directory: string, id: string): string | null {
  if (addressPattern.test(id)) return join(directory, id.slice(0, 2), id);
  return leftoverPattern.test(id) ? join(directory, "staging", basename(id)) : null;
}

export async function* listFiles(directory: string): AsyncGenerator<ListedValue> {
  for await (const shard of namesIn(directory)) {
    const isStaging = shard === "staging";
    if (!isStaging && !/^[0-9a-f]{2}$/.test(shard)) continue;
    for await (const name of namesIn(join(directory, shard))) {
      const address = !isStaging && addressPattern.test(name) && name.startsWith(shard) ? name : null;
      const id = address ?? (isStaging ? `staging/${name}` : null);
      const place = id === null ? null : placeOf(directory, id);
      // It may have been put in place or removed meanwhile.
      const found = place === null ? undefined : await stat(place).catch(nothingThere);
      if (id !== null && found?.isFile()) yield { id, address, bytes: found.size, writtenAt: found.mtime };
    }
  }
}

async function* namesIn(directory: string): AsyncGenerator<string> {
  const entries = await opendir(directory).catch(nothingThere);
  if (entries !== undefined) for await (const { name } of entries) yield name;
}

/**
 * A writer of the same content may put its file here at any moment. So the file is moved aside first, and what was moved
 * is looked at once more: where it is a new one, it goes back.
 */
export async function removeFile(directory: string, id: string, before: Date): Promise<boolean> {
  const place = placeOf(directory, id);
  if (place === null || !(await isOlder(place, before))) return false;
  const aside = join(directory, "staging", `removed-${randomUUID()}`);
  await onDisk(directory, mkdir(join(directory, "staging"), { recursive: true }));
  try {
    await onDisk(directory, rename(place, aside));
  } catch (error) {
    return nothingThere(error) ?? false;
  }
  if (!(await isOlder(aside, before))) {
    await rename(aside, place);
    return false;
  }
  await rm(aside, { force: true });
  return true;
}

const isOlder = async (path: string, before: Date): Promise<boolean> => {
  const found = await stat(path).catch(nothingThere);
  return found !== undefined && found.mtime.getTime() < before.getTime();
};

function nothingThere(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
