/** The door for hosts: servers, workers, command lines. Authors use the package's main door. */

export { type CodeVersion, codeVersionOf } from "./code/code-version.ts";
export { parsedConfig } from "./define/config.ts";
export { type AnyDefinition, type AssetDefinition, type Definitions, functionKey, type SourceDefinition } from "./define/definition.ts";
export { problemFrom } from "./define/draft.ts";
export { serializeDefinitions } from "./define/serialize.ts";
export { definitionWarnings } from "./define/warnings.ts";
export { activeGraph, graphOf } from "./execute/active-graph.ts";
export { adoptScheme } from "./execute/adopt-scheme.ts";
export { advanceRun } from "./execute/advance-run.ts";
export { acceptCells, cellsToWipe, type OutsideReport, reportMaterialization, wipeCells } from "./execute/by-hand.ts";
export { cancelRun } from "./execute/cancel-run.ts";
export { changedCode } from "./execute/changed-code.ts";
export { type Collected, type CollectOptions, collectGarbage } from "./execute/collect-garbage.ts";
export type { ExecutionEnvironment } from "./execute/environment.ts";
export { executeStep } from "./execute/execute-step.ts";
export { type FollowedLogs, followLogs } from "./execute/follow-logs.ts";
export { keepLeases, type LeaseKeeper, leaseTimes } from "./execute/keep-leases.ts";
export { launchRun, requireConfigurable } from "./execute/launch-run.ts";
export type { LogSink, SaidLine } from "./execute/log.ts";
export { observeSources } from "./execute/observe-sources.ts";
export { planQueuedRun, sourcesOf } from "./execute/plan-queued-run.ts";
export { provenanceOf } from "./execute/provenance.ts";
export { readStatuses } from "./execute/read-statuses.ts";
export { requireBoundValues } from "./execute/require-bound-values.ts";
export { maximumLosses } from "./execute/rescue-runs.ts";
export { createResourcePool, type ReadSecret, type ResourcePool } from "./execute/resource-pool.ts";
export { type RetryOptions, retryRun } from "./execute/retry-run.ts";
export { type InProcessOptions, runInProcess } from "./execute/run-in-process.ts";
export { sweepRuns } from "./execute/sweep-runs.ts";
export { type AssetGraph, buildGraph, type GraphEdge, reachable } from "./graph/asset-graph.ts";
export { selectAssets } from "./graph/select-assets.ts";
export { createInstance, type Instance, type RunResult } from "./instance.ts";
export { createFileValueStore } from "./io/file-value-store.ts";
export { loadStored } from "./io/load-stored.ts";
export { createMemoryValueStore } from "./io/memory-value-store.ts";
export { plainJson } from "./io/plain-json.ts";
export { previewStored } from "./io/preview-stored.ts";
export type { ListedValue, ValueStore } from "./io/value-store.ts";
export type { AssetNode, ColumnNode, InputNode, SerializedDefinitions } from "./model/asset-node.ts";
export {
  type CellRef,
  type CellState,
  cellText,
  type LastAttempt,
  type Materialization,
  type Observation,
  type Report,
  type StoredValue,
} from "./model/cell.ts";
export type { CheckNode, CheckResult } from "./model/check.ts";
export type { CodeChange, CodeDeclaration, CodeManifest, ManifestLookup } from "./model/code.ts";
export { durationExpected, parseDuration } from "./model/duration.ts";
export { catalogue } from "./model/error-catalogue.ts";
export { type ErrorInfo, errorInfo } from "./model/error-info.ts";
export { DefinitionError, type ErrorCode, HeadwaterError, type Problem, problemText, type ShownProblem } from "./model/errors.ts";
export { type Event, type EventKind, eventKinds } from "./model/event.ts";
export { armFaultPoint, type FaultPoint, faultPoint, faultPoints } from "./model/fault-point.ts";
export type { Json } from "./model/json.ts";
export { type LogFilter, type LogLevel, type LogLine, logLevels } from "./model/log-line.ts";
export type { Action, FailedCheck, NotNeeded, Plan, PlannedStep } from "./model/plan.ts";
export type { Provenance } from "./model/provenance.ts";
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
export { isStoredFile, type StoredFile } from "./model/stored-file.ts";
export { isTable, type Table } from "./model/table.ts";
export type { CodeParts, Trace, TracedInput } from "./model/trace.ts";
export type { ValueStoreIdentity } from "./model/value-store-identity.ts";
export { hashJson, sha256, sourceVersion } from "./model/version.ts";
export { type Worker, workerTimeoutMs } from "./model/worker.ts";
export { type PlanRequest, planRun } from "./plan/plan-run.ts";
export { type PlanCounts, planCounts, planDifference } from "./plan/plan-summary.ts";
export { refuseBlocked } from "./plan/refuse-blocked.ts";
export { type ChainLink, chainOf } from "./stale/chain-of.ts";
export { changeText } from "./stale/code-cause.ts";
export { statusOf } from "./stale/status-of.ts";
export { createMemoryStore } from "./store/memory-store.ts";
export type * from "./store/store.ts";
