/** Runs and their steps: the states they pass through and what is recorded about them. */
import type { ErrorInfo } from "./error-info.ts";
import type { Json } from "./json.ts";

export type Mode = "STALE" | "ALL";
export type RunStatus = "QUEUED" | "RUNNING" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
export type Outcome = "WAITING" | "RUNNING" | "SUCCEEDED" | "UNCHANGED" | "REUSED" | "FAILED" | "SKIPPED" | "BLOCKED" | "CANCELLED";
/** How a step ends without having run. */
export type SettledOutcome = "UNCHANGED" | "REUSED" | "SKIPPED" | "BLOCKED" | "CANCELLED";

export const isFinished = (status: RunStatus): boolean => status === "SUCCEEDED" || status === "FAILED" || status === "CANCELLED";
export const hasEnded = (outcome: Outcome): boolean => outcome !== "WAITING" && outcome !== "RUNNING";

/** Whether an end says something of a try at the cell: nothing was tried where nothing was to do, or nothing could be read. */
export const isAttempt = (outcome: Outcome): boolean => outcome !== "UNCHANGED" && outcome !== "BLOCKED";

/** Config given to a run, by asset key. */
export type RunConfig = { readonly [assetKey: string]: Json };

/** `code` is one of the error catalogue's: `PLAN_CHANGED`, `PLAN_BLOCKED`... */
export interface EndReason {
  readonly code: string;
  readonly message: string;
  /** What to do next; `null` where nobody noted it. */
  readonly fix: string | null;
}

export interface Run {
  readonly id: string;
  readonly status: RunStatus;
  readonly mode: Mode;
  readonly select: string;
  readonly config: RunConfig;
  /** Also plan the stale upstream of the selection. */
  readonly upstream: boolean;
  /** Observe the sources upstream of the selection before planning. */
  readonly observe: boolean;
  /** Leave blocked steps out instead of refusing the run. */
  readonly skipBlocked: boolean;
  /** The plan that the caller confirmed: another binding plan starts nothing. */
  readonly confirmedPlan: string | null;
  readonly launchedBy: string;
  readonly note: string | null;
  readonly retryOf: string | null;
  /** Version of the definitions that the run was planned with; `null` until then. */
  readonly definitionsVersion: string | null;
  /** Why the run ended as it did, when its steps do not say it (blocked, plan changed, no longer possible). */
  readonly endedBecause: EndReason | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface Step {
  /** `<run id>.<ordinal>` */
  readonly id: string;
  readonly runId: string;
  /** Position in the run's topological order, from 0. */
  readonly ordinal: number;
  readonly asset: string;
  readonly partition: string | null;
  readonly action: "RUN" | "CONDITIONAL" | "HELD" | "BLOCKED";
  readonly wave: number;
  readonly outcome: Outcome;
  /** Why it was planned; after its end, why it ended so. */
  readonly reason: string;
  /** Ordinals of the steps of the same run that must have ended before. */
  readonly needs: readonly number[];
  /** Handed out for execution (and not ended): it waits for a worker or runs on one. */
  readonly ready: boolean;
  readonly waitingFor: string | null;
  /** The attempt that is handed out or was the last; 0 before the first. */
  readonly attempts: number;
  /** Attempts that ended because their worker vanished: apart from failures of the asset. */
  readonly losses: number;
  /** Handed out, but not to be claimed before: the next attempt after a failed one. */
  readonly notBefore: Date | null;
  readonly worker: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly progress: number | null;
  readonly error: ErrorInfo | null;
  /** Sequence number of the materialization that the step wrote. */
  readonly materialization: string | null;
  /** Names of the failed error checks of what is current after the step, whether it was computed, reused or unchanged. */
  readonly failedChecks: readonly string[];
  /** Ordinal of the step that runs the function, where this step's asset is a further output of it; such a step is never handed out itself. */
  readonly computedWith: number | null;
}

/** Counts of a run's steps by outcome. */
export type StepCounts = { readonly [O in Outcome]: number };

/** Counts steps by outcome. */
export function countSteps(steps: readonly Pick<Step, "outcome">[]): StepCounts {
  const counts = { WAITING: 0, RUNNING: 0, SUCCEEDED: 0, UNCHANGED: 0, REUSED: 0, FAILED: 0, SKIPPED: 0, BLOCKED: 0, CANCELLED: 0 };
  for (const step of steps) counts[step.outcome] += 1;
  return counts;
}
