/** The mutation `retryRun`. */
import type { Run } from "@headwater/core/engine";
import { retryRun } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { RetryFromEnum } from "./enums.ts";
import { RunRef } from "./object-refs.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";
import { requireWorker } from "./require-worker.ts";

interface RetryRunPayload {
  readonly run?: Run;
  readonly problems: readonly RequestProblem[];
}

const RetryRunPayloadRef = builder.objectRef<RetryRunPayload>("RetryRunPayload").implement({
  description: "The new run, or why there is none.",
  fields: (t) => ({
    run: t.field({ type: RunRef, nullable: true, description: "The new run; null where none was started.", resolve: ({ run }) => run ?? null }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why none was started; empty where one was." }),
  }),
});

builder.mutationField("retryRun", (t) =>
  t.field({
    type: RetryRunPayloadRef,
    description: "Starts a new run of what a run that has ended was to do, planned anew on the code as it is now.",
    args: {
      id: t.arg.id({ required: true, description: "Id of the run that has ended." }),
      from: t.arg({ type: RetryFromEnum, defaultValue: "FAILURE", description: "What of it." }),
    },
    resolve: (_, { id, from }, context) =>
      orProblem<RetryRunPayload>(async () => {
        await requireWorker(context, "run the steps");
        const { run } = await retryRun(context.store, id, { from: from ?? "FAILURE", launchedBy: "graphql" });
        await context.dispatcher.flush(context.store);
        context.forget();
        return { run, problems: [] };
      }),
  }),
);
