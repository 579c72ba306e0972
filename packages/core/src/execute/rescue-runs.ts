/** What others left undone and that is in the way of a run: steps whose worker vanished, and runs that nobody executes any more. */
import type { Store } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";

/** A step whose worker vanished this often is failed: it may be what kills them. */
export const maximumLosses = 3;

const everyMs = 1_000;
/** A process that looks so late was asleep, or blocked by a function: first it renews its own leases, before it calls any step lost. */
const tooLateMs = 5_000;

export interface Rescue {
  /** Looks whether something is in the way, once a second however often it is asked, and sets about it. */
  look(): Promise<void>;
  /** Resolves when all that was set about has ended. */
  settled(): Promise<unknown>;
}

export interface RescueOptions {
  readonly runId: string;
  /** Who executes the run. */
  readonly worker: string;
  /** Brings another run to its end. One that fails is tried again. */
  readonly finish: (runId: string) => Promise<unknown>;
  /** Runs that this process executes already. Finishing one adds it, so that runs which wait for each other do not go round in circles. */
  readonly inHand: Set<string>;
}

export function createRescue(store: Store, { runId, worker, finish, inHand }: RescueOptions): Rescue {
  const finishing = new Set<Promise<unknown>>();
  let next = Date.now() + everyMs;
  const start = (id: string): void => {
    inHand.add(id);
    const work = finish(id)
      .catch(() => undefined)
      .finally(() => {
        inHand.delete(id);
        finishing.delete(work);
      });
    finishing.add(work);
  };
  return {
    async look() {
      const late = Date.now() - next;
      if (late < 0) return;
      next = Date.now() + everyMs;
      if (late > tooLateMs) return;
      for (const lost of await store.reapLostSteps(maximumLosses)) await advanceRun(store, lost);
      for (const id of await idleHolders(store, runId, worker)) if (!inHand.has(id)) start(id);
    },
    settled: () => Promise.all(finishing),
  };
}

/** Runs that hold cells for which a run waits, of which nothing runs, and while no worker is alive that could execute them. */
async function idleHolders(store: Store, runId: string, me: string): Promise<readonly string[]> {
  const waiting = (await store.steps(runId)).filter((step) => step.outcome === "WAITING" && !step.ready && step.waitingFor !== null);
  if (waiting.length === 0) return [];
  const workers = (await store.workers()).filter((worker) => worker.id !== me);
  const runs = await store.openRuns();
  // Who launched a run and executes it itself executes no other: two that wait must not leave it to each other.
  const isBusy = (worker: string, other: string): boolean => runs.some((run) => run.launchedBy === worker && run.id !== other);
  const wanted = new Set(waiting.map((step) => step.asset));
  const holders: string[] = [];
  for (const { id } of runs) {
    if (id === runId || workers.some((worker) => !isBusy(worker.id, id))) continue;
    const steps = await store.steps(id);
    if (steps.some((step) => step.ready && wanted.has(step.asset)) && steps.every((step) => step.outcome !== "RUNNING")) holders.push(id);
  }
  return holders;
}
