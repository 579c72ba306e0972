/** The connection types: pages of assets, materializations, their inputs, observations, runs and steps. */
import { builder } from "./builder.ts";
import { AssetRef, MaterializationInputRef, MaterializationRef, ObservationRef, RunRef, StepRef } from "./object-refs.ts";

export const AssetConnection = builder.connectionObject(
  { type: AssetRef, name: "AssetConnection", description: "A page of assets." },
  { description: "An asset in a page." },
);
export const MaterializationConnection = builder.connectionObject(
  { type: MaterializationRef, name: "MaterializationConnection", description: "A page of materializations." },
  { description: "A materialization in a page." },
);
export const MaterializationInputConnection = builder.connectionObject(
  { type: MaterializationInputRef, name: "MaterializationInputConnection", description: "A page of what a materialization read." },
  { description: "One thing that a materialization read, in a page." },
);
export const ObservationConnection = builder.connectionObject(
  { type: ObservationRef, name: "ObservationConnection", description: "A page of observations." },
  { description: "An observation in a page." },
);
export const RunConnection = builder.connectionObject(
  { type: RunRef, name: "RunConnection", description: "A page of runs." },
  { description: "A run in a page." },
);
export const StepConnection = builder.connectionObject(
  { type: StepRef, name: "StepConnection", description: "A page of steps." },
  { description: "A step in a page." },
);
