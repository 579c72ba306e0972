/** Carries a run from its request to its end within this process: the executor of tests, `materialize()` and the CLI without a worker. */
import { isFinished, type Run, type Step } from "../model/run.ts";
import type { ObservationRequest, Store } from "../store/store.ts";
import { type Advanced, advanceRun } from "./advance-run.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { executeClaim } from "./execute-step.ts";
import { keepLeases, type LeaseKeeper, leaseTimes } from "./keep-leases.ts";
import { observeSources } from "./observe-sources.ts";
import { planQueuedRun } from "./plan-queued-run.ts";
import { createRescue, type Rescue } from "./rescue-runs.ts";

export interface InProcessOptions {
  /** Steps at the same time. */
  readonly concurrency?: number;
  /** Cancels the run; what was recorded stays. Another run that is finished first is not cancelled, but left to others. */
  readonly signal?: AbortSignal;
  /** Who claims the steps. */
  readonly worker?: string;
  /** Told of another run that is finished first. */
  readonly onRescue?: (runId: string) => void;
}

const pollMs = 500;
/** While steps of ours run, their ends move the run on; what others write may wait so long. */
const newsMs = 50;

/**
 * Resolves with the ended run. Where it waits for cells that an abandoned run holds (its processes died or were stopped), that
 * run is brought to its end, too.
 */
export const runInProcess = (environment: ExecutionEnvironment, runId: string, options: InProcessOptions = {}): Promise<Run> =>
  execute(environment, runId, { ...defaults, signal: new AbortController().signal, ...options, interrupted: "cancel" }, new Set([runId]));

const defaults = { concurrency: 4, worker: "in-process", onRescue: () => undefined };

interface ExecuteOptions extends Required<InProcessOptions> {
  /** What becomes of the run when the signal is aborted. */
  readonly interrupted: "cancel" | "leave";
}

/** @param inHand Runs that this process executes, with this one. */
async function execute(environment: ExecutionEnvironment, runId: string, options: ExecuteOptions, inHand: Set<string>): Promise<Run> {
  const { store } = environment;
  const finish = (other: string): Promise<Run> => {
    options.onRescue(other);
    return execute(environment, other, { ...options, interrupted: "leave" }, inHand);
  };
  const rescue = createRescue(store, { runId, worker: options.worker, finish, inHand });
  const bell = createBell();
  const running = new Set<string>();
  await using _subscription = await store.subscribe(() => bell.ringWithin(running.size > 0 ? newsMs : 0));
  await using leases = keepLeases(store);
  options.signal.addEventListener("abort", bell.ring, { once: true });
  try {
    const ended = await drive(environment, runId, options, { bell, leases, rescue, running });
    await rescue.settled();
    return ended;
  } finally {
    options.signal.removeEventListener("abort", bell.ring);
    bell.ring();
  }
}

interface Tools {
  readonly bell: Bell;
  readonly leases: LeaseKeeper;
  readonly rescue: Rescue;
  /** Ids of the steps that this process executes now. */
  readonly running: Set<string>;
}

async function drive(
  environment: ExecutionEnvironment,
  runId: string,
  { concurrency, worker, signal, interrupted }: ExecuteOptions,
  { bell, leases, rescue, running }: Tools,
): Promise<Run> {
  const { store } = environment;
  const failures: unknown[] = [];
  for (;;) {
    const rung = bell.next();
    if (failures.length > 0) throw failures[0];
    if (signal.aborted && interrupted === "leave") {
      await leases.handBack();
      if (running.size === 0) return existing(store, runId);
    } else if (signal.aborted) {
      await store.requestCancel(runId);
      leases.abortAll(new Error("The run was cancelled."));
    }
    await rescue.look();
    const { ended, handedOut } = await movedOn(environment, runId, signal);
    const run = ended && running.size === 0 ? await existing(store, runId) : null;
    if (run !== null && isFinished(run.status)) return run;
    const ready = await dueSteps(
      store,
      handedOut.filter((step) => !running.has(step.id)),
      bell,
    );
    const free = signal.aborted ? 0 : Math.max(0, concurrency - running.size);
    for (const step of ready.slice(0, free)) {
      running.add(step.id);
      void executeReady(environment, step.id, step.attempts, worker, leases)
        .catch((error: unknown) => failures.push(error) > 0)
        .then((isNews) => {
          running.delete(step.id);
          if (isNews) bell.ring();
        });
    }
    await rung;
  }
}

/** Plans the run where that is possible by now, and moves it on. */
async function movedOn(environment: ExecutionEnvironment, runId: string, signal: AbortSignal): Promise<Advanced> {
  if ((await existing(environment.store, runId)).status === "QUEUED") await plan(environment, runId, signal);
  const advanced = await advanceRun(environment.store, runId);
  if (advanced === null) throw new TypeError(`Run ${runId} does not exist.`);
  return advanced;
}

/** Steps without those that are tried again later; the bell rings when the first of these is due. */
async function dueSteps(store: Store, steps: readonly Step[], bell: Bell): Promise<readonly Step[]> {
  if (steps.every((step) => step.notBefore === null)) return steps;
  const now = (await store.now()).getTime();
  const waits = new Map(steps.map((step) => [step, (step.notBefore?.getTime() ?? 0) - now]));
  const later = [...waits.values()].filter((wait) => wait > 0);
  if (later.length > 0) setTimeout(bell.ring, Math.min(pollMs, ...later)).unref();
  return steps.filter((step) => (waits.get(step) ?? 0) <= 0);
}

/** `false` where the step was not to be claimed: whoever has it makes itself heard. */
async function executeReady(environment: ExecutionEnvironment, stepId: string, attempt: number, worker: string, leases: LeaseKeeper): Promise<boolean> {
  const claim = await environment.store.claimStep(stepId, attempt, worker, leaseTimes.leaseMs);
  if (claim !== null) await leases.hold(claim, (signal) => executeClaim(environment, claim, signal));
  return claim !== null;
}

/** Plans the run where that is possible by now: its observation is made here. */
async function plan(environment: ExecutionEnvironment, runId: string, signal: AbortSignal): Promise<void> {
  const { store } = environment;
  await planQueuedRun(store, runId);
  const request = await store.lockRun(runId, (locked) => locked.observationRequest());
  if (request !== null && request.results === null && (await answer(environment, request, signal))) await planQueuedRun(store, runId);
}

/** `false` where the look was interrupted: then the run is being cancelled, and needs no answer. */
async function answer(environment: ExecutionEnvironment, { id, assets }: ObservationRequest, signal: AbortSignal): Promise<boolean> {
  try {
    await environment.store.answerObservations(id, await observeSources(environment, assets, signal));
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function existing(store: Store, runId: string): Promise<Run> {
  const run = await store.run(runId);
  if (run === null) throw new TypeError(`Run ${runId} does not exist.`);
  return run;
}

interface Bell {
  ring(): void;
  ringWithin(ms: number): void;
  /** Resolves at the next ring after this call, or after a while. */
  next(): Promise<void>;
}

function createBell(): Bell {
  let waiting: (() => void)[] = [];
  let soon: NodeJS.Timeout | undefined;
  const ring = (): void => {
    clearTimeout(soon);
    soon = undefined;
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  return {
    ring,
    ringWithin(ms) {
      if (ms === 0) ring();
      else soon ??= setTimeout(ring, ms);
    },
    next: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
