/** The type `Worker` and its query. */
import { builder } from "./builder.ts";
import { WorkerRef } from "./object-refs.ts";

builder.objectType(WorkerRef, {
  description: "A live process that loads the definitions and runs steps.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Opaque." }),
    tags: t.exposeStringList("tags", { description: "What it offers, for assets that ask for it." }),
    startedAt: t.expose("startedAt", { type: "DateTime", description: "When it registered." }),
    heartbeatAt: t.expose("heartbeatAt", { type: "DateTime", description: "When it was last heard of." }),
    running: t.exposeInt("running", { description: "Steps that it is running." }),
    slots: t.exposeInt("slots", { description: "Steps that it runs at most at a time." }),
    codeLocation: t.exposeString("codeLocation", { description: "Name of the definitions that it serves." }),
    version: t.exposeString("version", { description: "Its version of Headwater." }),
  }),
});

builder.queryField("workers", (t) =>
  t.field({
    type: [WorkerRef],
    description: "Workers that were heard of within the last 15 seconds.",
    resolve: (_root, _args, { workers }) => workers(),
  }),
);
