/** What a value is computed with beside its inputs: the parts of the code version, and config given for a run. */
import type { CodeParts } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { declared } from "./declared.ts";
import { AssetRef, MaterializationRef } from "./object-refs.ts";

interface CodePart {
  readonly name: keyof CodeParts;
  readonly version: string;
}

const CodePartRef = builder.objectRef<CodePart>("CodePart").implement({
  description: "A part of a code version.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "`explicit` (the author's word, which stands for all), `body`, `schema`, `config` or `params`." }),
    version: t.exposeString("version", { description: "Its version: of equal code, equal." }),
  }),
});

const names = ["explicit", "body", "schema", "config", "params"] as const;

const partsOf = (parts: CodeParts | undefined): readonly CodePart[] =>
  names.flatMap((name): readonly CodePart[] => {
    const version = parts?.[name];
    return version ? [{ name, version }] : [];
  });

builder.objectField(AssetRef, "codeParts", (t) =>
  t.field({
    type: [CodePartRef],
    description: "What its code version is made of; empty when it is no longer defined.",
    resolve: declared((node) => partsOf(node?.codeParts)),
  }),
);

builder.objectFields(MaterializationRef, (t) => ({
  codeParts: t.field({
    type: [CodePartRef],
    description: "What its code version was made of; empty where it was reported from outside.",
    resolve: ({ trace }) => partsOf(trace.codeParts),
  }),
  config: t.field({
    type: "JSON",
    nullable: true,
    description: "The config that its run was given for this asset, over the standing one; null where none was given.",
    resolve: async ({ runId, asset }, _, { loaders }) => {
      const config = runId === null ? undefined : (await loaders.run.load(runId))?.config;
      return config !== undefined && Object.hasOwn(config, asset) ? (config[asset] ?? null) : null;
    },
  }),
}));
