/** The type `Asset`, and the queries for assets. */
import { previewStored } from "@headwater/core/engine";
import { z } from "zod";
import { builder } from "./builder.ts";
import { ColumnRef } from "./column.ts";
import { firstOf, maximumList, maximumPage, pageOf, seqPosition } from "./connection.ts";
import { AssetConnection, MaterializationConnection, ObservationConnection } from "./connections.ts";
import { StatusEnum } from "./enums.ts";
import { AssetLinkRef, AssetRef, CauseRef, MaterializationRef, ObservationRef, StepRef } from "./object-refs.ts";
import { recordedObservation } from "./observation-view.ts";
import { previewLimit } from "./preview-limit.ts";
import { StatusCountsRef } from "./status-counts.ts";
import { allAssets, assetView, cellOf, recordedAsset, selectedKeys, statusOfAsset } from "./world.ts";

const partitionArgument = "Key of the partition; leave it out for an unpartitioned asset.";

builder.objectType(AssetRef, {
  description: "A thing that should exist and be kept up to date: computed by a function, or (a source) made elsewhere and only observed.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Its unique name, a path: `weather/hot_days`." }),
    group: t.string({
      description: "Label for showing assets together; by default the first segment of the key.",
      resolve: ({ key, node }) => node?.group ?? key.split("/")[0] ?? key,
    }),
    description: t.string({ nullable: true, description: "What the author says about it; null if nothing.", resolve: ({ node }) => node?.description ?? null }),
    kinds: t.stringList({ description: "What it is made of or with, such as `csv` or `sql`.", resolve: ({ node }) => node?.kinds ?? [] }),
    owners: t.stringList({ description: "Who answers for it.", resolve: ({ node }) => node?.owners ?? [] }),
    tags: t.field({ type: "JSON", description: "Labels by name.", resolve: ({ node }) => node?.tags ?? {} }),
    isSource: t.boolean({
      description: "Made elsewhere and only observed.",
      resolve: async (asset, _, { world }) => {
        if (asset.node !== null) return asset.node.kind === "source";
        const cell = cellOf(await world(), asset);
        return (cell?.observation ?? cell?.failedObservation ?? null) !== null;
      },
    }),
    isDefined: t.boolean({ description: "False: known from history, no longer in the code.", resolve: ({ node }) => node !== null }),
    declaredAt: t.string({
      nullable: true,
      description: "`file:line` of its declaration, as far as it is known.",
      resolve: ({ node }) => (node?.declaredAt ? `${node.declaredAt.file}:${node.declaredAt.line}` : null),
    }),
    schema: t.field({ type: "JSON", description: "JSON Schema of its output; `{}` when it is no longer defined.", resolve: ({ node }) => node?.schema ?? {} }),
    configSchema: t.field({
      type: "JSON",
      nullable: true,
      description: "JSON Schema of its config; null when it takes none.",
      resolve: ({ node }) => node?.configSchema ?? null,
    }),
    columns: t.field({
      type: [ColumnRef],
      nullable: true,
      description: "Columns of a table; null for any other value.",
      resolve: ({ node }) => node?.columns ?? null,
    }),
    codeVersion: t.string({
      description: "Version of its code as it is now; of its last materialization when it is no longer defined.",
      resolve: async (asset, _, { world }) => asset.node?.codeVersion ?? cellOf(await world(), asset)?.materialization?.trace.codeVersion ?? "",
    }),
  }),
});

