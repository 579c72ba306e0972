/** Makes the binding plan of a queued run, once its sources were observed. */
import { type AssetGraph, reachable } from "../graph/asset-graph.ts";
import { selectAssets } from "../graph/select-assets.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { Plan } from "../model/plan.ts";
import { planRun } from "../plan/plan-run.ts";
import { refuseBlocked } from "../plan/refuse-blocked.ts";
import { statusOf } from "../stale/status-of.ts";
import type { LockedRun, NewStep, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { advanceRun } from "./advance-run.ts";
import { changedCode } from "./changed-code.ts";

/**
 * Plans a run that waits for it, and starts it. Asks for the observation of its sources first where that was not done.
 * Safe to call at any time by any process.
 * @returns The binding plan; `null` while the observation is awaited, or where the run was planned or ended already.
 */
export async function planQueuedRun(store: Store, runId: string): Promise<Plan | null> {
  const plan = await store.lockRun(runId, (locked) => planLocked(store, locked));
  if (plan === null) return null;
  faultPoint("after-plan");
  await advanceRun(store, runId);
  return plan;
}

async function planLocked(store: Store, locked: LockedRun): Promise<Plan | null> {
  const { run } = locked;
  if (run.status !== "QUEUED") return null;
  try {
    const graph = await activeGraph(store);
    if (run.observe && !(await wasObserved(store, locked, graph))) return null;
    const states = await locked.cells(graph.order);
    const plan = planRun(graph, states, run, await store.now(), await changedCode(store, graph.nodes, states));
    if (run.confirmedPlan !== null && run.confirmedPlan !== plan.id) throw new HeadwaterError("PLAN_CHANGED", { now: plan.steps.map((step) => step.asset) });
    if (!run.skipBlocked) refuseBlocked(plan);
    await locked.plan(graph.version, stepsToRun(plan));
    return plan;
  } catch (error) {
    // What is wrong around us may pass; what is wrong with the request does not.
    if (!HeadwaterError.is(error) || error.kind === "system") throw error;
    await locked.end("CANCELLED", { code: error.code, message: error.message, fix: error.fix });
    return null;
  }
}

/** The steps of the run: without what is held, so that positions move up. Nothing waits for a held step. */
function stepsToRun(plan: Plan): readonly NewStep[] {
  const kept = plan.steps.map((step, position) => ({ step, position })).filter(({ step }) => step.action !== "HELD");
  const ordinals = new Map(kept.map(({ position }, ordinal) => [position, ordinal]));
  return kept.map(({ step }) => ({
    ...step,
    needs: step.needs.flatMap((need) => ordinals.get(need) ?? []),
    computedWith: step.computedWith === null ? null : (ordinals.get(step.computedWith) ?? null),
  }));
}

/** Whether the sources upstream were looked at for this run. Asks for it the first time. */
async function wasObserved(store: Store, locked: LockedRun, graph: AssetGraph): Promise<boolean> {
  const request = await locked.observationRequest();
  if (request !== null) return request.results !== null;
  const sources = sourcesOf(graph, selectAssets(graph, locked.run.select, statusOf(graph, await locked.cells(graph.order), await store.now())));
  if (sources.length === 0) return true;
  await store.requestObservations(sources, locked.run.id);
  return false;
}

/** The sources among some assets and all that they depend on. */
export function sourcesOf(graph: AssetGraph, selected: readonly string[]): readonly string[] {
  const all = new Set([...selected, ...reachable(graph, selected, "upstream")]);
  return graph.order.filter((key) => all.has(key) && graph.nodes.get(key)?.kind === "source");
}
