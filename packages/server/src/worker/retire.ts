/** When a worker that has a successor may end: its definitions are not needed any more. */
import type { Store } from "@headwater/core/engine";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";

/** Resolves when no run is open that was planned on definitions of this version. */
export async function untilRunsEnded(store: Store, version: string, log: ProcessLog): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    if ((await store.openRuns()).every((run) => run.definitionsVersion !== version)) ended.resolve();
  };
  await using loop = startLoop({ name: "retiring", pass, everyMs: 1_000, gapMs: 20, log });
  await using _subscription = await store.subscribe(loop.wake);
  await ended.promise;
}
