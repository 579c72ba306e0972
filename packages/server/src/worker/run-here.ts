/** Executes a run in this process, for a command that has no worker to do it. */
import { type ExecutionEnvironment, type Run, runInProcess } from "@headwater/core/engine";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";

export interface RunHereOptions {
  readonly environment: ExecutionEnvironment;
  /** Id of the worker that this process is. */
  readonly worker: string;
  /** Steps at the same time. */
  readonly slots: number;
  /** Called whenever something may have changed. */
  readonly onProgress: () => Promise<void>;
  /** Cancels the run when aborted. */
  readonly interrupt: AbortSignal;
  readonly log: ProcessLog;
}

/** Resolves with the run when it has ended. */
export async function runHere({ environment, worker, slots, interrupt, log, onProgress }: RunHereOptions, runId: string): Promise<Run> {
  const loop = startLoop({ name: "run", pass: onProgress, everyMs: 1_000, gapMs: 20, log });
  await using resources = new AsyncDisposableStack();
  resources.use(loop);
  resources.use(await environment.store.subscribe(loop.wake));
  const run = await runInProcess(environment, runId, {
    worker,
    concurrency: slots,
    signal: interrupt,
    onRescue: (other) => log.info(`Finishing run ${other} first, which was left undone.`),
  });
  await resources.disposeAsync();
  await onProgress();
  return run;
}
