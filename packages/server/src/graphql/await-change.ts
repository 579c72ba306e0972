/** Waits for something to become true in the store: looks again whenever somebody has written. */
import type { EventHub } from "./event-hub.ts";

/** Looks at once and after every write, until `look` finds something; `null` once `patienceMs` are over or the server closes. */
export async function awaitChange<T>(events: EventHub, patienceMs: number, look: () => Promise<T | null>): Promise<T | null> {
  const deadline = AbortSignal.any([AbortSignal.timeout(patienceMs), events.closing]);
  for (;;) {
    const written = events.nextWrite(deadline);
    const found = await look();
    if (found !== null || deadline.aborted) return found;
    await written;
  }
}
