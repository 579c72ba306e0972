/** Which steps a worker leaves to others: those of runs that were planned on definitions which another worker serves, and of runs that a command executes itself. */
import type { Store, Worker } from "@headwater/core/engine";
import { isCommandLine } from "./identity.ts";

/** A worker as far as that depends on it. */
export interface Standing {
  readonly worker: string;
  /** Of the definitions that it serves. */
  readonly version: string;
  /** It has a successor: it finishes what was planned on its own definitions, and does nothing else any more. */
  isRetiring: boolean;
}

/** Versions of definitions whose steps it does not take. */
export async function versionsOfOthers(store: Store, { version, isRetiring }: Standing): Promise<readonly string[]> {
  const versions = isRetiring
    ? (await store.openRuns()).flatMap((run) => run.definitionsVersion ?? [])
    : (await store.workers()).filter(servesEverybody).map((worker) => worker.definitionsVersion);
  return [...new Set(versions)].filter((other) => other !== version);
}

/** Whether another live process is to execute the steps of a run. */
export async function belongsToAnother(store: Store, runId: string, { worker, version, isRetiring }: Standing): Promise<boolean> {
  const run = await store.run(runId);
  if (run === null) return false;
  const { launchedBy, definitionsVersion } = run;
  if (isCommandLine({ id: launchedBy }) && launchedBy !== worker && (await store.workers()).some(({ id }) => id === launchedBy)) return true;
  if (definitionsVersion === null || definitionsVersion === version) return false;
  return isRetiring || (await store.workers()).some((other) => servesEverybody(other) && other.definitionsVersion === definitionsVersion);
}

/** One that is stopping takes nothing any more. */
const servesEverybody = (worker: Worker): boolean => !isCommandLine(worker) && worker.slots > 0;
