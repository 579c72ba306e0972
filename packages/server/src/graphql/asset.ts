/** The type `Asset`: what its author declared. */
import { builder } from "./builder.ts";
import { ColumnRef } from "./column.ts";
import { declared } from "./declared.ts";
import { AssetRef } from "./object-refs.ts";
import { PartitionDefinitionRef } from "./partition-definition.ts";
import { cellOf } from "./world.ts";

builder.objectType(AssetRef, {
  description: "A thing that should exist and be kept up to date: computed by a function, or (a source) made elsewhere and only observed.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Its unique name, a path: `weather/hot_days`." }),
    group: t.string({
      description: "Label for showing assets together; by default the first segment of the key.",
      resolve: declared((node, key) => node?.group ?? key.split("/")[0] ?? key),
    }),
    description: t.string({
      nullable: true,
      description: "What the author says about it; null if nothing.",
      resolve: declared((node) => node?.description ?? null),
    }),
    kinds: t.stringList({ description: "What it is made of or with, such as `csv` or `sql`.", resolve: declared((node) => node?.kinds ?? []) }),
    owners: t.stringList({ description: "Who answers for it.", resolve: declared((node) => node?.owners ?? []) }),
    tags: t.field({ type: "JSON", description: "Labels by name.", resolve: declared((node) => node?.tags ?? {}) }),
    metadata: t.field({
      type: "JSON",
      description: "What the author noted about it, by name; `{}` if nothing. What a computation notes is in its materialization.",
      resolve: declared((node) => node?.metadata ?? {}),
    }),
    isSource: t.boolean({
      description: "Made elsewhere and only observed.",
      resolve: async (asset, _, { world }) => {
        const known = await world();
        const node = known.graph.nodes.get(asset.key);
        if (node !== undefined) return node.kind === "source";
        const cell = cellOf(known, asset);
        return (cell?.observation ?? cell?.failedObservation ?? null) !== null;
      },
    }),
    isDefined: t.boolean({ description: "False: known from history, no longer in the code.", resolve: declared((node) => node !== null) }),
    declaredAt: t.string({
      nullable: true,
      description: "`file:line` of its declaration, as far as it is known.",
      resolve: declared((node) => (node?.declaredAt ? `${node.declaredAt.file}:${node.declaredAt.line}` : null)),
    }),
    schema: t.field({
      type: "JSON",
      description: "JSON Schema of its output; `{}` when it is no longer defined.",
      resolve: declared((node) => node?.schema ?? {}),
    }),
    configSchema: t.field({
      type: "JSON",
      nullable: true,
      description: "JSON Schema of its config; null when it takes none.",
      resolve: declared((node) => node?.configSchema ?? null),
    }),
    columns: t.field({
      type: [ColumnRef],
      nullable: true,
      description: "Columns of a table; null for any other value.",
      resolve: declared((node) => node?.columns ?? null),
    }),
    codeVersion: t.string({
      description: "Version of its code as it is now; of its last materialization when it is no longer defined.",
      resolve: async (asset, _, { world }) => {
        const known = await world();
        return known.graph.nodes.get(asset.key)?.codeVersion ?? cellOf(known, asset)?.materialization?.trace.codeVersion ?? "";
      },
    }),
    partitionDefinition: t.field({
      type: PartitionDefinitionRef,
      nullable: true,
      description: "How it is partitioned; null for an unpartitioned asset.",
      resolve: () => null,
    }),
  }),
});
