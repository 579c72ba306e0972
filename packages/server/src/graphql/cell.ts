/** The type `Cell`: one asset at one partition. */
import { builder } from "./builder.ts";
import { StatusEnum } from "./enums.ts";
import { AssetRef, CauseRef, CellRef, MaterializationRef, StepRef } from "./object-refs.ts";
import { currentOf } from "./world.ts";

builder.objectType(CellRef, {
  description: "One asset at one partition. An unpartitioned asset has exactly one cell.",
  fields: (t) => ({
    asset: t.expose("asset", { type: AssetRef, description: "The asset." }),
    partition: t.string({ nullable: true, description: "The partition; null for an unpartitioned asset.", resolve: ({ standing }) => standing.partition }),
    status: t.field({ type: StatusEnum, description: "How it stands.", resolve: ({ standing }) => standing.status }),
    causes: t.field({
      type: [CauseRef],
      description: "Why it is stale: what differs from the stored value. Empty unless it is STALE.",
      resolve: ({ standing }) => standing.causes,
    }),
    rootCauses: t.field({
      type: [CauseRef],
      description: "Where the chain that leads to its not being fresh begins: cells and changed sources upstream.",
      resolve: ({ standing }) => standing.rootCauses,
    }),
    latest: t.field({
      type: MaterializationRef,
      nullable: true,
      description: "The current materialization; null for a source and where there is none.",
      resolve: ({ state }) => currentOf(state),
    }),
    lastAttempt: t.field({
      type: StepRef,
      nullable: true,
      description: "The last step that tried to compute it, failed ones too; null where none did.",
      resolve: ({ state }, _, { loaders }) => (state?.lastAttempt ? loaders.step.load(state.lastAttempt.stepId) : null),
    }),
  }),
});
