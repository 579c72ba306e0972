/** The mutation `cancelRun`. */
import type { Run } from "@headwater/core/engine";
import { cancelRun } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { RunRef } from "./object-refs.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";

interface CancelRunPayload {
  readonly run?: Run;
  readonly problems: readonly RequestProblem[];
}

const CancelRunPayloadRef = builder.objectRef<CancelRunPayload>("CancelRunPayload").implement({
  description: "The run that is being cancelled, or why it is not.",
  fields: (t) => ({
    run: t.field({ type: RunRef, nullable: true, description: "The run; null where nothing was done.", resolve: ({ run }) => run ?? null }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nothing was done; empty otherwise." }),
  }),
});

builder.mutationField("cancelRun", (t) =>
  t.field({
    type: CancelRunPayloadRef,
    description: "Stops a run: what has not started never will, what runs is told to stop. What has been stored stays.",
    args: { id: t.arg.id({ required: true, description: "Id of the run." }) },
    resolve: (_, { id }, context) => orProblem<CancelRunPayload>(() => cancel(id, context)),
  }),
);

async function cancel(id: string, { store, forget }: GraphqlContext): Promise<CancelRunPayload> {
  const run = await cancelRun(store, id);
  forget();
  return { run, problems: [] };
}