builder.objectFields(AssetRef, (t) => ({
  status: t.field({
    type: StatusEnum,
    description: "How it stands; of a partitioned asset the worst of its cells.",
    resolve: async (asset, _, { world }) => statusOfAsset(await world(), asset).status,
  }),
  statusCounts: t.field({
    type: StatusCountsRef,
    description: "How many of its cells have which status.",
    resolve: async (asset, _, { world }) => statusOfAsset(await world(), asset).status,
  }),
  causes: t.field({
    type: [CauseRef],
    description: "Why it is stale: what differs from the stored value. Empty unless it is STALE.",
    args: { first: t.arg.int({ description: "At most so many." }) },
    resolve: async (asset, { first }, { world }) => firstOf(statusOfAsset(await world(), asset).causes, first),
  }),
  rootCauses: t.field({
    type: [CauseRef],
    description: "Where the chain that leads to its not being fresh begins: cells and changed sources upstream.",
    args: { first: t.arg.int({ description: "At most so many." }) },
    resolve: async (asset, { first }, { world }) => firstOf(statusOfAsset(await world(), asset).rootCauses, first),
  }),
  upstream: t.field({
    type: [AssetLinkRef],
    description: "What it depends on directly.",
    resolve: async ({ key }, _, { world }) => {
      const current = await world();
      return current.graph.upstream(key).map((edge) => ({ asset: recordedAsset(current, edge.from), edge }));
    },
  }),
  downstream: t.field({
    type: [AssetLinkRef],
    description: "What depends on it directly.",
    resolve: async ({ key }, _, { world }) => {
      const current = await world();
      return current.graph.downstream(key).map((edge) => ({ asset: recordedAsset(current, edge.to), edge }));
    },
  }),
}));

builder.objectFields(AssetRef, (t) => ({
  latest: t.field({
    type: MaterializationRef,
    nullable: true,
    description: "The current materialization; null for a source and where there is none.",
    args: { partition: t.arg.string({ description: partitionArgument }) },
    resolve: async (asset, { partition }, { world }) => (isPartition(partition) ? null : (cellOf(await world(), asset)?.materialization ?? null)),
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
    args: {
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 100." }),
      after: t.arg.string({ description: "A cursor." }),
      partition: t.arg.string({ description: partitionArgument }),
    },
    resolve: ({ key }, { partition, ...page }, { store }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: seqPosition,
        read: async (limit, after) => (isPartition(partition) ? [] : await store.materializations({ asset: key, limit, ...(after && { before: after.seq }) })),
        positionOf: ({ seq }) => ({ seq }),
      }),
  }),
  observations: t.field({
    type: ObservationConnection,
    description: "Looks at a source that found a new version or failed, newest first.",
    args: {
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 100." }),
      after: t.arg.string({ description: "A cursor." }),
      partition: t.arg.string({ description: partitionArgument }),
    },
    resolve: ({ key }, { partition, ...page }, { store }) =>
      pageOf(page, {
        maximum: maximumPage,
        position: seqPosition,
        read: async (limit, after) =>
          isPartition(partition) ? [] : (await store.observations({ asset: key, limit, ...(after && { before: after.seq }) })).map(recordedObservation),
        positionOf: ({ observation }) => ({ seq: observation.seq }),
      }),
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
      const stored = isPartition(partition) ? null : cellOf(await world(), asset)?.materialization?.stored;
      return stored ? previewStored(values, stored, limit) : null;
    },
  }),
}));

/** No asset is partitioned yet, so whoever names a partition names one that does not exist. */
const isPartition = (partition: string | null | undefined): boolean => partition !== null && partition !== undefined;

const keyPosition = z.object({ key: z.string() });

builder.queryFields((t) => ({
  asset: t.field({
    type: AssetRef,
    nullable: true,
    description: "One asset; null where nothing is known of the key.",
    args: { key: t.arg.string({ required: true, description: "Its key, such as `weather/hot_days`." }) },
    resolve: async (_, { key }, { world }) => assetView(await world(), key),
  }),
  assets: t.field({
    type: AssetConnection,
    description: "Assets by key. Without `select` also those that are no longer defined but have a history.",
    args: {
      select: t.arg.string({ description: "A selection, such as `weather/*` or `+weather/hot_days`; all when left out." }),
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }),
      after: t.arg.string({ description: "A cursor." }),
    },
    resolve: async (_, { select, ...args }, context) => {
      const world = await context.world();
      const assets = isGiven(select) ? [...selectedKeys(world, select)].sort().map((key) => recordedAsset(world, key)) : allAssets(world);
      return pageOf(args, {
        maximum: maximumList,
        position: keyPosition,
        read: (limit, after) => assets.filter(({ key }) => after === null || key > after.key).slice(0, limit),
        positionOf: ({ key }) => ({ key }),
      });
    },
  }),
}));

const isGiven = (select: string | null | undefined): select is string => select !== null && select !== undefined;
