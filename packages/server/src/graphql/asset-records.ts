/** The type `Asset`: what is recorded of it. */
import { previewStored } from "@headwater/core/engine";
import { z } from "zod";
import { builder } from "./builder.ts";
import { CheckRef, type CheckView } from "./check.ts";
import { maximumPage, pageOf, seqPosition } from "./connection.ts";
import { EventConnection, MaterializationConnection, ObservationConnection, StepConnection } from "./connections.ts";
import { OutcomeEnum } from "./enums.ts";
import { AssetRef, MaterializationRef, ObservationRef, StepRef } from "./object-refs.ts";
import { recordedObservation } from "./observation-view.ts";
import { isPartition, partitionArgument } from "./partition-argument.ts";
import { previewLimit } from "./preview-limit.ts";
import type { AssetView, World } from "./world.ts";
import { cellOf, currentOf } from "./world.ts";

/** Of a list that grows with time, read by pages. */
const historyArguments = builder.args((t) => ({
  first: t.int({ description: "At most so many: 20 unless given, up to 100." }),
  after: t.string({ description: "A cursor." }),
  partition: t.string({ description: partitionArgument }),
}));

const stepPosition = z.object({ step: z.string().regex(/\.\d{1,9}$/) });

builder.objectFields(AssetRef, (t) => ({
  latest: t.field({
    type: MaterializationRef,
    nullable: true,
    description: "The current materialization; null for a source and where there is none.",
    args: { partition: t.arg.string({ description: partitionArgument }) },
    resolve: async (asset, { partition }, { world }) => (isPartition(partition) ? null : currentOf(cellOf(await world(), asset))),
  }),
  lastAttempt: t.field({
    type: StepRef,
    nullable: true,
    description: "The last step that tried to compute it, failed ones too. A failure leaves the stored value and the status as they were.",
    args: { partition: t.arg.string({ description: partitionArgument }) },
    resolve: async (asset, { partition }, { world, loaders }) => {
      const attempt = isPartition(partition) ? null : cellOf(await world(), asset)?.lastAttempt;
      return attempt ? loaders.step.load(attempt.stepId) : null;
    },
  }),
  lastObservation: t.field({
    type: ObservationRef,
    nullable: true,
    description: "The last look at a source, failed ones too: a source that cannot be observed is not silently green.",
    args: { partition: t.arg.string({ description: partitionArgument }) },
    resolve: async (asset, { partition }, { world }) => {
      const cell = isPartition(partition) ? undefined : cellOf(await world(), asset);
      const observation = cell?.failedObservation ?? cell?.observation ?? null;
      return observation === null ? null : recordedObservation(observation);
    },
  }),
  materializations: t.field({
    type: MaterializationConnection,
    description: "All materializations, newest first.",
    args: historyArguments,
    resolve: ({ key: asset }, { partition, ...page }, { store, loaders }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: seqPosition,
        read: (limit, after) => {
          if (isPartition(partition)) return [];
          return after ? store.materializations({ asset, limit, before: after.seq }) : loaders.newestMaterializations.load({ asset, limit });
        },
        positionOf: ({ seq }) => ({ seq }),
      }),
  }),
  steps: t.field({
    type: StepConnection,
    description: "Steps of all runs that computed it or were to, those of the newest run first; failed attempts, for one, with `outcome: [FAILED]`.",
    args: { ...historyArguments, outcome: t.arg({ type: [OutcomeEnum], description: "Only steps with one of these outcomes." }) },
    resolve: ({ key }, { partition, outcome, ...page }, { store }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: stepPosition,
        read: async (limit, after) =>
          isPartition(partition) ? [] : await store.stepsOfAsset({ asset: key, limit, ...(after && { before: after.step }), ...(outcome && { outcome }) }),
        positionOf: ({ id }) => ({ step: id }),
      }),
  }),
  observations: t.field({
    type: ObservationConnection,
    description: "Looks at a source that found a new version or failed, newest first.",
    args: historyArguments,
    resolve: ({ key: asset }, { partition, ...page }, { store, loaders }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: seqPosition,
        read: async (limit, after) => {
          if (isPartition(partition)) return [];
          const found = after ? store.observations({ asset, limit, before: after.seq }) : loaders.newestObservations.load({ asset, limit });
          return (await found).map(recordedObservation);
        },
        positionOf: ({ observation }) => ({ seq: observation.seq }),
      }),
  }),
  byHand: t.field({
    type: EventConnection,
    description:
      "What was done to it by hand or from outside, newest first: events of the kinds `accepted` and `wiped` (with `by` and `note`), `reported` and `renamed`.",
    args: historyArguments,
    resolve: ({ key }, { partition, ...page }, { store }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: seqPosition,
        read: async (limit, after) => (isPartition(partition) ? [] : await store.eventsByHand({ asset: key, limit, ...(after && { before: after.seq }) })),
        positionOf: ({ seq }) => ({ seq }),
      }),
  }),
  checks: t.field({
    type: [CheckRef],
    description: "What its author holds the output to, each with what it said of the current materialization.",
    resolve: async (asset, _, { world }) => checksOf(await world(), asset),
  }),
  preview: t.field({
    type: "JSON",
    nullable: true,
    description:
      'The stored value in short: `{ kind: "table", columns, rows, total }`, `{ kind: "files", files: { name, size, mediaType }[], total }` or `{ kind: "value", value }`; null where nothing is stored.',
    args: {
      partition: t.arg.string({ description: partitionArgument }),
      first: t.arg.int({ description: "At most so many rows: 20 unless given, up to 1000." }),
    },
    resolve: async (asset, { partition, first }, { world, values }) => {
      const limit = previewLimit(first);
      const stored = isPartition(partition) ? null : currentOf(cellOf(await world(), asset))?.stored;
      return stored ? previewStored(values, stored, limit) : null;
    },
  }),
}));

/** The checks as they are declared now. A result of a check that is no longer declared is shown with its materialization alone. */
function checksOf(world: World, asset: AssetView): readonly CheckView[] {
  const materialization = currentOf(cellOf(world, asset));
  const results = materialization?.checks ?? [];
  return (world.graph.nodes.get(asset.key)?.checks ?? []).map((check) => {
    const result = results.find(({ name }) => name === check.name);
    return { check, latest: result === undefined || materialization === null ? null : { result, materialization } };
  });
}
