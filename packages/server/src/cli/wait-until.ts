/** Waits for something to be true of the store. */
import type { Store } from "@headwater/core/engine";
import { Interrupted } from "./report-error.ts";

const everyMs = 500;

/**
 * Asks at every wake of the store, and twice a second, until the answer is not `null`.
 * @throws Interrupted when the signal is aborted
 */
export async function waitUntil<T>(store: Store, signal: AbortSignal, ask: () => Promise<T | null>): Promise<T> {
  let ring = (): void => undefined;
  await using _subscription = await store.subscribe(() => ring());
  const onAbort = (): void => ring();
  signal.addEventListener("abort", onAbort);
  try {
    for (;;) {
      let rung = false;
      let wake = (): void => undefined;
      ring = () => {
        rung = true;
        wake();
      };
      if (signal.aborted) throw new Interrupted();
      const answer = await ask();
      if (answer !== null) return answer;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (rung) wake();
      });
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
