/** The type `Lineage` and its query: the graph with everything that is needed to draw it. */
import type { GraphEdge } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { AssetRef } from "./object-refs.ts";
import type { AssetView } from "./world.ts";
import { recordedAsset, selectedKeys } from "./world.ts";

const LineageEdgeRef = builder.objectRef<GraphEdge>("LineageEdge").implement({
  description: "An edge of the graph.",
  fields: (t) => ({
    from: t.exposeString("from", { description: "Key of the upstream asset." }),
    to: t.exposeString("to", { description: "Key of the downstream asset." }),
    input: t.exposeString("input", { nullable: true, description: "Name of the input on the downstream side; null where the edge only orders." }),
    after: t.exposeBoolean("after", { description: "Orders only: nothing is loaded and nothing becomes stale by it." }),
  }),
});

const LineageRef = builder.objectRef<{ readonly nodes: readonly AssetView[]; readonly edges: readonly GraphEdge[] }>("Lineage").implement({
  description: "Assets and the edges between them.",
  fields: (t) => ({
    nodes: t.expose("nodes", { type: [AssetRef], description: "In topological order: every asset after all it depends on." }),
    edges: t.expose("edges", { type: [LineageEdgeRef], description: "Edges between these assets." }),
  }),
});

builder.queryField("lineage", (t) =>
  t.field({
    type: LineageRef,
    description: "The graph of defined assets, or of a selection of them. Empty before a worker has registered any definitions.",
    args: { select: t.arg.string({ description: "A selection, such as `weather/*` or `+weather/hot_days`; all when left out." }) },
    resolve: async (_, { select }, context) => {
      const world = await context.world();
      const keys = select === null || select === undefined ? world.graph.order : selectedKeys(world, select);
      const selected = new Set(keys);
      return {
        nodes: keys.map((key) => recordedAsset(world, key)),
        edges: keys.flatMap((key) => world.graph.upstream(key).filter((edge) => selected.has(edge.from))),
      };
    },
  }),
);
