/** The type `Run` and its queries. */
import { type EndReason, isFinished, type Run, type StepCounts } from "@headwater/core/engine";
import { z } from "zod";
import { builder } from "./builder.ts";
import { maximumList, maximumPage, ordinalPosition, pageOf } from "./connection.ts";
import { LogLineConnection, RunConnection, StepConnection } from "./connections.ts";
import type { GraphqlContext } from "./context.ts";
import { ModeEnum, OutcomeEnum, RunStatusEnum } from "./enums.ts";
import { FailureGroupRef, groupFailures } from "./failure-group.ts";
import { logArguments, logPage } from "./log-page.ts";
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

const EndReasonRef = builder.objectRef<EndReason>("EndReason").implement({
  description: "Why a run ended, where its steps do not say it.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable name of the reason, such as `PLAN_CHANGED`." }),
    message: t.exposeString("message", { description: "The reason in words." }),
    fix: t.exposeString("fix", { nullable: true, description: "What to do next; null where nobody noted it." }),
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
      description: "What it waits for as a whole: the observation of its sources, or a worker where none is running. Null otherwise; see its steps.",
      resolve: waitingFor,
    }),
    failures: t.field({
      type: [FailureGroupRef],
      description: "Steps that failed, or whose materialization fails a check, those that failed alike together; the largest group first.",
      resolve: async ({ id }, _, { loaders }) => groupFailures(await loaders.failedSteps.load(id)),
    }),
    steps: t.field({
      type: StepConnection,
      description: "Its steps in topological order; empty before it is planned.",
      args: {
        first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }),
        after: t.arg.string({ description: "A cursor." }),
        outcome: t.arg({ type: [OutcomeEnum], description: "Only steps with one of these outcomes." }),
      },
      resolve: ({ id }, { outcome, ...args }, { store }) =>
        pageOf(args, {
          maximum: maximumList,
          position: ordinalPosition,
          read: (limit, after) => store.steps(id, { limit, ...(after && { after: after.ordinal }), ...(outcome && { outcome }) }),
          positionOf: ({ ordinal }) => ({ ordinal }),
        }),
    }),
  }),
});

async function waitingFor({ status }: Run, _: unknown, { isServed }: GraphqlContext): Promise<string | null> {
  if (isFinished(status)) return null;
  if (!(await isServed())) return status === "QUEUED" ? "a worker that observes its sources: none is running" : "a worker: none is running";
  return status === "QUEUED" ? "the observation of its sources" : null;
}

builder.objectField(RunRef, "logs", (t) =>
  t.field({
    type: LogLineConnection,
    description: "What its steps logged and printed, in the order in which it arrived.",
    args: logArguments,
    resolve: ({ id }, args, { store }) => logPage(store, { runId: id }, args),
  }),
);

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
