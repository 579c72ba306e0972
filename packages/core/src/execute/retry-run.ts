/** Does again what a run did not get done, or all of it: a new run, planned anew on the current code. */
import { keysSelection } from "../graph/selection.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import { isFinished, type Outcome, type Run } from "../model/run.ts";
import type { NewRun, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";
import { launchRun } from "./launch-run.ts";

export interface RetryOptions {
  /** `FAILURE`: only what did not succeed; `START`: the whole selection of the run. */
  readonly from: "FAILURE" | "START";
  readonly launchedBy: string;
  readonly note?: string | null;
}

/**
 * Launches a run like an earlier one, of which it remembers that it is a retry. What succeeded before is planned again only from
 * the start; what was left is planned by its status now, so that whatever was mended meanwhile is not computed twice.
 * @throws HeadwaterError `RUN_UNKNOWN`, `RUN_NOT_ENDED`, `NOTHING_TO_RETRY`, and what {@link launchRun} throws; then nothing was recorded.
 */
export async function retryRun(store: Store, runId: string, options: RetryOptions): Promise<{ readonly run: Run; readonly plan: Plan }> {
  const run = await store.run(runId);
  if (run === null) throw new HeadwaterError("RUN_UNKNOWN", { id: runId });
  if (!isFinished(run.status)) throw new HeadwaterError("RUN_NOT_ENDED", { id: runId, status: run.status });
  const { mode, config, upstream, observe, skipBlocked } = run;
  const again: NewRun = { ...{ mode, config, upstream, observe, skipBlocked }, select: run.select, launchedBy: options.launchedBy };
  const left = options.from === "START" ? {} : await whatIsLeft(store, run);
  return launchRun(store, { ...again, ...left, note: options.note ?? null, retryOf: run.id });
}

const done: ReadonlySet<Outcome> = new Set<Outcome>(["SUCCEEDED", "UNCHANGED", "REUSED"]);

/** The assets that the run did not bring up to date and that are still defined, with the config that it was given for them; all that it was asked for, where it ended before it had steps. */
async function whatIsLeft(store: Store, run: Run): Promise<Partial<Pick<NewRun, "select" | "config">>> {
  const steps = await store.steps(run.id);
  if (steps.length === 0 && run.status !== "SUCCEEDED") return {};
  const { nodes } = await activeGraph(store);
  const left = steps.filter((step) => !done.has(step.outcome)).map((step) => step.asset);
  const defined = left.flatMap((key) => nodes.get(key) ?? []);
  if (defined.length === 0) {
    const checks = steps.flatMap(({ asset, failedChecks }) => failedChecks.map((name) => `${asset}: ${name}`));
    throw new HeadwaterError("NOTHING_TO_RETRY", { id: run.id, status: run.status, gone: left, checks });
  }
  const configured = new Set(defined.map((node) => node.unit ?? node.key));
  return {
    select: keysSelection(defined.map((node) => node.key)),
    config: Object.fromEntries(Object.entries(run.config).filter(([key]) => configured.has(key))),
  };
}
