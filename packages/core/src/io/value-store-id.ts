/** The id of a value store in a directory: a file that is made once. */
import { randomUUID } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** The id in `<directory>/id`; of those who find none at the same time, one makes it. The directory must exist, and `staging` in it. */
export async function valueStoreId(directory: string): Promise<string> {
  const path = join(directory, "id");
  const found = await readId(path);
  if (found !== null) return found;
  const staging = join(directory, "staging", `id-${randomUUID()}`);
  try {
    await using file = await open(staging, "wx");
    await file.writeFile(`${randomUUID()}\n`);
    await file.sync();
    // Unlike a rename, this never replaces what another process has made.
    await link(staging, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(staging, { force: true });
  }
  const made = await readId(path);
  if (made === null) throw new TypeError(`${path} is empty, though it was just written.`);
  return made;
}

/** `null` where there is none yet. */
async function readId(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
