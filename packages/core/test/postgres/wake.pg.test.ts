/** Waking readers of other processes, and outliving lost connections. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { freshDatabase } from "./fixture.ts";

const launch = (store: Store) => store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });

/** Below the safety net of one second: only a signal is as fast. */
async function expectSignal(woken: number[], write: () => Promise<unknown>): Promise<void> {
  const before = woken.length;
  // Right after the safety net has come round, it will not come again for a second.
  await vi.waitFor(() => expect(woken.length).toBeGreaterThan(before), { timeout: 3_000, interval: 5 });
  await sleep(50);
  const start = performance.now();
  const known = woken.length;
  await write();
  await vi.waitFor(() => expect(woken.length).toBeGreaterThan(known), { timeout: 700, interval: 5 });
  expect((woken[known] ?? Number.POSITIVE_INFINITY) - start).toBeLessThan(700);
}

async function subscribed(store: Store): Promise<number[]> {
  const woken: number[] = [];
  const subscription = await store.subscribe(() => woken.push(performance.now()));
  onTestFinished(() => subscription[Symbol.asyncDispose]());
  return woken;
}

test("a write wakes the readers of other processes at once", async () => {
  const database = await freshDatabase();
  const [writer, reader] = [await database.open(), await database.open()];
  const woken = await subscribed(reader);
  await expectSignal(woken, () => launch(writer));
});

test("a burst of commits is a few signals", async () => {
  const database = await freshDatabase();
  const writer = await database.open();
  const listener = await database.connect();
  let signals = 0;
  listener.on("notification", () => {
    signals += 1;
  });
  await listener.query("listen headwater");
  await Promise.all(Array.from({ length: 200 }, () => launch(writer)));
  await vi.waitFor(() => expect(signals).toBeGreaterThan(0));
  await sleep(50);
  expect(signals).toBeLessThan(100);
});

test("the last write before a process ends wakes too", async () => {
  const database = await freshDatabase();
  const [writer, reader] = [await database.open(), await database.open()];
  const woken = await subscribed(reader);
  await expectSignal(woken, async () => {
    await launch(writer);
    await writer[Symbol.asyncDispose]();
  });
});

test("stores and subscriptions outlive the loss of all their connections", async () => {
  const database = await freshDatabase();
  const [writer, reader] = [await database.open(), await database.open()];
  const woken = await subscribed(reader);
  await expectSignal(woken, () => launch(writer));
  const other = await database.connect();
  const lost = await other.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
  expect(lost.rowCount).toBeGreaterThanOrEqual(3);
  await vi.waitFor(() => launch(writer));
  await sleep(1_000);
  await expectSignal(woken, () => launch(writer));
  expect((await reader.events("0", 10)).map((event) => event.kind)).toEqual(["run_created", "run_created", "run_created"]);
});

test("a connection that is lost in the middle of a locked run writes nothing, and the run can be locked again", async () => {
  const database = await freshDatabase();
  const [store, other] = [await database.open(), await database.connect()];
  const run = await launch(store);
  const work = store.lockRun(run.id, async (locked) => {
    await locked.plan("definitions-1", []);
    await other.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
    await locked.end("SUCCEEDED", null);
  });
  await expect(work).rejects.toThrow();
  expect((await store.run(run.id))?.status).toBe("QUEUED");
  expect(await store.lockRun(run.id, async (locked) => locked.run.status)).toBe("QUEUED");
});
