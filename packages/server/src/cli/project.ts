/** Where a project is: its entry file, and the directory beside it in which Headwater keeps things. */
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HeadwaterError } from "@headwater/core/engine";

export const defaultEntry = "headwater.config.ts";

export interface Project {
  /** Absolute path of the entry file, `null` where there is none. */
  readonly entry: string | null;
  readonly directory: string;
  /** Directory of the stored values. */
  readonly values: string;
}

/**
 * @param entry As the user named it, relative to the current directory; a directory means the default file in it.
 * @throws HeadwaterError `ENTRY_MISSING` where a file that was named does not exist
 */
export function findProject(entry: string | undefined): Project {
  const named = resolve(entry ?? defaultEntry);
  const path = kindOf(named) === "directory" ? join(named, defaultEntry) : named;
  const exists = kindOf(path) === "file";
  if (!exists && entry !== undefined) throw new HeadwaterError("ENTRY_MISSING", { path });
  const directory = dirname(path);
  return { entry: exists ? path : null, directory, values: join(directory, ".headwater", "values") };
}

function kindOf(path: string): "file" | "directory" | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : found.isDirectory() ? "directory" : "file";
}

/** @throws HeadwaterError `ENTRY_MISSING` */
export function requireEntry(project: Project): string {
  if (project.entry === null) throw new HeadwaterError("ENTRY_MISSING", { path: join(project.directory, defaultEntry) });
  return project.entry;
}
