/** The mutation `reportMaterialization`: what outside systems say of data that they made. */
import { randomUUID } from "node:crypto";
import { HeadwaterError, reportMaterialization } from "@headwater/core/engine";
import { z } from "zod";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { type MaterializationView, reportedMaterialization } from "./materialization-view.ts";
import { MaterializationRef, ObservationRef } from "./object-refs.ts";
import type { ObservationView } from "./observation-view.ts";
import { refusePartitions } from "./partitions-input.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";

const ReportMaterializationInputRef = builder.inputType("ReportMaterializationInput", {
  description: "What somebody outside made.",
  fields: (t) => ({
    asset: t.string({ required: true, description: "Key of the asset." }),
    partition: t.string({ description: "Its partition; leave it out for an unpartitioned asset." }),
    dataVersion: t.string({ description: "What the data is now: a hash, an etag, a snapshot id. When left out, it counts as changed." }),
    metadata: t.field({ type: "JSON", description: "What is to be noted, by name." }),
    idempotencyKey: t.string({ description: "The same key twice is one report: send it again when the answer was lost." }),
  }),
});

type Input = typeof ReportMaterializationInputRef.$inferInput;

interface Payload {
  readonly materialization?: MaterializationView;
  readonly observation?: ObservationView;
  readonly problems: readonly RequestProblem[];
}

const PayloadRef = builder.objectRef<Payload>("ReportMaterializationPayload").implement({
  description: "What was recorded, or why nothing was.",
  fields: (t) => ({
    materialization: t.field({
      type: MaterializationRef,
      nullable: true,
      description: "For a computed asset the report. It replaces nothing that is stored: the asset shows DRIFT until it is materialized or accepted.",
      resolve: ({ materialization }) => materialization ?? null,
    }),
    observation: t.field({
      type: ObservationRef,
      nullable: true,
      description: "For a source the observation that the report is.",
      resolve: ({ observation }) => observation ?? null,
    }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nothing was recorded; empty otherwise." }),
  }),
});

builder.mutationField("reportMaterialization", (t) =>
  t.field({
    type: PayloadRef,
    description: "Takes the word of an outside system on an asset that it made or changed.",
    args: { input: t.arg({ type: ReportMaterializationInputRef, required: true, description: "What was made." }) },
    resolve: (_, { input }, context) => orProblem<Payload>(() => report(input, context)),
  }),
);

const Metadata = z.record(z.string(), z.json());

async function report({ asset, partition, dataVersion, metadata, idempotencyKey }: Input, context: GraphqlContext): Promise<Payload> {
  refusePartitions(partition ? { keys: [partition] } : null);
  const noted = Metadata.safeParse(metadata ?? {});
  if (!noted.success) throw new HeadwaterError("METADATA_INVALID", { found: JSON.stringify(metadata) });
  const recorded = await reportMaterialization(context.store, {
    asset,
    dataVersion: dataVersion ?? randomUUID(),
    metadata: noted.data,
    ...(idempotencyKey && { idempotencyKey }),
  });
  context.forget();
  if (!("report" in recorded)) return { observation: recorded, problems: [] };
  const { graph } = await context.world();
  return { materialization: reportedMaterialization(recorded.report, graph.nodes.get(asset)?.codeVersion ?? ""), problems: [] };
}
