/** One tail of the event log per process, handed on to any number of followers. */
import type { Event, Store } from "@headwater/core/engine";
import { HeadwaterError } from "@headwater/core/engine";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";
import { stoppable } from "./stoppable.ts";

export interface EventHub extends AsyncDisposable {
  /**
   * All events after a sequence number in order, none missing and none twice, then live ones; without a number those from now on.
   * Ends with `return()` and with the hub.
   * @throws HeadwaterError `CURSOR_INVALID` where no event can have had this number.
   */
  follow(after: string | null): Promise<AsyncIterableIterator<Event>>;
  /** @throws HeadwaterError `CURSOR_INVALID` where no event can have had this number. */
  requireKnown(seq: string): Promise<void>;
  /** Calls `listener` with every event from now on, once each, through failures of the database too. */
  listen(listener: (event: Event) => void): void;
  /** The number of the last event that was handed on. */
  position(): string;
  /** Resolves after the next write by any process, and when `signal` is aborted. */
  nextWrite(signal: AbortSignal): Promise<void>;
  /** Aborted when the hub is disposed: whoever waits should stop. */
  readonly closing: AbortSignal;
}

/** A follower that lags further behind reads from the table again. */
const queueLimit = 1_000;
const pageSize = 500;

/** The live events that a follower has not taken yet. */
interface Queue {
  /** It holds every event after this one... */
  readonly after: string;
  readonly events: Event[];
  /** ...unless it overflowed. */
  overflown: boolean;
}

const isBefore = (a: string, b: string): boolean => BigInt(a) < BigInt(b);

/** Follows the store until it is disposed. */
export async function createEventHub(store: Store, log: ProcessLog): Promise<EventHub> {
  const queues = new Set<Queue>();
  const listeners = new Set<(event: Event) => void>();
  const closing = new AbortController();
  const writes = createSignal();
  let position = await store.lastSeq();

  const hand = (event: Event): void => {
    position = event.seq;
    for (const listener of listeners) listener(event);
    for (const queue of queues) {
      if (queue.events.length < queueLimit) queue.events.push(event);
      else {
        queue.overflown = true;
        queues.delete(queue);
      }
    }
  };
  const pass = async (): Promise<void> => {
    for (;;) {
      const page = await store.events(position, pageSize);
      page.forEach(hand);
      if (page.length < pageSize) break;
    }
    writes.give();
  };
  const loop = startLoop({ name: "event stream", everyMs: 1_000, log, pass });
  const subscription = await store.subscribe(loop.wake);

  async function* live(after: string, signal: AbortSignal): AsyncGenerator<Event, void> {
    let seen = after;
    while (!signal.aborted) {
      const queue: Queue = { after: position, events: [], overflown: false };
      queues.add(queue);
      try {
        for await (const event of replay(store, seen, queue.after)) {
          seen = event.seq;
          yield event;
        }
        while (!signal.aborted && (queue.events.length > 0 || !queue.overflown)) {
          const event = queue.events.shift();
          if (event === undefined) await writes.next(signal);
          else if (isBefore(seen, event.seq)) {
            seen = event.seq;
            yield event;
          }
        }
      } finally {
        queues.delete(queue);
      }
    }
  }

  const requireKnown = async (seq: string): Promise<void> => {
    if (!/^\d{1,18}$/.test(seq) || isBefore(await store.lastSeq(), seq)) throw new HeadwaterError("CURSOR_INVALID", { cursor: seq });
  };

  return {
    async follow(after) {
      if (after !== null) await requireKnown(after);
      const start = after ?? (await store.lastSeq());
      return stoppable((signal) => live(start, AbortSignal.any([signal, closing.signal])));
    },
    requireKnown,
    listen: (listener) => void listeners.add(listener),
    position: () => position,
    nextWrite: writes.next,
    closing: closing.signal,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await subscription[Symbol.asyncDispose]();
      await loop[Symbol.asyncDispose]();
    },
  };
}

/** Events from the table, up to `until` at least. */
async function* replay(store: Store, after: string, until: string): AsyncGenerator<Event, void> {
  let seen = after;
  while (isBefore(seen, until)) {
    const page = await store.events(seen, pageSize);
    if (page.length === 0) return;
    yield* page;
    seen = page.at(-1)?.seq ?? until;
  }
}

/** Something that many wait for, again and again. */
function createSignal() {
  const waiting = new Set<() => void>();
  const give = (): void => {
    for (const resume of waiting) resume();
  };
  return {
    give,
    next: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const resume = (): void => {
          waiting.delete(resume);
          signal.removeEventListener("abort", resume);
          resolve();
        };
        if (signal.aborted) return resolve();
        waiting.add(resume);
        signal.addEventListener("abort", resume);
      }),
  };
}
