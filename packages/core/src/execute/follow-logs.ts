/** Reads what steps log while they run. */
import { setTimeout as sleep } from "node:timers/promises";
import { type LogFilter, type LogLine, logFilter } from "../model/log-line.ts";
import { hasEnded, isFinished } from "../model/run.ts";
import type { Store } from "../store/store.ts";

export interface FollowedLogs extends LogFilter {
  readonly runId: string;
  /** Default: all steps of the run. */
  readonly stepId?: string;
  /** Begins behind the line with this id. Default: with the first. */
  readonly after?: string;
}

const pageSize = 1_000;
/** With the 250 ms that a line may wait where it is said, it is here after half a second. */
const pollMs = 250;

/**
 * Lines in the order of their ids, some at a time, as they arrive. Ends when the run (or the step) has ended and all of its
 * lines were read, and when the signal is aborted. One small query each quarter of a second while nothing is said.
 */
export async function* followLogs(
  store: Pick<Store, "logs" | "run" | "step">,
  { runId, stepId, after = "0", ...filter }: FollowedLogs,
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void> {
  const matches = logFilter(filter);
  let seen = after;
  while (!signal.aborted) {
    // Asked first: what a step has said is stored before it ends.
    const over = await isOver(store, runId, stepId);
    for (let isFull = true; isFull && !signal.aborted; ) {
      // Without the filter, so that what does not match is read once.
      const page = await store.logs({ runId, ...(stepId === undefined ? {} : { stepId }), after: seen, limit: pageSize });
      seen = page.at(-1)?.id ?? seen;
      isFull = page.length === pageSize;
      const wanted = page.filter(matches);
      if (wanted.length > 0) yield wanted;
    }
    if (over) return;
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function isOver(store: Pick<Store, "run" | "step">, runId: string, stepId: string | undefined): Promise<boolean> {
  const step = stepId === undefined ? null : await store.step(stepId);
  if (step !== null && hasEnded(step.outcome)) return true;
  const run = await store.run(runId);
  return run === null || isFinished(run.status);
}
