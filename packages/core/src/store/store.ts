/** The port to what is remembered. The memory and the Postgres store mean the same by it: `contract.ts` holds both to it. */

import type { SerializedDefinitions } from "../model/asset-node.ts";
import type { CellRef, CellState, Materialization, Observation, Report, StoredValue } from "../model/cell.ts";
import type { CheckResult } from "../model/check.ts";
import type { CodeManifest } from "../model/code.ts";
import type { ErrorInfo } from "../model/error-info.ts";
import type { ShownProblem } from "../model/errors.ts";
import type { Event, EventKind } from "../model/event.ts";
import type { Json } from "../model/json.ts";
import type { LogFilter, LogLine, NewLogLine } from "../model/log-line.ts";
import type { Action } from "../model/plan.ts";
import type { Provenance } from "../model/provenance.ts";
import type { EndReason, Mode, Outcome, Run, RunConfig, RunStatus, SettledOutcome, Step, StepCounts } from "../model/run.ts";
import type { RunSnapshot, Snapshot, SnapshotSource, SnapshotVersion } from "../model/snapshot.ts";
import type { Trace } from "../model/trace.ts";
import type { ValueStoreIdentity } from "../model/value-store-identity.ts";
import type { Worker } from "../model/worker.ts";

/** Cell states by cell text. A cell without history has no entry. */
export type CellStates = ReadonlyMap<string, CellState>;

/** Definitions as a worker registered them. */
export interface CodeLocation {
  readonly name: string;
  readonly definitions: SerializedDefinitions;
  /** Directory that relative paths in definitions start from. */
  readonly root: string;
  readonly activatedAt: Date;
}

/** Definitions that could not be activated: those of before are still in force. */
export interface BrokenDefinitions {
  readonly problems: readonly ShownProblem[];
  readonly reportedAt: Date;
}

export interface NewRun {
  readonly mode: Mode;
  readonly select: string;
  readonly config?: RunConfig;
  readonly upstream?: boolean;
  readonly observe?: boolean;
  readonly skipBlocked?: boolean;
  readonly confirmedPlan?: string | null;
  readonly launchedBy: string;
  readonly note?: string | null;
  readonly retryOf?: string | null;
}

/** A step of the binding plan. Its ordinal is its position in the list. */
export interface NewStep {
  readonly asset: string;
  readonly partition: string | null;
  readonly action: Action;
  readonly wave: number;
  readonly reason: string;
  readonly needs: readonly number[];
  /** See `Step.computedWith`. Default: `null`. */
  readonly computedWith?: number | null;
}

/** Who did something by hand, and why. */
export interface Attribution {
  readonly by: string;
  readonly note: string | null;
}

/** A trace in place of the recorded one, for the materialization that it was made for. */
export interface Acceptance extends CellRef {
  /** Sequence number of the materialization that was looked at: another one since then is left alone. */
  readonly materialization: string;
  readonly trace: Trace;
}

export interface NewReport extends CellRef {
  readonly dataVersion: string;
  readonly metadata: { readonly [name: string]: Json };
  /** The same key twice is one report. */
  readonly idempotencyKey: string | null;
}

export interface NewMaterialization {
  readonly outcome: "SUCCEEDED" | "REUSED";
  readonly reason: string;
  readonly durationMs: number;
  readonly stored: StoredValue | null;
  readonly metadata: { readonly [name: string]: Json };
  readonly provenance: Provenance | null;
  readonly trace: Trace;
  /** How its checks came out. Default: there are none. */
  readonly checks?: readonly CheckResult[];
  /** For `REUSED`: when the value was computed. Default: now. */
  readonly computedAt?: Date;
  /** See `Materialization.computedBy`. Default: the step that publishes, or the one that it is computed with. */
  readonly computedBy?: string;
  /** Hash of code version, inputs, fingerprints and config: finds an earlier equal computation. */
  readonly traceKey: string;
}

/** How one look at a source ended. */
export interface NewObservation extends CellRef {
  /** Looks are ordered by their start; a late result of an earlier look is dropped. A start that lies ahead of the store's clock orders nothing. */
  readonly startedAt: Date;
  readonly result: { readonly dataVersion: string; readonly metadata: { readonly [name: string]: Json } } | { readonly error: ErrorInfo };
  /** The same key twice is one look: the second answers what the first recorded. */
  readonly idempotencyKey?: string | null;
}

