/** The connection types: pages of assets, cells, materializations, their inputs, observations, events, runs, steps and lines of logs. */
import { builder } from "./builder.ts";
import { AssetRef, CellRef, EventRef, LogLineRef, MaterializationInputRef, MaterializationRef, ObservationRef, RunRef, StepRef } from "./object-refs.ts";

export const AssetConnection = builder.connectionObject(
  { type: AssetRef, name: "AssetConnection", description: "A page of assets." },
  { description: "An asset in a page." },
);
export const CellConnection = builder.connectionObject(
  { type: CellRef, name: "CellConnection", description: "A page of cells." },
  { description: "A cell in a page." },
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
export const LogLineConnection = builder.connectionObject(
  { type: LogLineRef, name: "LogLineConnection", description: "A page of the lines of a log." },
  { description: "A line in a page." },
);
export const EventConnection = builder.connectionObject(
  { type: EventRef, name: "EventConnection", description: "A page of events." },
  { description: "An event in a page." },
);
