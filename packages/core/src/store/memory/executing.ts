/** Claims, leases and completion of steps. */
import type { LastAttempt, Materialization } from "../../model/cell.ts";
import { errorInfo } from "../../model/error-info.ts";
import { HeadwaterError } from "../../model/errors.ts";
import { hasEnded, isAttempt } from "../../model/run.ts";
import { type Claim, cancelledResult, endOfOther, retryText, type StepEnd, type StepRetry, type Store } from "../store.ts";
import { append, type MemoryState, type StepEntry, setCell, setStep, stepEntry } from "./memory-state.ts";
import { publish } from "./publish.ts";

type Executing = Pick<Store, "claimStep" | "completeStep" | "reportProgress" | "renewLeases" | "handBack" | "reapLostSteps" | "outbox" | "markSent">;

export function executing(state: MemoryState): Executing {
  const clock = (): number => state.now().getTime();
  const held = (claim: Claim): StepEntry | undefined => {
    const step = stepEntry(state, claim.step.id);
    return step?.token === claim.token && step.outcome === "RUNNING" ? step : undefined;
  };
  const isDue = (step: StepEntry): boolean => step.notBefore === null || step.notBefore.getTime() <= clock();
  return {
    async claimStep(stepId, attempt, worker, leaseMs) {
      const step = stepEntry(state, stepId);
      const run = step && state.runs.get(step.runId);
      if (step === undefined || run === undefined || run.status !== "RUNNING" || !step.ready || step.outcome !== "WAITING" || step.attempts !== attempt)
        return null;
      if (!isDue(step) || step.computedWith !== null) return null;
      const token = crypto.randomUUID();
      const leaseUntil = clock() + leaseMs;
      const claimed = setStep(state, step, {
        ...{ outcome: "RUNNING", waitingFor: null, notBefore: null, error: null, worker, token, leaseUntil },
        startedAt: state.now(),
      });
      append(state, { kind: "step_started", ...place(step), data: { ordinal: step.ordinal, attempt, worker } });
      return { run, step: claimed, token, others: computedWith(state, step).map((other) => other.asset) };
    },
    async completeStep(claim, result) {
      const step = held(claim);
      if (step === undefined) return null;
      const isCancelled = (result.outcome === "SUCCEEDED" || result.outcome === "RETRY") && state.runs.get(step.runId)?.status === "CANCELLING";
      const counted = isCancelled ? cancelledResult : result;
      return counted.outcome === "RETRY" ? retryLater(state, step, counted) : complete(state, step, counted);
    },
    async reportProgress(claim, fraction, note) {
      const step = held(claim);
      if (step === undefined) return;
      setStep(state, step, { progress: fraction });
      append(state, { kind: "step_progress", ...place(step), data: { fraction, note } });
    },
    async renewLeases(claims, leaseMs) {
      const steps = claims.map((claim) => ({ id: claim.step.id, step: held(claim) }));
      for (const { step } of steps) if (step !== undefined) setStep(state, step, { leaseUntil: clock() + leaseMs });
      return {
        lost: steps.filter(({ step }) => step === undefined).map(({ id }) => id),
        cancelled: steps.filter(({ step }) => step !== undefined && state.runs.get(step.runId)?.status === "CANCELLING").map(({ id }) => id),
      };
    },
    async handBack(claims) {
      for (const claim of claims) {
        const step = held(claim);
        if (step === undefined) continue;
        append(state, { kind: "step_lost", ...place(step), data: { ordinal: step.ordinal, attempt: step.attempts, worker: step.worker } });
        giveBack(state, step, step.losses);
      }
    },
    async reapLostSteps(maxLosses) {
      const lost = [...state.steps.values()].flat().filter((step) => step.outcome === "RUNNING" && step.leaseUntil < clock());
      for (const step of lost) reap(state, step, maxLosses);
      return [...new Set(lost.map((step) => step.runId))];
    },
    async outbox(resendAfterMs) {
      const due = (sentAt: number | null): boolean => sentAt === null || sentAt < clock() - resendAfterMs;
      return {
        steps: [...state.steps.values()]
          .flat()
          .filter((step) => step.ready && step.computedWith === null && step.outcome === "WAITING" && isDue(step) && due(step.sentAt))
          .map((step) => ({ stepId: step.id, attempt: step.attempts })),
        observationRequests: [...state.requests.values()].filter((request) => request.results === null && due(request.sentAt)).map((request) => request.id),
      };
    },
    async markSent(outbox) {
      for (const { stepId, attempt } of outbox.steps) {
        const step = stepEntry(state, stepId);
        if (step?.attempts === attempt) setStep(state, step, { sentAt: clock() });
      }
      for (const id of outbox.observationRequests) {
        const request = state.requests.get(id);
        if (request !== undefined) state.requests.set(id, { ...request, sentAt: clock() });
      }
    },
  };
}

