/** Asks for a run: checks the request against recorded state, then records the run. */
import { unknownKeysByJson } from "../define/unknown-keys.ts";
import type { AssetGraph } from "../graph/asset-graph.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import type { Run, RunConfig } from "../model/run.ts";
import { planRun } from "../plan/plan-run.ts";
import { refuseBlocked } from "../plan/refuse-blocked.ts";
import type { NewRun, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { changedCode } from "./changed-code.ts";
import { planQueuedRun } from "./plan-queued-run.ts";

/**
 * Creates a run. The plan that is returned is provisional: the binding one follows the observation of the sources.
 * @throws HeadwaterError `NO_DEFINITIONS`, `SELECTION_INVALID`, `SELECTION_EMPTY`, `ASSET_UNKNOWN`, `CONFIG_UNKNOWN_ASSET`, `CONFIG_INVALID`, `PLAN_BLOCKED`; then nothing was recorded.
 */
export async function launchRun(store: Store, request: NewRun): Promise<{ readonly run: Run; readonly plan: Plan }> {
  const graph = await activeGraph(store);
  requireConfigurable(graph, request.config ?? {});
  const states = await store.cells();
  const plan = planRun(graph, states, request, await store.now(), await changedCode(store, graph.nodes, states));
  if (request.skipBlocked !== true) refuseBlocked(plan, request.observe !== false);
  const run = await store.createRun(request);
  await planQueuedRun(store, run.id);
  return { run: (await store.run(run.id)) ?? run, plan };
}

/**
 * Refuses what a run's config names and does not exist, as far as that can be known here: values are held against their schemas by who runs the steps.
 * @throws HeadwaterError `CONFIG_UNKNOWN_ASSET` for what is no asset with a config, `CONFIG_INVALID` for a key that its schema does not know.
 */
export function requireConfigurable(graph: AssetGraph, config: RunConfig): void {
  const configurable = [...graph.nodes.values()].filter((node) => node.configSchema !== null);
  const schemas = new Map(configurable.map((node) => [node.unit ?? node.key, node.configSchema]));
  for (const [key, given] of Object.entries(config)) {
    const schema = schemas.get(key);
    if (schema === undefined) throw new HeadwaterError("CONFIG_UNKNOWN_ASSET", { key, known: [...schemas.keys()] });
    const problems = unknownKeysByJson(schema, given);
    if (problems.length > 0) throw new HeadwaterError("CONFIG_INVALID", { key, problem: problems.join("; ") });
  }
}
