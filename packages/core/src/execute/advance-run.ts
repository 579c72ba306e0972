/** Moves a run forward: settles what needs no run, hands out what may start, ends what is done. */
import { isFinished, type Outcome } from "../model/run.ts";
import type { LockedRun, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { settleRun } from "./settle-run.ts";

/** Safe to call at any time, by any process, any number of times: all is decided under the lock of the run. */
export async function advanceRun(store: Store, runId: string): Promise<void> {
  await store.lockRun(runId, (locked) => advanceLocked(store, locked));
}

async function advanceLocked(store: Store, locked: LockedRun): Promise<void> {
  const { run } = locked;
  if (isFinished(run.status) || run.status === "QUEUED") return;
  // Steps before cells: a step that ends in between is still seen as running, and never with the cell of before.
  const steps = await locked.steps();
  const graph = await activeGraph(store);
  const assets = new Set(steps.flatMap((step) => [step.asset, ...graph.upstream(step.asset).map((edge) => edge.from)]));
  const states = await locked.cells([...assets]);
  const settled = await settleRun({ run, steps, graph, states, now: await store.now(), findReusable: (cell, key) => locked.findReusable(cell, key) });
  if (settled.settlements.length > 0) await locked.settle(settled.settlements);
  if (settled.startable.length > 0) await locked.makeReady(settled.startable);
  if (settled.outcomes.every((outcome) => outcome !== "WAITING" && outcome !== "RUNNING")) {
    await locked.end(endStatus(run.status === "CANCELLING", settled.outcomes), null);
  }
}

function endStatus(cancelling: boolean, outcomes: readonly Outcome[]): "SUCCEEDED" | "FAILED" | "CANCELLED" {
  if (cancelling || outcomes.includes("CANCELLED")) return "CANCELLED";
  return outcomes.includes("FAILED") || outcomes.includes("SKIPPED") ? "FAILED" : "SUCCEEDED";
}
