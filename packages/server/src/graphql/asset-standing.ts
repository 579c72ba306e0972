/** The type `Asset`: how it stands, and between which neighbours. */
import { builder } from "./builder.ts";
import { firstOf, maximumList, ordinalPosition, pageOf } from "./connection.ts";
import { CellConnection } from "./connections.ts";
import { StatusEnum } from "./enums.ts";
import { AssetLinkRef, AssetRef, CauseRef } from "./object-refs.ts";
import { isPartition, partitionArgument } from "./partition-argument.ts";
import { PartitionRangeRef } from "./partition-range.ts";
import { StatusCountsRef } from "./status-counts.ts";
import { cellsOf, recordedAsset, statusOfAsset } from "./world.ts";

const statusArgument = "Only those with one of these statuses.";

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
    args: { first: t.arg.int({ description: "At most so many; all unless given." }) },
    resolve: async (asset, { first }, { world }) => firstOf(statusOfAsset(await world(), asset).causes, first),
  }),
  rootCauses: t.field({
    type: [CauseRef],
    description: "Where the chain that leads to its not being fresh begins: cells and changed sources upstream.",
    args: { first: t.arg.int({ description: "At most so many; all unless given." }) },
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
  cells: t.field({
    type: CellConnection,
    description: "Its cells in the order of their partitions; of an unpartitioned asset the one that it has.",
    args: {
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }),
      after: t.arg.string({ description: "A cursor." }),
      status: t.arg({ type: [StatusEnum], description: statusArgument }),
    },
    resolve: async (asset, { status, ...page }, { world }) => {
      const cells = cellsOf(await world(), asset).map((cell, ordinal) => ({ ...cell, ordinal }));
      const wanted = cells.filter(({ standing }) => !status || status.includes(standing.status));
      return pageOf(page, {
        maximum: maximumList,
        position: ordinalPosition,
        read: (limit, after) => wanted.filter(({ ordinal }) => after === null || ordinal > after.ordinal).slice(0, limit),
        positionOf: ({ ordinal }) => ({ ordinal }),
      });
    },
  }),
  ranges: t.field({
    type: [PartitionRangeRef],
    description: "Its partitions in short: neighbours with one status together. Empty for an unpartitioned asset, whose cell has no key.",
    args: { status: t.arg({ type: [StatusEnum], description: statusArgument }) },
    resolve: () => [],
  }),
  dataAsOf: t.field({
    type: "DateTime",
    nullable: true,
    description:
      "How old its data is: of all sources behind the stored value, the longest time since one was last known to hold what was read of it. Null where nothing is stored, and without a source behind it.",
    args: { partition: t.arg.string({ description: partitionArgument }) },
    resolve: async ({ key }, { partition }, { dataAsOf }) => (isPartition(partition) ? null : ((await dataAsOf()).get(key) ?? null)),
  }),
}));
