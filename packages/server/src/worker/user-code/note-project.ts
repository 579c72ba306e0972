/** What beside the modules decides what an entry file means: its package and those around it, and what is installed in them. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { noteReached } from "./reached-files.ts";

/** npm writes this file at the end of every installation. */
const installed = join("node_modules", ".package-lock.json");

/** Notes them as reached. */
export function noteProject(entry: string): void {
  noteReached(entry);
  for (let directory = dirname(entry); directory !== dirname(directory); directory = dirname(directory)) {
    const manifest = join(directory, "package.json");
    if (!existsSync(manifest)) continue;
    noteReached(manifest);
    noteReached(join(directory, installed));
  }
}
