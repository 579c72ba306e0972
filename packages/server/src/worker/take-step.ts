/** Claims a step and runs it under a lease. */
import { type ExecutionEnvironment, executeStep, type LeaseKeeper, leaseTimes, type Step, type Store } from "@headwater/core/engine";
import { isCommandLine } from "./identity.ts";

export interface StepTaker {
  readonly environment: ExecutionEnvironment;
  /** Id of the worker that this process is. */
  readonly worker: string;
  readonly leases: LeaseKeeper;
  /** Sends what became ready through the step. */
  readonly flush: () => Promise<void>;
  /** Told about each step that ended here; costs a read. */
  readonly tell?: (step: Step) => void;
}

/** Resolves when the step has ended; at once where it is not to be run (any more). */
export async function takeStep({ environment, worker, leases, flush, tell }: StepTaker, stepId: string, attempt: number): Promise<void> {
  const { store } = environment;
  if (await belongsToAnother(store, runIdOf(stepId), worker)) return;
  const claim = await store.claimStep(stepId, attempt, worker, leaseTimes.leaseMs);
  if (claim === null) return;
  await leases.hold(claim, (signal) => executeStep(environment, claim, signal));
  await flush();
  const ended = tell === undefined ? null : await store.step(stepId);
  if (ended !== null) tell?.(ended);
}

const runIdOf = (stepId: string): string => stepId.slice(0, stepId.lastIndexOf("."));

/** A run that a command runs in its own process is left to that process for as long as it lives. */
async function belongsToAnother(store: Store, runId: string, me: string): Promise<boolean> {
  const launchedBy = (await store.run(runId))?.launchedBy;
  if (launchedBy === undefined || launchedBy === me || !isCommandLine({ id: launchedBy })) return false;
  return (await store.workers()).some((worker) => worker.id === launchedBy);
}