export interface RecordedObservation {
  readonly observation: Observation;
  /** Another version than the one before (a first look counts as a change). */
  readonly changed: boolean;
}

/** A step that ends without running. */
export interface Settlement {
  readonly ordinal: number;
  readonly outcome: SettledOutcome;
  readonly reason: string;
  /** For `REUSED`: the new event that points at the old value. */
  readonly materialization?: NewMaterialization;
  /** See `Step.failedChecks`. Default: none. */
  readonly failedChecks?: readonly string[];
  /** Of the steps that are computed with this one: they end if it does. */
  readonly others?: readonly Settlement[];
}

/** A run held exclusively: nobody else plans or advances it meanwhile, and all writes become visible at once. */
export interface LockedRun {
  readonly run: Run;
  /** The observation request of this run, `null` where none was made yet. */
  observationRequest(): Promise<ObservationRequest | null>;
  /** All steps by ordinal; empty before planning. */
  steps(): Promise<readonly Step[]>;
  /** States as they are now, of the given assets. */
  cells(assets: readonly string[]): Promise<CellStates>;
  /** The newest materialization of the cell with this trace key. */
  findReusable(cell: CellRef, traceKey: string): Promise<Materialization | null>;
  /** Stores the binding plan and sets the run `RUNNING`. */
  plan(definitionsVersion: string, steps: readonly NewStep[]): Promise<void>;
  /** Ends waiting steps; passes over those that were claimed or have ended meanwhile. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /**
   * Hands steps out for execution and returns the ordinals that got their cell. One cell is computed by one step at a
   * time: the others stay waiting, with `waitingFor` naming the run that holds the cell. Steps that are computed with one of these are
   * handed out with it, to nobody by themselves, and it waits for their cells, too.
   */
  makeReady(ordinals: readonly number[]): Promise<readonly number[]>;
  /** Ends the run; does nothing where it has ended, or where a step was claimed meanwhile. */
  end(status: "SUCCEEDED" | "FAILED" | "CANCELLED", because: EndReason | null): Promise<void>;
}

/** The right to execute a step. Completion matches `token`: who lost the lease can publish nothing. */
export interface Claim {
  readonly run: Run;
  readonly step: Step;
  readonly token: string;
  /** Assets of the steps that are computed with this one, in their order. */
  readonly others: readonly string[];
}

/** What a step made; `failedChecks` as in `Step`, none by default. */
export interface Made {
  readonly materialization: NewMaterialization;
  readonly failedChecks?: readonly string[];
}

/** How a step ends, and with it the steps that are computed with it: `others` holds, by asset, what is theirs alone. */
export type StepEnd =
  | (Made & { readonly outcome: "SUCCEEDED"; readonly reason: string; readonly others?: ReadonlyMap<string, Made> })
  | {
      readonly outcome: "UNCHANGED";
      readonly reason: string;
      readonly failedChecks?: readonly string[];
      readonly others?: ReadonlyMap<string, Pick<Made, "failedChecks">>;
    }
  | { readonly outcome: "BLOCKED"; readonly reason: string }
  | { readonly outcome: "FAILED"; readonly reason: string; readonly error: ErrorInfo }
  | { readonly outcome: "CANCELLED"; readonly reason: string };

/**
 * How a step ends that is computed with another one.
 * @throws TypeError where the other one succeeded and nothing was made for this one.
 */
export function endOfOther(end: StepEnd, asset: string): StepEnd {
  if (end.outcome === "UNCHANGED") return { outcome: end.outcome, reason: end.reason, failedChecks: end.others?.get(asset)?.failedChecks ?? [] };
  if (end.outcome !== "SUCCEEDED") return end;
  const made = end.others?.get(asset);
  if (made === undefined) throw new TypeError(`A step ended that computes "${asset}", too, and made nothing for it.`);
  return { outcome: end.outcome, reason: made.materialization.reason, ...made };
}

