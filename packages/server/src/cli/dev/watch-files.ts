/** Says when files are others than they were when they were read: written, replaced, removed, or there at last. */
import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { type ReachedFiles, stampOf } from "../../worker/user-code/reached-files.ts";

export interface FileWatch extends Disposable {
  /** Follows these files alone from now on; calls for a change where one of them is another already. */
  follow(files: ReachedFiles): void;
}

/** Editors and checkouts write several files, or one in several steps. In milliseconds since the last of them. */
const settledMs = 40;
/** Where the system cannot watch a directory (it allows too few, say), its files are looked at so often. */
const lookEveryMs = 1_000;

/**
 * Events only say when to look: a change is a file whose stamp is another. Directories are watched rather than files, because those may be
 * replaced, removed and made. `fs.watch` is in force when it returns, so nothing is missed between watching and looking.
 * @param onChange Told of the files that are others than before.
 */
export function watchFiles(onChange: (changed: readonly string[]) => void): FileWatch {
  let files = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const directories = watchDirectories((path) => {
    if (path !== null && !files.has(path) && ![...files.keys()].some((file) => file.startsWith(`${path}/`))) return;
    clearTimeout(timer);
    timer = setTimeout(look, settledMs);
  });
  function look(): void {
    directories.watch(new Set([...files.keys()].map(nearestDirectory)));
    const changed = [...files].map(([file, before]) => ({ file, before, now: stampOf(file) })).filter(({ before, now }) => before !== now);
    for (const { file, now } of changed) files.set(file, now);
    if (changed.length > 0) onChange(changed.map(({ file }) => file));
  }
  return {
    follow(reached) {
      files = new Map(reached);
      look();
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      directories[Symbol.dispose]();
    },
  };
}

/** The directory of a file; where that is not there yet, the nearest one that is: it may appear in it. */
function nearestDirectory(file: string): string {
  let directory = dirname(file);
  while (inodeOf(directory) === null && directory !== dirname(directory)) directory = dirname(directory);
  return directory;
}

/** @param onEvent Told of the path that something happened to; `null` where the system does not say. */
function watchDirectories(onEvent: (path: string | null) => void) {
  const watched = new Map<string, { readonly watcher: FSWatcher | null; readonly inode: bigint | null }>();
  let looking: NodeJS.Timeout | undefined;
  const drop = (directory: string): void => {
    watched.get(directory)?.watcher?.close();
    watched.delete(directory);
  };
  const start = (directory: string): FSWatcher | null => {
    try {
      return watch(directory, (_event, name) => onEvent(name === null ? null : join(directory, name))).on("error", () => onEvent(null));
    } catch {
      looking ??= setInterval(() => onEvent(null), lookEveryMs);
      return null;
    }
  };
  return {
    /** These, and no others. One that was removed and made again is another one. */
    watch(wanted: ReadonlySet<string>): void {
      for (const [directory, { inode }] of watched) if (!wanted.has(directory) || inodeOf(directory) !== inode) drop(directory);
      for (const directory of wanted) if (!watched.has(directory)) watched.set(directory, { inode: inodeOf(directory), watcher: start(directory) });
    },
    [Symbol.dispose](): void {
      clearInterval(looking);
      for (const directory of [...watched.keys()]) drop(directory);
    },
  };
}

function inodeOf(directory: string): bigint | null {
  try {
    const stats = statSync(directory, { bigint: true });
    return stats.isDirectory() ? stats.ino : null;
  } catch {
    return null;
  }
}
