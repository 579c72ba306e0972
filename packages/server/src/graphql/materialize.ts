/** The mutation `materialize`: launches a run; with a confirmed plan it waits until that plan is known to hold. */
import type { Plan, Run } from "@headwater/core/engine";
import { launchRun } from "@headwater/core/engine";
import { awaitBindingPlan } from "./binding-plan.ts";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { ModeEnum } from "./enums.ts";
import { PlanRef, RunRef } from "./object-refs.ts";
import { PartitionsInputRef, refusePartitions } from "./partitions-input.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";
import { requireWorker } from "./require-worker.ts";
import { parseRunConfig } from "./run-config.ts";
import { selectedKeys } from "./world.ts";

const MaterializeInputRef = builder.inputType("MaterializeInput", {
  description: "What to materialize, and how.",
  fields: (t) => ({
    select: t.string({ required: true, description: "A selection, such as `*` or `weather/*`." }),
    mode: t.field({ type: ModeEnum, defaultValue: "STALE", description: "What is computed of the selection." }),
    partitions: t.field({ type: PartitionsInputRef, description: "Which partitions of the selected assets." }),
    config: t.field({ type: "JSON", description: 'Config for this run, by asset key: `{ "weather/hot_days": { "threshold": 33 } }`.' }),
    upstream: t.boolean({ defaultValue: false, description: "Also compute what is stale upstream of the selection." }),
    observe: t.boolean({ defaultValue: true, description: "Look at the sources upstream of the selection first." }),
    skipBlocked: t.boolean({ defaultValue: false, description: "Leave blocked steps out instead of refusing the run." }),
    planId: t.id({ description: "A plan that was shown and confirmed: if the plan turns out different once the sources are observed, nothing is started." }),
    note: t.string({ description: "A word on why, kept with the run." }),
  }),
});

type MaterializeInput = typeof MaterializeInputRef.$inferInput;

interface MaterializePayload {
  readonly run?: Run;
  readonly plan?: Plan;
  readonly problems: readonly RequestProblem[];
}

const MaterializePayloadRef = builder.objectRef<MaterializePayload>("MaterializePayload").implement({
  description: "The run that was launched, or why none was.",
  fields: (t) => ({
    run: t.field({ type: RunRef, nullable: true, description: "The run; null where none was started.", resolve: ({ run }) => run ?? null }),
    plan: t.field({
      type: PlanRef,
      nullable: true,
      description: "Without `planId` the provisional plan on what was recorded at launch. With it the binding plan; on PLAN_CHANGED the new one.",
      resolve: ({ plan }) => plan ?? null,
    }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nothing was started; empty where a run was." }),
  }),
});

builder.mutationField("materialize", (t) =>
  t.field({
    type: MaterializePayloadRef,
    description:
      "Brings a selection up to date: observes the sources upstream, plans, and runs what is needed. Returns at once; with `planId` once the plan is known to hold (up to a minute).",
    args: { input: t.arg({ type: MaterializeInputRef, required: true, description: "What to materialize, and how." }) },
    resolve: (_, { input }, context) => orProblem<MaterializePayload>(() => materialize(input, context)),
  }),
);

async function materialize(input: MaterializeInput, context: GraphqlContext): Promise<MaterializePayload> {
  refusePartitions(input.partitions);
  const world = await context.world();
  selectedKeys(world, input.select);
  const config = parseRunConfig(input.config);
  await requireWorker(context, "run the steps");
  const launched = await launchRun(context.store, {
    select: input.select,
    mode: input.mode ?? "STALE",
    config,
    upstream: input.upstream ?? false,
    observe: input.observe ?? true,
    skipBlocked: input.skipBlocked ?? false,
    confirmedPlan: input.planId ?? null,
    launchedBy: "graphql",
    note: input.note ?? null,
  });
  await context.dispatcher.flush(context.store);
  context.forget();
  return input.planId ? awaitBindingPlan(context, launched, input) : { ...launched, problems: [] };
}