/** An attempt failed, and another one is due after `delayMs`. */
export interface StepRetry {
  readonly outcome: "RETRY";
  /** Which attempt that is, for people. */
  readonly reason: string;
  readonly error: ErrorInfo;
  readonly delayMs: number;
}

export type StepResult = StepEnd | StepRetry;

/** How a step ends whose run is being cancelled, even when it has a result: a cancelled run publishes nothing more. */
export const cancelledResult: StepEnd = { outcome: "CANCELLED", reason: "the run was cancelled while this step ran" };

/** What a step waits for that is tried again: in the words of both stores. */
export const retryText = (notBefore: Date, reason: string): string => `a retry at ${notBefore.toISOString()} (${reason})`;

/** A wish that a worker looks at sources: on demand, or before a run is planned. */
export interface ObservationRequest {
  readonly id: string;
  readonly assets: readonly string[];
  readonly runId: string | null;
  readonly requestedAt: Date;
  /** `null` until a worker has answered. */
  readonly results: readonly RecordedObservationSummary[] | null;
}

export interface RecordedObservationSummary extends CellRef {
  readonly dataVersion: string | null;
  readonly changed: boolean;
  readonly error: ErrorInfo | null;
}

/** What is to be handed to the dispatcher and was not yet. */
export interface Outbox {
  readonly steps: readonly { readonly stepId: string; readonly attempt: number }[];
  readonly observationRequests: readonly string[];
}

export interface PageOptions {
  readonly limit: number;
  /** Only what is older than this id (exclusive). */
  readonly before?: string;
}

export interface StepPage {
  readonly limit: number;
  /** Only steps with a higher ordinal. */
  readonly after?: number;
  readonly outcome?: readonly Outcome[];
}

export interface AssetStepPage {
  readonly asset: string;
  readonly limit: number;
  /** Only steps that come behind the one with this id. */
  readonly before?: string;
  readonly outcome?: readonly Outcome[];
}

/** Events of one run, or those of them that are of one kind. */
export interface EventFilter {
  readonly runId: string;
  readonly kind?: EventKind;
}

/** Which lines of a run's log, and how many. */
export interface LogQuery extends LogFilter {
  readonly runId: string;
  /** Default: all steps of the run. */
  readonly stepId?: string;
  /** Only lines behind the one with this id. */
  readonly after?: string;
  /** Only lines ahead of the one with this id. */
  readonly before?: string;
  readonly limit: number;
  /** The last lines instead of the first. */
  readonly tail?: boolean;
}

export interface Store extends AsyncDisposable {
  // definitions
  /**
   * Makes definitions the current ones of their code location. Writes an event only where the version differs, or others were reported as broken. Cells of assets that were
   * renamed take over what is recorded under the former key, where that is newer than their own.
   */
  activate(location: Omit<CodeLocation, "activatedAt">): Promise<void>;
  activeLocation(): Promise<CodeLocation | null>;
  /** Says why definitions could not be activated, in place of what was said before, until others are. Writes an event. */
  reportBroken(problems: readonly ShownProblem[]): Promise<void>;
  /** What the last report says; `null` where definitions were activated since. */
  brokenDefinitions(): Promise<BrokenDefinitions | null>;
  /**
   * Remembers what code versions are made of, and the texts of their declarations by hash. What is known already stays as it is, and the
   * same twice is written once. To be called before anything is recorded with these versions.
   */
  saveCode(manifests: readonly CodeManifest[], texts: ReadonlyMap<string, string>): Promise<void>;
  /** By code version. Without an entry where nothing was saved. */
  codeManifests(codeVersions: readonly string[]): Promise<ReadonlyMap<string, CodeManifest>>;
  /** Texts of declarations by hash. Without an entry where nothing was saved. */
  codeTexts(hashes: readonly string[]): Promise<ReadonlyMap<string, string>>;

