/** The control plane of a server: plans runs that wait for it, moves runs on, takes steps from dead workers, sends what waits. */
import { maximumLosses, type Store, sweepRuns } from "@headwater/core/engine";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";

export interface ControlLoopOptions {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly log: ProcessLog;
}

/** Works at every wake of the store, and once a second in case that one was missed. */
export async function startControlLoop({ store, dispatcher, log }: ControlLoopOptions): Promise<AsyncDisposable> {
  const loop = startLoop({ name: "control loop", everyMs: 1_000, gapMs: 10, log, pass: () => controlPass(store, dispatcher) });
  const subscription = await store.subscribe(loop.wake);
  return {
    async [Symbol.asyncDispose]() {
      await subscription[Symbol.asyncDispose]();
      await loop[Symbol.asyncDispose]();
    },
  };
}

/** Idempotent: any number of processes may do this at the same time. Idle, it is two small queries. */
export async function controlPass(store: Store, dispatcher: Dispatcher): Promise<void> {
  try {
    if ((await store.openRuns()).length > 0) {
      await store.reapLostSteps(maximumLosses);
      await sweepRuns(store);
    }
  } finally {
    // Also where a run cannot be moved on: what is ready need not wait for that.
    await dispatcher.flush(store);
  }
}
