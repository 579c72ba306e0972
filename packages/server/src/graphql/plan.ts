/** The type `Plan` and its query: what a run would do, and why. */
import type { Plan, PlannedStep } from "@headwater/core/engine";
import { planCounts, planRun, requireConfigurable } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { ActionEnum, ModeEnum } from "./enums.ts";
import { CauseRef, NotNeededRef, PlannedStepRef, PlanRef } from "./object-refs.ts";
import { PartitionRangeRef, rangesOf } from "./partition-range.ts";
import { PartitionsInputRef, refusePartitions } from "./partitions-input.ts";
import { parseRunConfig } from "./run-config.ts";
import type { World } from "./world.ts";
import { requireDefinitions } from "./world.ts";

const PlanCountsRef = builder.objectRef<ReturnType<typeof planCounts>>("PlanCounts").implement({
  description: "Cells of a plan by what is to be done with them.",
  fields: (t) => ({
    run: t.exposeInt("run", { description: "Cells whose function runs." }),
    conditional: t.exposeInt("conditional", { description: "Cells that run if their inputs turn out changed." }),
    held: t.exposeInt("held", { description: "Cells that would have to run, but are only run when they are named." }),
    blocked: t.exposeInt("blocked", { description: "Cells that cannot run." }),
    notNeeded: t.exposeInt("notNeeded", { description: "Selected cells with nothing to do." }),
  }),
});

builder.objectType(PlanRef, {
  description: "What a run would do, in which order, with the reason for every step and every skip.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Hash of the content: equal plans have one id. Pass it as `planId` to run exactly this one." }),
    mode: t.expose("mode", { type: ModeEnum, description: "What is computed of the selection." }),
    select: t.exposeString("select", { description: "The selection that was planned." }),
    steps: t.expose("steps", { type: [PlannedStepRef], description: "In topological order." }),
    notNeeded: t.expose("notNeeded", { type: [NotNeededRef], description: "What was selected and needs nothing, with the reason." }),
    counts: t.field({ type: PlanCountsRef, description: "Cells by what is to be done with them.", resolve: (plan) => planCounts(plan) }),
  }),
});

const FailedCheckRef = builder.objectRef<PlannedStep["failedChecks"][number]>("FailedCheck").implement({
  description: "A check that an asset's current materialization fails.",
  fields: (t) => ({
    asset: t.exposeString("asset", { description: "Key of the asset." }),
    check: t.exposeString("check", { description: "Name of the check." }),
  }),
});

builder.objectType(PlannedStepRef, {
  description: "A cell that the plan means to do something with.",
  fields: (t) => ({
    asset: t.exposeString("asset", { description: "Key of the asset." }),
    partitions: t.field({
      type: [PartitionRangeRef],
      description: "Its partitions; empty for an unpartitioned asset.",
      resolve: ({ partition }) => rangesOf(partition === null ? [] : [partition]),
    }),
    wave: t.exposeInt("wave", { description: "Steps of one wave depend on earlier waves only; from 0." }),
    action: t.expose("action", { type: ActionEnum, description: "What is to be done." }),
    reason: t.exposeString("reason", { description: "Why, in words." }),
    causes: t.expose("causes", { type: [CauseRef], description: "What differs from the stored value." }),
    rootCauses: t.expose("rootCauses", { type: [CauseRef], description: "Where the chain that leads here begins." }),
    expectedMs: t.float({
      nullable: true,
      description: "How long it is likely to take, in milliseconds: the median of the last computations. Null where that is not known.",
      resolve: ({ asset }, _, { loaders }) => loaders.expectedMs.load(asset),
    }),
    failedChecks: t.expose("failedChecks", {
      type: [FailedCheckRef],
      description: "Blocking checks that fail on what a BLOCKED step would have to read.",
    }),
    missing: t.exposeStringList("missing", { description: "Cells that a BLOCKED step would have to read and that were never materialized." }),
  }),
});

builder.objectType(NotNeededRef, {
  description: "Selected cells of one asset that need nothing.",
  fields: (t) => ({
    asset: t.exposeString("asset", { description: "Key of the asset." }),
    partitions: t.field({
      type: [PartitionRangeRef],
      description: "Its partitions; empty for an unpartitioned asset.",
      resolve: ({ partitions }) => rangesOf(partitions),
    }),
    reason: t.exposeString("reason", { description: "Why nothing is needed, in words." }),
  }),
});

export interface PlanRequest {
  readonly select: string;
  readonly mode?: Plan["mode"] | null | undefined;
  readonly upstream?: boolean | null | undefined;
  readonly config?: unknown;
}

/** The plan on what is recorded now. */
export function planNow(world: World, { select, mode, upstream, config }: PlanRequest): Plan {
  requireDefinitions(world);
  const given = parseRunConfig(config);
  requireConfigurable(world.graph, given);
  return planRun(world.graph, world.cells, { select, mode: mode ?? "STALE", upstream: upstream ?? false, config: given }, world.now, world.manifests);
}

builder.queryField("plan", (t) =>
  t.field({
    type: PlanRef,
    description: "What materializing a selection would do, on what is recorded now. Nothing is observed and nothing is started.",
    args: {
      select: t.arg.string({ required: true, description: "A selection, such as `*` or `weather/*`." }),
      mode: t.arg({ type: ModeEnum, defaultValue: "STALE", description: "What is computed of the selection." }),
      partitions: t.arg({ type: PartitionsInputRef, description: "Which partitions of the selected assets." }),
      config: t.arg({ type: "JSON", description: "Config of the run, by asset key; part of the plan's identity." }),
      upstream: t.arg.boolean({ defaultValue: false, description: "Also plan what is stale upstream of the selection." }),
    },
    resolve: async (_, { partitions, ...request }, context) => {
      refusePartitions(partitions);
      return planNow(await context.world(), request);
    },
  }),
);