const place = (step: StepEntry) => ({ asset: step.asset, partition: step.partition, runId: step.runId, stepId: step.id });

/** As if the step were handed out anew, at a later time. */
function retryLater(state: MemoryState, step: StepEntry, { reason, error, delayMs }: StepRetry): { materialization: null } {
  const notBefore = new Date(state.now().getTime() + delayMs);
  append(state, {
    kind: "step_retried",
    ...place(step),
    data: { ordinal: step.ordinal, attempt: step.attempts, error: { ...error, cause: null }, notBefore: notBefore.toISOString(), reason },
  });
  setStep(state, step, { ...handedOut, attempts: step.attempts + 1, error, notBefore, waitingFor: retryText(notBefore, reason) });
  return { materialization: null };
}

/** Not claimed, and not sent to the dispatcher. */
const handedOut = { outcome: "WAITING", ready: true, token: null, worker: null, startedAt: null, sentAt: null, progress: null } as const;

/** The steps that are computed with this one. */
const computedWith = (state: MemoryState, { runId, ordinal }: StepEntry): readonly StepEntry[] =>
  (state.steps.get(runId) ?? []).filter((step) => step.computedWith === ordinal);

function complete(state: MemoryState, step: StepEntry, result: StepEnd): { materialization: Materialization | null } {
  const { startedAt, attempts, losses, worker } = step;
  const others = computedWith(state, step).map((other) => ({ other, end: endOfOther(result, other.asset) }));
  const materialization = endStep(state, step, result);
  for (const { other, end } of others) endStep(state, { ...other, startedAt, attempts, losses, worker }, end);
  return { materialization };
}

function endStep(state: MemoryState, step: StepEntry, result: StepEnd): Materialization | null {
  const { outcome, reason } = result;
  const materialization = result.outcome === "SUCCEEDED" ? publish(state, step, result.materialization) : null;
  const error = result.outcome === "FAILED" ? result.error : null;
  const failedChecks = ("failedChecks" in result && result.failedChecks) || [];
  const endedAt = state.now();
  const ended = { ready: false, endedAt, token: null, waitingFor: null };
  setStep(state, step, { ...ended, outcome, reason, error, failedChecks, materialization: materialization?.seq ?? null });
  const lastAttempt: LastAttempt = { runId: step.runId, stepId: step.id, outcome, at: endedAt, error };
  if (isAttempt(outcome)) setCell(state, step, { lastAttempt });
  append(state, { kind: "step_ended", ...place(step), data: { ordinal: step.ordinal, outcome, reason } });
  return materialization;
}

function reap(state: MemoryState, step: StepEntry, maxLosses: number): void {
  if (hasEnded(step.outcome)) return;
  const losses = step.losses + 1;
  const worker = step.worker ?? "unknown";
  append(state, { kind: "step_lost", ...place(step), data: { ordinal: step.ordinal, attempt: step.attempts, worker } });
  if (losses >= maxLosses) {
    const error = errorInfo(new HeadwaterError("STEP_LOST", { worker, times: losses }));
    complete(state, setStep(state, step, { losses }), { outcome: "FAILED", reason: error.message, error: { ...error, stack: null } });
    return;
  }
  giveBack(state, step, losses);
}

/** Ready again as a new attempt. */
function giveBack(state: MemoryState, step: StepEntry, losses: number): void {
  setStep(state, step, { ...handedOut, losses, attempts: step.attempts + 1, waitingFor: "a worker" });
}
