/** The door for hosts: servers, workers, command lines. Authors use the package's main door. */

export { codeVersionOf } from "./code/code-version.ts";
export { parsedConfig } from "./define/config.ts";
export type { AssetDefinition, Definitions, SourceDefinition } from "./define/definition.ts";
export { serializeDefinitions } from "./define/serialize.ts";
export { activeGraph } from "./execute/active-graph.ts";
export { advanceRun } from "./execute/advance-run.ts";
export { acceptCells, type OutsideReport, reportMaterialization, wipeCells } from "./execute/by-hand.ts";
export { type Collected, type CollectOptions, collectGarbage } from "./execute/collect-garbage.ts";
export type { ExecutionEnvironment } from "./execute/environment.ts";
export { executeStep } from "./execute/execute-step.ts";
export { keepLeases, type LeaseKeeper, leaseTimes } from "./execute/keep-leases.ts";
export { launchRun, requireConfigurable } from "./execute/launch-run.ts";
export type { LogLine, LogSink } from "./execute/log.ts";
export { observeSources } from "./execute/observe-sources.ts";
export { planQueuedRun, sourcesOf } from "./execute/plan-queued-run.ts";
export { requireBoundValues } from "./execute/require-bound-values.ts";
export { createResourcePool, type ReadSecret, type ResourcePool } from "./execute/resource-pool.ts";
export { type InProcessOptions, runInProcess } from "./execute/run-in-process.ts";
export { sweepRuns } from "./execute/sweep-runs.ts";
export { type AssetGraph, buildGraph, type GraphEdge, reachable } from "./graph/asset-graph.ts";
export { selectAssets } from "./graph/select-assets.ts";
export { createInstance, type Instance, type RunResult } from "./instance.ts";
export { createFileValueStore } from "./io/file-value-store.ts";
export { createMemoryValueStore } from "./io/memory-value-store.ts";
export { previewStored } from "./io/preview-stored.ts";
export type { ListedValue, ValueStore } from "./io/value-store.ts";
export type { AssetNode, ColumnNode, InputNode, SerializedDefinitions } from "./model/asset-node.ts";
export { type CellRef, type CellState, cellText, type LastAttempt, type Materialization, type Observation, type StoredValue } from "./model/cell.ts";
export { catalogue } from "./model/error-catalogue.ts";
export { type ErrorInfo, errorInfo } from "./model/error-info.ts";
export { DefinitionError, type ErrorCode, HeadwaterError, type Problem, problemText } from "./model/errors.ts";
export { type Event, type EventKind, eventKinds } from "./model/event.ts";
export { armFaultPoint, faultPoint } from "./model/fault-point.ts";
export type { Json } from "./model/json.ts";
export type { Action, NotNeeded, Plan, PlannedStep } from "./model/plan.ts";
export {
  countSteps,
  type EndReason,
  hasEnded,
  isFinished,
  type Mode,
  type Outcome,
  type Run,
  type RunConfig,
  type RunStatus,
  type Step,
  type StepCounts,
} from "./model/run.ts";
export { similarNames } from "./model/similar-names.ts";
export type { Cause, CauseCode, CellStatus, Status } from "./model/status.ts";
export type { CodeParts, Trace, TracedInput } from "./model/trace.ts";
export type { ValueStoreIdentity } from "./model/value-store-identity.ts";
export { hashJson, sha256 } from "./model/version.ts";
export { type Worker, workerTimeoutMs } from "./model/worker.ts";
export { type PlanRequest, planRun } from "./plan/plan-run.ts";
export { type PlanCounts, planCounts, planDifference } from "./plan/plan-summary.ts";
export { refuseBlocked } from "./plan/refuse-blocked.ts";
export { statusOf } from "./stale/status-of.ts";
export { createMemoryStore } from "./store/memory-store.ts";
export type * from "./store/store.ts";
