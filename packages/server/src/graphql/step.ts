/** The type `Step`: one cell inside a run. */
import type { Step } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { LogLineConnection } from "./connections.ts";
import { ActionEnum, OutcomeEnum } from "./enums.ts";
import { logArguments, logPage } from "./log-page.ts";
import { AssetRef, MaterializationRef, RunRef, StepErrorRef, StepRef } from "./object-refs.ts";

builder.objectType(StepRef, {
  description: "One cell inside a run.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Opaque." }),
    run: t.field({
      type: RunRef,
      description: "The run that it belongs to.",
      resolve: ({ runId }, _, { loaders }) => existing(loaders.run.load(runId), `run ${runId}`),
    }),
    ordinal: t.exposeInt("ordinal", { description: "Its place in the topological order of the run, from 0." }),
    asset: t.field({ type: AssetRef, description: "What it computes.", resolve: ({ asset }) => ({ key: asset }) }),
    partition: t.exposeString("partition", { nullable: true, description: "Its partition; null for an unpartitioned asset." }),
    action: t.expose("action", { type: ActionEnum, description: "What the plan meant to do." }),
    wave: t.exposeInt("wave", { description: "Steps of one wave depend on earlier waves only; from 0." }),
    outcome: t.expose("outcome", { type: OutcomeEnum, description: "How it stands, or how it ended." }),
    reason: t.exposeString("reason", { description: "Why it was planned; after its end, why it ended so." }),
    attempts: t.exposeInt("attempts", { description: "How often it was tried." }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "When a worker began; null before, and where nothing had to run." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "When it ended; null before." }),
    waitingFor: t.string({ nullable: true, description: "What it waits for; null where it does not wait.", resolve: waitingFor }),
    progress: t.exposeFloat("progress", { nullable: true, description: "How far it is, from 0 to 1; null where its function does not say." }),
    worker: t.exposeString("worker", { nullable: true, description: "Id of the worker that runs or ran it; null where nothing ran." }),
    computedWith: t.field({
      type: StepRef,
      nullable: true,
      description: "The step that runs the function (and has the logs) where this asset is a further output of it; null otherwise.",
      resolve: ({ runId, computedWith }, _, { loaders }) => (computedWith === null ? null : loaders.step.load(`${runId}.${computedWith}`)),
    }),
    failedChecks: t.exposeStringList("failedChecks", {
      description: "Names of the `error` checks that its materialization fails: with one of them the run fails, though the step did its work.",
    }),
    error: t.expose("error", { type: StepErrorRef, nullable: true, description: "Why it failed; null where it did not." }),
    logs: t.field({
      type: LogLineConnection,
      description: "What it logged and printed, in order, of all its attempts.",
      args: logArguments,
      resolve: ({ id, runId }, args, { store }) => logPage(store, { runId, stepId: id }, args),
    }),
    materialization: t.field({
      type: MaterializationRef,
      nullable: true,
      description: "What it recorded; null where it recorded nothing.",
      resolve: ({ materialization }, _, { loaders }) => (materialization === null ? null : loaders.materialization.load(materialization)),
    }),
  }),
});

/** In words; a step in nobody's hands waits for a worker if it is handed out, else for steps before it. */
function waitingFor(step: Step): string | null {
  if (step.outcome !== "WAITING") return null;
  return step.waitingFor ?? (step.ready ? "a worker" : "steps before it");
}

async function existing<T>(record: Promise<T | null>, name: string): Promise<T> {
  const found = await record;
  if (found === null) throw new Error(`${name} is referred to, but not in the store`);
  return found;
}
