/** Gives up an import that takes too long, and says where it hangs. */
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { HeadwaterError } from "@headwater/core/engine";
import type { WatchdogData, WatchdogNews } from "./import-watchdog.ts";
import { userFile } from "./user-code/is-user-code.ts";
import { reachedFiles } from "./user-code/reached-files.ts";
import { topLevelAwaits } from "./user-code/top-level-awaits.ts";

const watchdog = new URL(`./import-watchdog${extname(import.meta.url)}`, import.meta.url);

/**
 * @param entry Absolute path of the entry file, for the error.
 * @param limitMs In milliseconds. An import that waits for what can never happen is given up at once.
 * @throws HeadwaterError `ENTRY_TIMEOUT`
 */
export async function withinImportLimit<T>(entry: string, limitMs: number, load: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const error = (problem: string, place: string | null) => new HeadwaterError("ENTRY_TIMEOUT", { path: entry, seconds: limitMs / 1_000, problem, place });
  const isActing = new Int32Array(new SharedArrayBuffer(4));
  const onWait = (): void => {
    if (Atomics.load(isActing, 0) !== 0) {
      // it has just freed this one, and is about to say where that was
      thread.ref();
      return;
    }
    const places = [...reachedFiles().keys()].flatMap(topLevelAwaits);
    late.reject(error("it waits outside of functions for something that has not happened yet", places.join(", ") || null));
  };
  const data: WatchdogData = { limitMs, isActing, lastWords: error("it keeps the process busy", null).message };
  const thread = new Worker(watchdog, { workerData: data });
  thread.once("message", ({ places }: WatchdogNews) => {
    thread.unref();
    late.reject(error("it is still busy", places.map(placeOfUser).find((place) => place !== null) ?? null));
  });
  // without it there is no such limit, and the import may be all right
  thread.once("error", () => undefined);
  thread.unref();
  const timer = setTimeout(onWait, limitMs).unref();
  process.once("beforeExit", onWait);
  try {
    return await Promise.race([load(), late.promise]);
  } finally {
    clearTimeout(timer);
    process.off("beforeExit", onWait);
    // one that has acted stays until the process ends: Node aborts where a thread ends while the main one still closes its inspector session
    if (Atomics.load(isActing, 0) === 0) void thread.terminate();
  }
}

function placeOfUser(place: string): string | null {
  const [, url = "", line] = /^(.+):(\d+)$/.exec(place) ?? [];
  const file = userFile(url.startsWith("/") ? pathToFileURL(url).href : url);
  return file === null ? null : `${url.startsWith("file:") ? fileURLToPath(url) : file}:${line}`;
}
