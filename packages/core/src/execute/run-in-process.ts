/** Carries a run from its request to its end within this process: the executor of tests, `materialize()` and the CLI without a worker. */
import { isFinished, type Run, type Step } from "../model/run.ts";
import type { ObservationRequest, Store } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { executeStep } from "./execute-step.ts";
import { keepLeases, type LeaseKeeper, leaseTimes } from "./keep-leases.ts";
import { observeSources } from "./observe-sources.ts";
import { planQueuedRun } from "./plan-queued-run.ts";

export interface InProcessOptions {
  /** Steps at the same time. */
  readonly concurrency?: number;
  /** Cancels the run; what was recorded stays. */
  readonly signal?: AbortSignal;
  /** Who claims the steps. */
  readonly worker?: string;
}

const pollMs = 500;

/** Resolves with the ended run. */
export async function runInProcess(environment: ExecutionEnvironment, runId: string, options: InProcessOptions = {}): Promise<Run> {
  const { store } = environment;
  const bell = createBell();
  await using _subscription = await store.subscribe(bell.ring);
  await using leases = keepLeases(store);
  options.signal?.addEventListener("abort", bell.ring, { once: true });
  try {
    return await drive(environment, runId, { concurrency: 4, worker: "in-process", signal: new AbortController().signal, ...options }, { bell, leases });
  } finally {
    options.signal?.removeEventListener("abort", bell.ring);
    bell.ring();
  }
}

interface Tools {
  readonly bell: Bell;
  readonly leases: LeaseKeeper;
}

async function drive(
  environment: ExecutionEnvironment,
  runId: string,
  { concurrency, worker, signal }: Required<InProcessOptions>,
  tools: Tools,
): Promise<Run> {
  const { store } = environment;
  const running = new Set<string>();
  const failures: unknown[] = [];
  for (;;) {
    const rung = tools.bell.next();
    if (failures.length > 0) throw failures[0];
    if (signal.aborted) {
      await store.requestCancel(runId);
      tools.leases.abortAll(new Error("The run was cancelled."));
    }
    const run = await planned(environment, runId, signal);
    if (isFinished(run.status) && running.size === 0) return run;
    await advanceRun(store, runId);
    const waiting = (await store.steps(runId)).filter((step) => step.ready && step.outcome === "WAITING" && !running.has(step.id));
    const ready = await dueSteps(store, waiting, tools.bell);
    for (const step of ready.slice(0, Math.max(0, concurrency - running.size))) {
      running.add(step.id);
      void execute(environment, step.id, step.attempts, worker, tools.leases)
        .catch((error: unknown) => failures.push(error) > 0)
        .then((isNews) => {
          running.delete(step.id);
          if (isNews) tools.bell.ring();
        });
    }
    const ended = await store.run(runId);
    if (ended !== null && isFinished(ended.status) && running.size === 0) return ended;
    await rung;
  }
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
async function execute(environment: ExecutionEnvironment, stepId: string, attempt: number, worker: string, leases: LeaseKeeper): Promise<boolean> {
  const claim = await environment.store.claimStep(stepId, attempt, worker, leaseTimes.leaseMs);
  if (claim !== null) await leases.hold(claim, (signal) => executeStep(environment, claim, signal));
  return claim !== null;
}

/** The run, planned where that is possible by now: its observation is made here. */
async function planned(environment: ExecutionEnvironment, runId: string, signal: AbortSignal): Promise<Run> {
  const { store } = environment;
  const run = await existing(store, runId);
  if (run.status !== "QUEUED") return run;
  await planQueuedRun(store, runId);
  const request = await store.lockRun(runId, (locked) => locked.observationRequest());
  if (request !== null && request.results === null && (await answer(environment, request, signal))) await planQueuedRun(store, runId);
  return existing(store, runId);
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
  /** Resolves at the next ring after this call, or after a while. */
  next(): Promise<void>;
}

function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      const all = waiting;
      waiting = [];
      for (const resolve of all) resolve();
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
