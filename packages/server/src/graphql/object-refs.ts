/** The object types by name, and what backs each: their files refer to each other in circles, and meet here. */
import type {
  Cause,
  CodeLocation,
  ErrorInfo,
  Event,
  GraphEdge,
  LogLine,
  NotNeeded,
  Plan,
  PlannedStep,
  Run,
  Step,
  TracedInput,
  Worker,
} from "@headwater/core/engine";
import { builder } from "./builder.ts";
import type { MaterializationView } from "./materialization-view.ts";
import type { ObservationView } from "./observation-view.ts";
import type { AssetView, CellView } from "./world.ts";

export const AssetRef = builder.objectRef<AssetView>("Asset");
export const AssetLinkRef = builder.objectRef<{ readonly asset: AssetView; readonly edge: GraphEdge }>("AssetLink");
export const CellRef = builder.objectRef<CellView>("Cell");
export const CauseRef = builder.objectRef<Cause>("Cause");
export const MaterializationRef = builder.objectRef<MaterializationView>("Materialization");
export const MaterializationInputRef = builder.objectRef<{
  readonly input: TracedInput;
  readonly cell: TracedInput["cells"][number] & { readonly version: string };
  readonly position: number;
}>("MaterializationInput");
export const ObservationRef = builder.objectRef<ObservationView>("Observation");
export const PlanRef = builder.objectRef<Plan>("Plan");
export const PlannedStepRef = builder.objectRef<PlannedStep>("PlannedStep");
export const NotNeededRef = builder.objectRef<NotNeeded>("NotNeeded");
export const RunRef = builder.objectRef<Run>("Run");
export const StepRef = builder.objectRef<Step>("Step");
export const StepErrorRef = builder.objectRef<ErrorInfo>("StepError");
export const LogLineRef = builder.objectRef<LogLine>("LogLine");
export const WorkerRef = builder.objectRef<Worker>("Worker");
export const EventRef = builder.objectRef<Event>("Event");
export const CodeLocationRef = builder.objectRef<CodeLocation>("CodeLocation");
