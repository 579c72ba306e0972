/** The tail of the event log: every follower sees every event once and in order, however slow it is and whenever it comes. */
import { createMemoryStore, HeadwaterError, type Store } from "@headwater/core/engine";
import { expect, onTestFinished, test } from "vitest";
import { createEventHub, type EventHub } from "../src/graphql/event-hub.ts";
import { createProcessLog } from "../src/process-log.ts";

/** @param deaf Nobody wakes the hub: it looks once a second. */
async function open({ deaf = false } = {}): Promise<{ store: Store; hub: EventHub }> {
  const memory = createMemoryStore();
  const store: Store = deaf ? { ...memory, subscribe: async () => ({ async [Symbol.asyncDispose]() {} }) } : memory;
  const hub = await createEventHub(store, createProcessLog());
  onTestFinished(() => hub[Symbol.asyncDispose]());
  return { store, hub };
}

let version = 0;
/** Writes that many events. */
async function write(store: Store, count: number): Promise<void> {
  for (let written = 0; written < count; written++) {
    await store.recordObservations([{ asset: "raw", partition: null, startedAt: new Date(), result: { dataVersion: String(version++), metadata: {} } }]);
  }
}

async function take(events: AsyncIterator<{ seq: string }>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const { value, done } = await events.next();
    if (done) break;
    seqs.push(Number(value.seq));
  }
  return seqs;
}

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test("without a number, events begin at the call, not at the first read", async () => {
  const { store, hub } = await open();
  await write(store, 3);
  const events = await hub.follow(null);
  await write(store, 2);
  expect(await take(events, 2)).toEqual([4, 5]);
});

test("with a number, the table comes first and then what is live", async () => {
  const { store, hub } = await open();
  await write(store, 1_200);
  const events = await hub.follow("3");
  const taken = take(events, 1_200 - 3 + 300);
  await write(store, 300);
  expect(await taken).toEqual(upTo(1_500, 4));
});

test("a follower that sleeps through more than is kept for it misses nothing", async () => {
  const { store, hub } = await open();
  const events = await hub.follow(null);
  await write(store, 1);
  expect(await take(events, 1)).toEqual([1]);
  await write(store, 2_500);
  await hub.nextWrite(AbortSignal.timeout(5_000));
  const taken = take(events, 2_510 - 1);
  await write(store, 9);
  expect(await taken).toEqual(upTo(2_510, 2));
});

test("what the table told already is not told again live", async () => {
  const { store, hub } = await open({ deaf: true });
  await write(store, 5);
  await hub.nextWrite(AbortSignal.timeout(5_000));
  await write(store, 5);
  // the hub is at 5, the table at 10: one reads it from behind the hub, one from before it
  const [behind, before] = [await hub.follow("2"), await hub.follow("7")];
  const taken = [take(behind, 10), take(before, 5)];
  await hub.nextWrite(AbortSignal.timeout(5_000));
  await write(store, 2);
  expect(await Promise.all(taken)).toEqual([upTo(12, 3), upTo(12, 8)]);
});

test("followers that come and go at any moment see what they should", async () => {
  const { store, hub } = await open();
  const writing = write(store, 2_000);
  const followers = Array.from({ length: 20 }, async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, index));
    let last = 0;
    const seen: number[] = [];
    while (last < 2_000) {
      const events = await hub.follow(String(last));
      seen.push(...(await take(events, Math.min(137, 2_000 - last))));
      last = seen.at(-1) ?? 0;
      await events.return?.();
    }
    return seen;
  });
  await writing;
  for (const seen of await Promise.all(followers)) expect(seen).toEqual(upTo(2_000));
});

test("a follower that waits is ended by its own return and by the end of the hub", async () => {
  const { hub } = await open();
  const [left, right] = [await hub.follow(null), await hub.follow(null)];
  const waiting = [left.next(), right.next()];
  await left.return?.();
  expect(await waiting[0]).toEqual({ done: true, value: undefined });
  await hub[Symbol.asyncDispose]();
  expect(await waiting[1]).toEqual({ done: true, value: undefined });
});

test("a number that no event has had yet is refused: it is of another database", async () => {
  const { store, hub } = await open();
  await write(store, 5);
  for (const after of ["6", "-1", "1.5", "x", "", "9".repeat(30)])
    await expect(hub.follow(after), after).rejects.toSatisfy((error) => HeadwaterError.is(error, "CURSOR_INVALID"));
  await expect(hub.follow("5")).resolves.toBeDefined();
});
