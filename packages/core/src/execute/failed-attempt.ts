/** What follows from an error that a step ended with: another attempt, or the failure of the step. */
import { adviceOf } from "../define/failure.ts";
import { errorInfo } from "../model/error-info.ts";
import { HeadwaterError } from "../model/errors.ts";
import { type RetryPolicy, retryDelayMs } from "../model/retry.ts";
import type { Step } from "../model/run.ts";
import type { StepResult } from "../store/store.ts";

export type FailedAttempt = Extract<StepResult, { readonly error: unknown }>;

/** @param random From 0 to 1; tests may give their own. */
export function failedAttempt(thrown: unknown, step: Pick<Step, "attempts" | "losses">, retry: RetryPolicy | null, random?: () => number): FailedAttempt {
  const error = errorInfo(thrown);
  // Attempts whose worker vanished are no failures of the asset.
  const failures = step.attempts - step.losses;
  const advice = adviceOf(thrown);
  if (retry === null || failures >= retry.attempts || advice?.kind === "terminal" || isHopeless(thrown)) {
    return { outcome: "FAILED", reason: error.message.split("\n")[0] || error.name, error };
  }
  const delayMs = advice?.delayMs ?? retryDelayMs(retry, failures, random);
  return { outcome: "RETRY", reason: `attempt ${failures + 1} of ${retry.attempts}`, error, delayMs };
}

/** What is wrong with the request or the declaration is still wrong at the next attempt. */
const isHopeless = (thrown: unknown): boolean => HeadwaterError.is(thrown) && (thrown.kind === "request" || thrown.kind === "definition");
