/** The type `AssetLink`: an edge as one of its two assets sees it. */
import { builder } from "./builder.ts";
import { AssetLinkRef, AssetRef } from "./object-refs.ts";

builder.objectType(AssetLinkRef, {
  description: "A neighbour in the graph, and the edge to it.",
  fields: (t) => ({
    asset: t.field({ type: AssetRef, description: "The neighbour.", resolve: (link) => link.asset }),
    input: t.string({
      nullable: true,
      description: "Name of the input on the consumer's side; null where the edge only orders.",
      resolve: (link) => link.edge.input,
    }),
    mapping: t.string({
      description: "Which upstream partitions a partition reads; `one` between unpartitioned assets.",
      resolve: (link) => link.edge.mapping,
    }),
    after: t.boolean({ description: "Orders only: nothing is loaded and nothing becomes stale by it.", resolve: (link) => link.edge.after }),
  }),
});
