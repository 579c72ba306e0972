/** Executes a run in this process, for a command that has no worker to do it. */
import { advanceRun, type ExecutionEnvironment, type Run, runInProcess, type Store } from "@headwater/core/engine";
import { maximumLosses } from "../daemon/control-loop.ts";
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

/**
 * Resolves with the run when it has ended. Where it waits for cells that an abandoned run holds (its processes died or
 * were stopped), that run is brought to its end, too.
 */
export async function runHere(options: RunHereOptions, runId: string): Promise<Run> {
  const { environment, worker, slots, interrupt, log, onProgress } = options;
  const { store } = environment;
  const finishing = new Map<string, Promise<unknown>>();
  const execute = (id: string): Promise<Run> => runInProcess(environment, id, { worker, concurrency: slots, signal: interrupt });
  const pass = async (): Promise<void> => {
    for (const lost of await store.reapLostSteps(maximumLosses)) await advanceRun(store, lost);
    for (const holder of await abandonedHolders(store, runId, worker)) {
      if (finishing.has(holder)) continue;
      log.info(`Finishing run ${holder} first, which was left undone.`);
      finishing.set(
        holder,
        execute(holder).catch((error: unknown) => log.trouble(`run ${holder}`, error)),
      );
    }
    await onProgress();
  };
  const loop = startLoop({ name: "run", pass, everyMs: 1_000, gapMs: 20, log });
  await using resources = new AsyncDisposableStack();
  resources.use(loop);
  resources.use(await store.subscribe(loop.wake));
  const run = await execute(runId);
  await Promise.all(finishing.values());
  await resources.disposeAsync();
  await onProgress();
  return run;
}

/** Runs that hold cells for which a run waits, while nobody else is alive who could execute them. */
async function abandonedHolders(store: Store, runId: string, me: string): Promise<readonly string[]> {
  const waiting = (await store.steps(runId)).filter((step) => step.outcome === "WAITING" && !step.ready && step.waitingFor !== null);
  if (waiting.length === 0 || (await store.workers()).some((worker) => worker.id !== me)) return [];
  const wanted = new Set(waiting.map((step) => step.asset));
  const holders: string[] = [];
  for (const { id } of await store.openRuns()) {
    if (id !== runId && (await store.steps(id)).some((step) => step.ready && wanted.has(step.asset))) holders.push(id);
  }
  return holders;
}