  // cells and their history
  /** States of the given assets, or of all. */
  cells(assets?: readonly string[]): Promise<CellStates>;
  /** Newest first, those under former keys of the asset too. `before` is a sequence number. */
  materializations(options: PageOptions & { readonly asset: string }): Promise<readonly Materialization[]>;
  /** The first page of `materializations` of many assets in one read, by asset; one that has none may have no entry. */
  newestMaterializations(assets: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly Materialization[]>>;
  materialization(seq: string): Promise<Materialization | null>;
  /** Many at once in one read, in any order, without those that do not exist. */
  materializationsBySeq(seqs: readonly string[]): Promise<readonly Materialization[]>;
  /** In milliseconds, by asset: the median of the last few computations. Without an entry where there was none. */
  usualDurations(assets: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Of materializations and observations by sequence number: when the oldest of all observations behind each was last confirmed. Without an entry where there is none. */
  oldestLooks(seqs: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** Every stored value that the history refers to or that is kept of a source, at least once each. What is published while this runs may be missing. */
  keptValues(): AsyncIterable<Pick<StoredValue, "address" | "format">>;
  /** Newest first, successful and failed; under former keys too. */
  observations(options: PageOptions & { readonly asset: string }): Promise<readonly Observation[]>;
  /** Newest first: the events by which an asset was accepted, wiped, reported or renamed; under former keys too. */
  eventsByHand(options: PageOptions & { readonly asset: string }): Promise<readonly Event[]>;
  /** The first page of `observations` of many assets in one read, by asset; one that has none may have no entry. */
  newestObservations(assets: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly Observation[]>>;
  /** Many at once in one read, in any order, without those that do not exist. */
  observationsBySeq(seqs: readonly string[]): Promise<readonly Observation[]>;
  recordObservations(observations: readonly NewObservation[]): Promise<readonly RecordedObservation[]>;

  // snapshots of sources
  /** The snapshot of one version of a source. Its bytes may have been collected. */
  snapshot(version: SnapshotVersion): Promise<Snapshot | null>;
  /** What a run reads of a source; `null` where none of its steps has needed it yet. */
  runSnapshot(runId: string, source: SnapshotSource): Promise<RunSnapshot | null>;
  /** Keeps a snapshot as the newest of its source, and as what the run reads unless that is another one already: it is the answer. */
  takeSnapshot(runId: string, taken: RunSnapshot): Promise<RunSnapshot>;
  /** Forgets a snapshot whose bytes are gone or damaged, also for the runs that read it. */
  forgetSnapshot(snapshot: Snapshot): Promise<void>;

  /** The time by the store's clock. */
  now(): Promise<Date>;

  // by hand and from outside
  /** Replaces traces, each with an event; returns the cells that were (those with a newer materialization are not). */
  accept(acceptances: readonly Acceptance[], attribution: Attribution): Promise<readonly CellRef[]>;
  /** Replaces traces that say the same by another scheme of versions: no event tells of it, and a report stays. Those of cells with a newer materialization are left alone. */
  retrace(acceptances: readonly Acceptance[]): Promise<void>;
  /** Makes materialized cells missing, each with an event; returns the cells that were. */
  wipe(cells: readonly CellRef[], attribution: Attribution): Promise<readonly CellRef[]>;
  /** Records what somebody outside says about a computed cell; the trace stays. */
  report(report: NewReport): Promise<Report>;

  /** Remembers the value store that is used first, and answers which one that was. */
  bindValueStore(identity: ValueStoreIdentity): Promise<ValueStoreIdentity>;

  // observation requests
  requestObservations(assets: readonly string[], runId: string | null): Promise<ObservationRequest>;
  observationRequest(id: string): Promise<ObservationRequest | null>;
  /** Answers a request. A second answer changes nothing. */
  answerObservations(id: string, results: readonly RecordedObservationSummary[]): Promise<void>;

  // runs
  createRun(run: NewRun): Promise<Run>;
  run(id: string): Promise<Run | null>;
  /** Newest first. `before` is a run id. `asset`: only runs with a step of it. `idPrefix`: only runs whose id begins with it. */
  runs(options: PageOptions & { readonly status?: readonly RunStatus[]; readonly asset?: string; readonly idPrefix?: string }): Promise<readonly Run[]>;
  /** The steps of a run by ordinal: all, or a page of them. */
  steps(runId: string, page?: StepPage): Promise<readonly Step[]>;
  step(stepId: string): Promise<Step | null>;
  /** Many at once, each in one read however many; in any order, without those that do not exist. Lists of a hundred things need them. */
  runsById(ids: readonly string[]): Promise<readonly Run[]>;
  stepsById(ids: readonly string[]): Promise<readonly Step[]>;
  /** Steps of all runs that were to compute an asset, those of the newest run first. */
  stepsOfAsset(page: AssetStepPage): Promise<readonly Step[]>;
  /** Steps of many runs that failed, or whose materialization fails a check, in one read; those of a run by ordinal. */
  failedSteps(runIds: readonly string[]): Promise<readonly Step[]>;
  /** Counts of the steps of many runs by run id; a run without steps may have no entry. */
  stepCounts(runIds: readonly string[]): Promise<ReadonlyMap<string, StepCounts>>;
  /** Runs that have not ended, oldest first. */
  openRuns(): Promise<readonly Run[]>;
  /** `null` where there is no such run. A run that has ended is locked too: look at its status. */
  lockRun<T>(id: string, work: (run: LockedRun) => Promise<T>): Promise<T | null>;
  /** Asks a run to stop; `false` where it had ended. */
  requestCancel(id: string): Promise<boolean>;

  // execution
  /** Claims a ready step; `null` where it is not to be run (any more) at this attempt. `leaseMs` from now. */
  claimStep(stepId: string, attempt: number, worker: string, leaseMs: number): Promise<Claim | null>;
  /**
   * One transaction: event, projection, step. `null` where the claim was lost; then nothing is written. A success in a
   * run that is being cancelled is recorded as `CANCELLED` and publishes nothing. `RETRY` leaves the step handed out, as a new
   * attempt that nobody can claim before its time; it keeps its cell.
   */
  completeStep(claim: Claim, result: StepResult): Promise<{ readonly materialization: Materialization | null } | null>;
  /** Sets the progress of a running step, from 0 to 1. */
  reportProgress(claim: Claim, fraction: number, note: string | null): Promise<void>;
  /** Extends the leases of running steps; says which were lost and which belong to runs that are being cancelled. */
  renewLeases(claims: readonly Claim[], leaseMs: number): Promise<{ readonly lost: readonly string[]; readonly cancelled: readonly string[] }>;
  /** Gives steps back that this process will not finish: ready as a new attempt at once, and no loss. Claims that were lost are passed over. */
  handBack(claims: readonly Claim[]): Promise<void>;
  /**
   * Takes steps whose lease ran out from their workers: ready again as a new attempt, or failed after `maxLosses`.
   * Returns the runs to advance.
   */
  reapLostSteps(maxLosses: number): Promise<readonly string[]>;
  /** What waits to be dispatched and is due; also steps and requests sent longer than `resendAfterMs` ago that nobody claimed or answered. */
  outbox(resendAfterMs: number): Promise<Outbox>;
  markSent(outbox: Outbox): Promise<void>;

  // what steps log
  /**
   * Appends lines, whoever holds the step by now. Wakes nobody, so that a step which says much costs nothing to those who do not
   * read it: `followLogs` looks again.
   */
  appendLogs(lines: readonly NewLogLine[]): Promise<void>;
  /**
   * A page of lines in the order of their ids. Those of several steps stand in the order in which they arrived, some at a time;
   * nothing arrives before a line that was read.
   */
  logs(query: LogQuery): Promise<readonly LogLine[]>;

  // workers
  /** Registers a worker or renews its heartbeat (clock of the store). */
  heartbeat(worker: Omit<Worker, "startedAt" | "heartbeatAt">): Promise<void>;
  removeWorker(id: string): Promise<void>;
  /** Workers with a heartbeat younger than `workerTimeoutMs`. */
  workers(): Promise<readonly Worker[]>;

  // events
  /** Events after a sequence number, in order; never skips one that becomes visible late. */
  events(after: string, limit: number, of?: EventFilter): Promise<readonly Event[]>;
  /** The sequence number of the newest event that `events` would return; `"0"` without any. */
  lastSeq(): Promise<string>;
  /** Calls `wake` (without data, at times for nothing) after something was written by any process. */
  subscribe(wake: () => void): Promise<AsyncDisposable>;
}
