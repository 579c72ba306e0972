/** The mutation `observe`: asks a worker to look at sources, and waits for what it finds. */
import type { ObservationRequest, RecordedObservationSummary } from "@headwater/core/engine";
import { HeadwaterError, sourcesOf } from "@headwater/core/engine";
import { awaitChange } from "./await-change.ts";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { ObservationRef } from "./object-refs.ts";
import type { ObservationView } from "./observation-view.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";
import { requireWorker } from "./require-worker.ts";
import type { World } from "./world.ts";
import { selectedKeys } from "./world.ts";

const patienceMs = 30_000;

interface ObservePayload {
  readonly observations?: readonly ObservationView[];
  readonly problems: readonly RequestProblem[];
}

const ObservePayloadRef = builder.objectRef<ObservePayload>("ObservePayload").implement({
  description: "What was found, or why nobody looked.",
  fields: (t) => ({
    observations: t.field({
      type: [ObservationRef],
      nullable: true,
      description: "One for each source in or upstream of the selection; a look that failed has an `error`. Null where nobody looked.",
      resolve: ({ observations }) => observations ?? null,
    }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nobody looked; empty otherwise." }),
  }),
});

builder.mutationField("observe", (t) =>
  t.field({
    type: ObservePayloadRef,
    description: "Looks at the sources in and upstream of a selection now. Waits for the worker's answer, up to half a minute.",
    args: { select: t.arg.string({ required: true, description: "A selection, such as `*` or `raw/*`." }) },
    resolve: (_, { select }, context) => orProblem<ObservePayload>(() => observe(select, context)),
  }),
);

async function observe(select: string, context: GraphqlContext): Promise<ObservePayload> {
  const { store, dispatcher } = context;
  const known = await context.world();
  const sources = sourcesOf(known.graph, selectedKeys(known, select));
  if (sources.length === 0) throw new HeadwaterError("NO_SOURCE_SELECTED", { selection: select });
  await requireWorker(context, "look at the sources");
  const request = await store.requestObservations(sources, null);
  await dispatcher.flush(store);
  const results = await answerTo(request, context);
  if (results === null) throw new HeadwaterError("OBSERVATION_TIMEOUT", { sources, seconds: patienceMs / 1000 });
  context.forget();
  const world = await context.world();
  return { observations: results.flatMap((result) => observationOf(world, result)), problems: [] };
}

const answerTo = (request: ObservationRequest, { store, events }: GraphqlContext): Promise<readonly RecordedObservationSummary[] | null> =>
  awaitChange(events, patienceMs, async () => (await store.observationRequest(request.id))?.results ?? null);

/** The record behind an answer. A newer look may have replaced it meanwhile; then that one is shown. */
function observationOf(world: World, result: RecordedObservationSummary): readonly ObservationView[] {
  const cell = world.cells.get(result.asset);
  const observation = (result.error === null ? cell?.observation : cell?.failedObservation) ?? cell?.observation;
  return observation ? [{ observation, changed: result.changed }] : [];
}
