/** Follows the events of one run until its end. */
import type { Event, Store } from "@headwater/core/engine";
import { HeadwaterError } from "@headwater/core/engine";
import type { EventHub } from "./event-hub.ts";
import { stoppable } from "./stoppable.ts";

const pageSize = 500;

interface Sources {
  readonly store: Store;
  readonly events: EventHub;
}

/**
 * All events of a run after a sequence number in order, none missing and none twice; complete with its end.
 * @param after `"0"` for all.
 * @throws HeadwaterError `RUN_UNKNOWN`, `CURSOR_INVALID`.
 */
export async function followRun({ store, events }: Sources, id: string, after: string): Promise<AsyncIterableIterator<Event>> {
  await events.requireKnown(after);
  if ((await store.run(id)) === null) throw new HeadwaterError("RUN_UNKNOWN", { id });
  return stoppable((signal) => follow({ store, events }, id, after, AbortSignal.any([signal, events.closing])));
}

async function* follow({ store, events }: Sources, runId: string, after: string, signal: AbortSignal): AsyncGenerator<Event, void> {
  let seen = after;
  while (!signal.aborted) {
    const written = events.nextWrite(signal);
    const page = await store.events(seen, pageSize, { runId });
    for (const event of page) {
      seen = event.seq;
      yield event;
      if (event.kind === "run_ended") return;
    }
    if (page.length === pageSize) continue;
    if (page.length === 0 && (await hasEnded(store, runId, seen))) return;
    await written;
  }
}

/** Whether the end of a run lies at or before an event. That a run has ended may be known before its last event can be read. */
async function hasEnded(store: Store, runId: string, seen: string): Promise<boolean> {
  const [end] = await store.events("0", 1, { runId, kind: "run_ended" });
  return end !== undefined && BigInt(end.seq) <= BigInt(seen);
}
