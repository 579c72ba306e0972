/** A value store in a directory: `<directory>/<first 2 hex digits>/<SHA-256 in hex>`. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import { listFiles, removeFile } from "./file-value-housekeeping.ts";
import { onDisk } from "./on-disk.ts";
import type { StagedValue, ValueStore } from "./value-store.ts";
import { valueStoreId } from "./value-store-id.ts";

const isAddress = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Immutable values as files of a directory, which is made when the first one is written. */
export function createFileValueStore(directory: string): ValueStore {
  const place = (address: string): string => join(directory, address.slice(0, 2), address);
  return {
    async write(content) {
      const staging = join(directory, "staging", randomUUID());
      await onDisk(directory, makeDirectory(dirname(staging)));
      try {
        const staged = await stage(staging, content, (work) => onDisk(directory, work));
        await onDisk(directory, putInPlace(staging, place(staged.address)));
        return staged;
      } catch (error) {
        await rm(staging, { force: true });
        throw error;
      }
    },
    read: (address) => readVerified(address, place(address), directory),
    async path(address) {
      // Whoever opens the path checks nothing, so it is done before.
      for await (const _ of readVerified(address, place(address), directory));
      await chmod(place(address), 0o444);
      return resolve(place(address));
    },
    has: async (address) =>
      isAddress(address) &&
      access(place(address)).then(
        () => true,
        () => false,
      ),
    list: () => listFiles(directory),
    remove: (id, before) => removeFile(directory, id, before),
    async identity() {
      await onDisk(directory, makeDirectory(join(directory, "staging")));
      return { id: await onDisk(directory, valueStoreId(directory)), place: resolve(directory) };
    },
  };
}

/** Work on the store's own files; what the content itself throws is none of it. */
type Writing = <T>(work: Promise<T>) => Promise<T>;

/** Writes and hashes at once; the bytes are on the disk when the promise resolves. */
async function stage(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, writing: Writing): Promise<StagedValue> {
  const hash = createHash("sha256");
  let bytes = 0;
  await using file = await writing(open(path, "wx"));
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
    await writing(file.writeFile(chunk));
    faultPoint("during-value-write");
  }
  await writing(file.sync());
  return { address: hash.digest("hex"), bytes };
}

/** Replaces a file of the same content, if there is one: so writing anew heals one that was damaged. */
async function putInPlace(staging: string, path: string): Promise<void> {
  await makeDirectory(dirname(path));
  faultPoint("before-value-rename");
  await rename(staging, path);
  faultPoint("after-value-rename");
  await syncDirectory(dirname(path));
}

/** A new directory is an entry of its parent, which must survive a power cut as well; so are the parents that were made with it. */
async function makeDirectory(path: string): Promise<void> {
  const highest = await mkdir(path, { recursive: true });
  if (highest === undefined) return;
  for (let made = resolve(path); made.length >= highest.length; made = dirname(made)) await syncDirectory(dirname(made));
}

async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await handle.sync();
}

async function* readVerified(address: string, path: string, directory: string): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  try {
    if (!isAddress(address)) throw new HeadwaterError("VALUE_MISSING", { address, place: directory });
    for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) {
      hash.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new HeadwaterError("VALUE_MISSING", { address, place: directory });
    throw error;
  }
  if (hash.digest("hex") !== address) throw new HeadwaterError("VALUE_CORRUPT", { address, place: directory });
}
