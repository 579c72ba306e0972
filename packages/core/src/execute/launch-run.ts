/** Asks for a run: checks the request against recorded state, then records the run. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import type { Run, RunConfig } from "../model/run.ts";
import { planRun } from "../plan/plan-run.ts";
import { refuseBlocked } from "../plan/refuse-blocked.ts";
import type { NewRun, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { planQueuedRun } from "./plan-queued-run.ts";

/**
 * Creates a run. The plan that is returned is provisional: the binding one follows the observation of the sources.
 * @throws HeadwaterError `NO_DEFINITIONS`, `SELECTION_INVALID`, `SELECTION_EMPTY`, `ASSET_UNKNOWN`, `CONFIG_UNKNOWN_ASSET`, `PLAN_BLOCKED`; then nothing was recorded.
 */
export async function launchRun(store: Store, request: NewRun): Promise<{ readonly run: Run; readonly plan: Plan }> {
  const graph = await activeGraph(store);
  requireConfigurable(graph, request.config ?? {});
  const plan = planRun(graph, await store.cells(), request, await store.now());
  if (request.skipBlocked !== true) refuseBlocked(plan);
  const run = await store.createRun(request);
  await planQueuedRun(store, run.id);
  return { run: (await store.run(run.id)) ?? run, plan };
}

/** @throws HeadwaterError `CONFIG_UNKNOWN_ASSET` where a run's config names what is no asset with a config. */
export function requireConfigurable(graph: AssetGraph, config: RunConfig): void {
  const known = [...graph.nodes.values()].filter((node) => node.configSchema !== null).map((node) => node.key);
  const unknown = Object.keys(config).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new HeadwaterError("CONFIG_UNKNOWN_ASSET", { key: unknown, known });
}
