/** Claims a step and runs it under a lease. */
import { type ExecutionEnvironment, executeStep, type LeaseKeeper, leaseTimes, type Step } from "@headwater/core/engine";
import { runIdOf } from "../dispatch/jobs.ts";
import { belongsToAnother, type Standing } from "./others-work.ts";

export interface StepTaker {
  readonly environment: ExecutionEnvironment;
  /** The worker that this process is. */
  readonly me: Standing;
  readonly leases: LeaseKeeper;
  /** Sends what became ready through the step. */
  readonly flush: () => Promise<void>;
  /** Told about each step that ended here; costs a read. */
  readonly tell?: (step: Step) => void;
}

/** Resolves when the step has ended; at once where it is not to be run (any more). */
export async function takeStep({ environment, me, leases, flush, tell }: StepTaker, stepId: string, attempt: number): Promise<void> {
  const { store } = environment;
  if (await belongsToAnother(store, runIdOf(stepId), me)) return;
  const claim = await store.claimStep(stepId, attempt, me.worker, leaseTimes.leaseMs);
  if (claim === null) return;
  await leases.hold(claim, (signal) => executeStep(environment, claim, signal));
  await flush();
  const ended = tell === undefined ? null : await store.step(stepId);
  if (ended !== null) tell?.(ended);
}
