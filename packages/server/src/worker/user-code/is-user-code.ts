/** Which modules are user code: files that are neither in `node_modules` nor our own. */
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** Where our own modules lie: in the repository they are no part of `node_modules`. */
const ours = [new URL("../../", import.meta.url).href, new URL(".", import.meta.resolve("@headwater/core")).href];

/** The path of a module of the user, else `null`. */
export function userFile(url: string | undefined): string | null {
  if (url === undefined || !url.startsWith("file:") || url.includes("/node_modules/") || ours.some((prefix) => url.startsWith(prefix))) return null;
  return fileURLToPath(url);
}

const compiled: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".tsx", ".jsx"]);

/** Whether a file has types or elements in it, which Node does not run as they are. */
export const isCompiled = (file: string): boolean => compiled.has(extname(file));
