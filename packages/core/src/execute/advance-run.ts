/** Moves a run forward: settles what needs no run, hands out what may start, ends what is done. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import { hasEnded, isFinished, type Step } from "../model/run.ts";
import type { CellStates, LockedRun, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { type Settled, type StepAfter, settleRun } from "./settle-run.ts";
import { withSnapshots } from "./snapshot-states.ts";
import { withinReach } from "./within-reach.ts";

/** What whoever executes a run has to know after it was moved on. */
export interface Advanced {
  /** Nothing is left to do. */
  readonly ended: boolean;
  /** Steps that are handed out and that nobody had claimed yet. */
  readonly handedOut: readonly Step[];
}

/**
 * Safe to call at any time, by any process, any number of times: all is decided under the lock of the run.
 * @returns `null` where there is no such run.
 */
export const advanceRun = (store: Store, runId: string): Promise<Advanced | null> => store.lockRun(runId, (locked) => advanceLocked(store, locked));

async function advanceLocked(store: Store, locked: LockedRun): Promise<Advanced> {
  const { run } = locked;
  if (isFinished(run.status) || run.status === "QUEUED") return { ended: isFinished(run.status), handedOut: [] };
  // Steps before cells: a step that ends in between is still seen as running, and never with the cell of before.
  const steps = await locked.steps();
  const settled = await settle(store, locked, steps);
  if (settled.settlements.length > 0) await locked.settle(settled.settlements);
  const ready = settled.startable.length > 0 ? await locked.makeReady(settled.startable) : [];
  const ended = settled.after.every((step) => hasEnded(step.outcome));
  if (ended) await locked.end(endStatus(run.status === "CANCELLING", settled.after), null);
  return { ended, handedOut: handedOut(steps, settled, new Set(ready)) };
}

const handedOut = (steps: readonly Step[], { after }: Settled, ready: ReadonlySet<number>): readonly Step[] =>
  steps.flatMap((step) => {
    if (ready.has(step.ordinal)) return [{ ...step, ready: true, attempts: step.attempts + 1 }];
    return step.ready && step.computedWith === null && after[step.ordinal]?.outcome === "WAITING" ? [step] : [];
  });

/** Reads the cells of few steps, and of more only where those settle: most steps end while all that is below them has to wait. */
async function settle(store: Store, locked: LockedRun, steps: readonly Step[]): Promise<Settled> {
  const graph = await activeGraph(store);
  const now = await store.now();
  const findReusable: LockedRun["findReusable"] = (cell, key) => locked.findReusable(cell, key);
  for (let depth = 1; ; depth *= 8) {
    const known = withinReach(steps, depth);
    const cells = await cellsOf(
      locked,
      graph,
      [...known].flatMap((ordinal) => steps[ordinal] ?? []),
    );
    const states = await withSnapshots(store, locked.run.id, graph, cells);
    const settled = await settleRun({ run: locked.run, steps, graph, states, now, findReusable });
    const decided = [...settled.startable, ...settled.settlements.map(({ ordinal }) => ordinal)];
    if (depth >= steps.length || decided.every((ordinal) => known.has(ordinal))) return settled;
  }
}

/** States of what steps compute and read. */
function cellsOf(locked: LockedRun, graph: AssetGraph, steps: readonly Step[]): Promise<CellStates> {
  const assets = new Set(steps.flatMap((step) => [step.asset, ...graph.upstream(step.asset).map((edge) => edge.from)]));
  return assets.size === 0 ? Promise.resolve(new Map()) : locked.cells([...assets]);
}

function endStatus(cancelling: boolean, steps: readonly StepAfter[]): "SUCCEEDED" | "FAILED" | "CANCELLED" {
  if (cancelling || steps.some((step) => step.outcome === "CANCELLED")) return "CANCELLED";
  return steps.some(isFailure) ? "FAILED" : "SUCCEEDED";
}

/** A step that was left out from the start is no failure of the run; one that a failed check stopped is. */
const isFailure = ({ action, outcome, failedChecks }: StepAfter): boolean =>
  outcome === "FAILED" || outcome === "SKIPPED" || failedChecks.length > 0 || (outcome === "BLOCKED" && action !== "BLOCKED");
