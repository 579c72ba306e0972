/** Which files decided what was loaded: those that were read, and those that were looked for in vain. Whoever watches them knows when to load anew. */
import { type BigIntStats, statSync } from "node:fs";

/** Stamps by absolute path. */
export type ReachedFiles = ReadonlyMap<string, string>;

const reached = new Map<string, string>();

/** To be called before the file is read, so that its stamp is that of what was read or of something older. */
export function noteReached(file: string): void {
  if (!reached.has(file)) reached.set(file, stampOf(file));
}

/** Of this process, since it was started. */
export const reachedFiles = (): ReachedFiles => reached;

/** Another one whenever the file was written or replaced; empty where there is no file. */
export function stampOf(file: string): string {
  const stats = statsOf(file);
  return stats?.isFile() ? `${stats.ino} ${stats.size} ${stats.ctimeNs}` : "";
}

function statsOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
