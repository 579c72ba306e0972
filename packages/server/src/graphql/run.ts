/** The type `Run` and its queries. */
import type { StepCounts } from "@headwater/core/engine";
import { z } from "zod";
import { builder } from "./builder.ts";
import { maximumList, maximumPage, ordinalPosition, pageOf } from "./connection.ts";
import { RunConnection, StepConnection } from "./connections.ts";
import { ModeEnum, OutcomeEnum, RunStatusEnum } from "./enums.ts";
import { RunRef } from "./object-refs.ts";

const StepCountsRef = builder.objectRef<StepCounts>("StepCounts").implement({
  description: "Steps of a run by outcome.",
  fields: (t) => ({
    waiting: t.exposeInt("WAITING", { description: "Steps that have not started." }),
    running: t.exposeInt("RUNNING", { description: "Steps that a worker runs." }),
    succeeded: t.exposeInt("SUCCEEDED", { description: "Steps that ran and stored their output." }),
    unchanged: t.exposeInt("UNCHANGED", { description: "Steps that had nothing to do." }),
    reused: t.exposeInt("REUSED", { description: "Steps that took over an earlier computation." }),
    failed: t.exposeInt("FAILED", { description: "Steps that failed." }),
    skipped: t.exposeInt("SKIPPED", { description: "Steps below a failed one." }),
    blocked: t.exposeInt("BLOCKED", { description: "Steps that read something that was never materialized." }),
    cancelled: t.exposeInt("CANCELLED", { description: "Steps that were stopped or never started." }),
  }),
});

const EndReasonRef = builder.objectRef<{ readonly code: string; readonly message: string }>("EndReason").implement({
  description: "Why a run ended, where its steps do not say it.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable name of the reason, such as `PLAN_CHANGED`." }),
    message: t.exposeString("message", { description: "The reason in words." }),
  }),
});

builder.objectType(RunRef, {
  description: "One execution of a plan: observe the sources, plan, run.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Opaque." }),
    status: t.expose("status", { type: RunStatusEnum, description: "How far it is." }),
    mode: t.expose("mode", { type: ModeEnum, description: "What is computed of the selection." }),
    select: t.exposeString("select", { description: "What was selected." }),
    launchedBy: t.exposeString("launchedBy", { description: "Through what it was launched." }),
    note: t.exposeString("note", { nullable: true, description: "What the launcher wrote; null if nothing." }),
    retryOf: t.field({
      type: RunRef,
      nullable: true,
      description: "The run that it repeats; null otherwise.",
      resolve: ({ retryOf }, _, { loaders }) => (retryOf === null ? null : loaders.run.load(retryOf)),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was launched." }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "When it was planned and began; null before." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "When it ended; null before." }),
    endedBecause: t.expose("endedBecause", { type: EndReasonRef, nullable: true, description: "Why it ended, where its steps do not say it; null otherwise." }),
    counts: t.field({ type: StepCountsRef, description: "Its steps by outcome.", resolve: ({ id }, _, { loaders }) => loaders.stepCounts.load(id) }),
    waitingFor: t.string({
      nullable: true,
      description: "What it waits for before it can be planned; null otherwise.",
      resolve: ({ status }) => (status === "QUEUED" ? "the observation of its sources" : null),
    }),
    steps: t.field({
      type: StepConnection,
      description: "Its steps in topological order; empty before it is planned.",
      args: {
        first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }),
        after: t.arg.string({ description: "A cursor." }),
        outcome: t.arg({ type: [OutcomeEnum], description: "Only steps with one of these outcomes." }),
      },
      resolve: async ({ id }, { outcome, ...args }, { loaders }) => {
        const steps = (await loaders.stepsOfRun.load(id)).filter((step) => !outcome || outcome.includes(step.outcome));
        return pageOf(args, {
          maximum: maximumList,
          position: ordinalPosition,
          read: (limit, after) => steps.filter(({ ordinal }) => after === null || ordinal > after.ordinal).slice(0, limit),
          positionOf: ({ ordinal }) => ({ ordinal }),
        });
      },
    }),
  }),
});

const runPosition = z.object({ run: z.uuid() });

builder.queryFields((t) => ({
  run: t.field({
    type: RunRef,
    nullable: true,
    description: "One run; null where there is none with this id.",
    args: { id: t.arg.id({ required: true, description: "Its id." }) },
    resolve: (_, { id }, { loaders }) => loaders.run.load(id),
  }),
  runs: t.field({
    type: RunConnection,
    description: "Runs, newest first.",
    args: {
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 100." }),
      after: t.arg.string({ description: "A cursor." }),
      status: t.arg({ type: [RunStatusEnum], description: "Only runs with one of these statuses." }),
      asset: t.arg.string({ description: "Only runs with a step of the asset with this key." }),
    },
    resolve: (_, { status, asset, ...args }, { store }) =>
      pageOf(args, {
        maximum: maximumPage,
        position: runPosition,
        read: (limit, after) => store.runs({ limit, ...(after && { before: after.run }), ...(status && { status }), ...(asset && { asset }) }),
        positionOf: ({ id }) => ({ run: id }),
      }),
  }),
}));
