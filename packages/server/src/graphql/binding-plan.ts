/** Waits until a launched run has its binding plan, and says whether that is the one that was confirmed. */
import type { EndReason, Plan, Run } from "@headwater/core/engine";
import { planDifference, planQueuedRun } from "@headwater/core/engine";
import { awaitChange } from "./await-change.ts";
import type { GraphqlContext } from "./context.ts";
import type { PlanRequest } from "./plan.ts";
import { planNow } from "./plan.ts";
import type { RequestProblem } from "./problem.ts";

const patienceMs = 60_000;

interface Launched {
  readonly run: Run;
  readonly plan: Plan;
}

interface Bound {
  readonly run?: Run;
  readonly plan?: Plan;
  readonly problems: readonly RequestProblem[];
}

/**
 * The run with the plan that binds it; or, where that is not the confirmed one, the new plan and `PLAN_CHANGED`.
 * When no worker answers in time, the run stays queued and comes back with its provisional plan.
 */
export async function awaitBindingPlan(context: GraphqlContext, launched: Launched, request: PlanRequest): Promise<Bound> {
  const { store, events, dispatcher } = context;
  let binding: Plan | null = null;
  const run = await awaitChange(events, patienceMs, async () => {
    binding ??= await planQueuedRun(store, launched.run.id);
    const current = await store.run(launched.run.id);
    return current === null || current.status === "QUEUED" ? null : current;
  });
  await dispatcher.flush(store);
  context.forget();
  if (run === null) return { ...launched, problems: [] };
  // another process may have planned the run: its plan is the confirmed one, so the provisional one if that has its id
  if (run.endedBecause === null) return { run, plan: binding ?? launched.plan, problems: [] };
  const plan = planNow(await context.world(), request);
  return { plan, problems: [problemOfEnd(run.endedBecause, launched.plan, plan)] };
}

function problemOfEnd({ code, message, fix }: EndReason, before: Plan, after: Plan): RequestProblem {
  const difference = code === "PLAN_CHANGED" ? planDifference(before, after) : [];
  return { code, message: [message, ...difference.map((sentence) => `${sentence}.`)].join(" "), fix: fix ?? "", cells: [] };
}
