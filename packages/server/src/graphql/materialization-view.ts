/** A materialization as it is shown: computed by a step of a run, or reported from outside. */
import type { Materialization, Report } from "@headwater/core/engine";

export interface MaterializationView extends Omit<Materialization, "runId" | "stepId" | "durationMs" | "computedBy"> {
  readonly runId: string | null;
  readonly stepId: string | null;
  readonly durationMs: number | null;
  readonly computedBy: string | null;
}

/** What somebody outside reported of a computed asset. It stands beside what is recorded, and nothing of it is stored here. */
export const reportedMaterialization = (report: Report, codeVersion: string): MaterializationView => ({
  ...report,
  computedAt: report.at,
  outcome: "SUCCEEDED",
  reason: "reported from outside",
  runId: null,
  stepId: null,
  durationMs: null,
  stored: null,
  provenance: null,
  checks: [],
  computedBy: null,
  trace: {
    codeVersion,
    codeParts: { explicit: null, body: "", schema: "", config: "", params: "" },
    inputs: [],
    configHash: "",
    dataVersion: report.dataVersion,
  },
});
