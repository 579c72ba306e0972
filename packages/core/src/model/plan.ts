/** What a run would do, in which order, and the reason for every step and every skip. */
import type { Mode } from "./run.ts";
import type { Cause } from "./status.ts";

export type Action = "RUN" | "CONDITIONAL" | "HELD" | "BLOCKED";

/** A check of an asset that failed, and keeps others from reading it. */
export interface FailedCheck {
  readonly asset: string;
  readonly check: string;
}

export const failedCheckText = ({ asset, check }: FailedCheck): string => `the blocking check "${check}" of ${asset} failed`;

/** Why a step is there, and what it waits for, whose asset is a further output of another one's function. */
export const togetherText = (asset: string): string => `computed together with ${asset}`;

export interface PlannedStep {
  readonly asset: string;
  readonly partition: string | null;
  readonly action: Action;
  /** Steps of one wave depend on earlier waves only; from 0. */
  readonly wave: number;
  readonly reason: string;
  readonly causes: readonly Cause[];
  readonly rootCauses: readonly Cause[];
  /** Cells that a blocked step would have to read and that do not exist. */
  readonly missing: readonly string[];
  /** Failed blocking checks of cells that a blocked step would have to read. */
  readonly failedChecks: readonly FailedCheck[];
  /** Positions in `steps` that must have ended before. */
  readonly needs: readonly number[];
  /** Position of the step that runs the function, where this step's asset is a further output of it. */
  readonly computedWith: number | null;
}

export interface NotNeeded {
  readonly asset: string;
  readonly partitions: readonly string[];
  readonly reason: string;
}

export interface Plan {
  /** Hash of the content: two equal plans have one id, so a caller can confirm the plan it was shown. */
  readonly id: string;
  readonly mode: Mode;
  readonly select: string;
  /** In topological order. */
  readonly steps: readonly PlannedStep[];
  readonly notNeeded: readonly NotNeeded[];
}
