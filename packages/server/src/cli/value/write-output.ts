/** Writes an exported output to disk: whole, or not at all. */
import { createWriteStream } from "node:fs";
import { lstat, mkdir, rename, rm } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { HeadwaterError } from "@headwater/core/engine";
import type { FileFacts } from "./stored-output.ts";

/** @throws HeadwaterError `OUTPUT_UNWRITABLE` */
export async function writeOutput(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const target = resolve(path);
  const found = await lstat(target).catch(() => null);
  // A device, a pipe or a link is written through; a file is replaced in one go.
  const isReplaced = found === null || found.isFile();
  const place = isReplaced ? `${target}.${process.pid}.part` : target;
  try {
    await pipeline(pieces, createWriteStream(place));
    if (isReplaced) await rename(place, target);
  } catch (error) {
    if (isReplaced) await rm(place, { force: true });
    throw writeError(path, error);
  }
}

/**
 * Several files into a directory, by their names.
 * @throws HeadwaterError `OUTPUT_UNWRITABLE`, also for a name that leads out of the directory
 */
export async function writeOutputs(directory: string, files: ReadonlyMap<string, FileFacts>): Promise<void> {
  const places = [...files].map(([name, file]) => ({ place: placeIn(directory, name), file }));
  for (const { place, file } of places) {
    await mkdir(dirname(place), { recursive: true }).catch((error: unknown) => {
      throw writeError(place, error);
    });
    await writeOutput(place, file.stream());
  }
}

function placeIn(directory: string, name: string): string {
  const place = join(directory, name);
  const way = relative(directory, place);
  if (way === "" || way.startsWith("..") || isAbsolute(way))
    throw new HeadwaterError("OUTPUT_UNWRITABLE", { path: name, problem: `it would lie outside of "${directory}"` });
  return place;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its directory does not exist",
  ENOTDIR: "part of its path is a file",
  EISDIR: "it is a directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

/** What is wrong with the stored value says so itself. */
function writeError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const { code = "" } = error as NodeJS.ErrnoException;
  return new HeadwaterError("OUTPUT_UNWRITABLE", { path, problem: reasons[code] ?? error.message }, { cause: error });
}
