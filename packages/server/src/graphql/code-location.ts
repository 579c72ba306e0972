/** The type `CodeLocation` and its query: where the definitions come from. */
import { builder } from "./builder.ts";
import { CodeLocationRef } from "./object-refs.ts";

builder.objectType(CodeLocationRef, {
  description: "Definitions as a worker loaded and registered them.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name." }),
    version: t.string({ description: "Hash over all definitions: it changes when any of them does.", resolve: ({ definitions }) => definitions.version }),
    root: t.exposeString("root", { description: "Directory that relative paths in definitions start from, on the worker's machine." }),
    activatedAt: t.expose("activatedAt", { type: "DateTime", description: "When they became the current ones." }),
  }),
});

builder.queryField("codeLocation", (t) =>
  t.field({
    type: CodeLocationRef,
    nullable: true,
    description: "The current definitions; null before a worker has registered any.",
    resolve: (_root, _args, { store }) => store.activeLocation(),
  }),
);
