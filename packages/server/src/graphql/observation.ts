/** The type `Observation`: one look at a source. */
import { builder } from "./builder.ts";
import { AssetRef, ObservationRef, StepErrorRef } from "./object-refs.ts";

builder.objectType(ObservationRef, {
  description: "One look at a source that found a version, or failed.",
  fields: (t) => ({
    id: t.id({ description: "Opaque.", resolve: ({ observation }) => observation.seq }),
    asset: t.field({
      type: AssetRef,
      description: "The source.",
      resolve: ({ observation }) => ({ key: observation.asset }),
    }),
    partition: t.string({
      nullable: true,
      description: "Its partition; null for an unpartitioned source.",
      resolve: ({ observation }) => observation.partition,
    }),
    at: t.field({ type: "DateTime", description: "When this version was first seen.", resolve: ({ observation }) => observation.at }),
    checkedAt: t.field({ type: "DateTime", description: "When a look last found the same.", resolve: ({ observation }) => observation.checkedAt }),
    dataVersion: t.string({
      nullable: true,
      description: "What the data is; null where the look failed.",
      resolve: ({ observation }) => observation.dataVersion,
    }),
    changed: t.exposeBoolean("changed", { description: "Another version than the look before found; a first look counts as a change." }),
    error: t.field({
      type: StepErrorRef,
      nullable: true,
      description: "Why the look failed; null where it did not.",
      resolve: ({ observation }) => observation.error,
    }),
    metadata: t.field({ type: "JSON", description: "What the source noted, by name.", resolve: ({ observation }) => observation.metadata }),
  }),
});
