/** Locks between processes: one plans a run, one step computes a cell. */
import { expect, test } from "vitest";
import { claimed, freshDatabase, plannedRun, readyRun, succeeded } from "./fixture.ts";

const gate = (): { readonly opened: Promise<void>; open(): void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
};

test("two processes never hold one run at once", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const run = await stores[0]?.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
  let inside = 0;
  let most = 0;
  const hold = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => stores[index % 2]?.lockRun(run?.id ?? "", hold)));
  expect(most).toBe(1);
});

test("nothing that is written under the lock is seen before all of it is", async () => {
  const database = await freshDatabase();
  const [store, other] = [await database.open(), await database.open()];
  const runId = await plannedRun(store, ["a", "b"]);
  await store.lockRun(runId, async (locked) => {
    await locked.settle([{ ordinal: 0, outcome: "SKIPPED", reason: "because" }]);
    expect((await other.steps(runId)).map((step) => step.outcome)).toEqual(["WAITING", "WAITING"]);
    await locked.settle([{ ordinal: 1, outcome: "SKIPPED", reason: "because" }]);
  });
  expect((await other.steps(runId)).map((step) => step.outcome)).toEqual(["SKIPPED", "SKIPPED"]);
});

test("the store answers inside a locked run, however many runs are locked", async () => {
  const database = await freshDatabase();
  const store = await database.open();
  const runs = await Promise.all(Array.from({ length: 20 }, () => plannedRun(store, ["a"])));
  const seen = await Promise.all(runs.map((runId) => store.lockRun(runId, async () => (await store.steps(runId)).length)));
  expect(seen).toEqual(runs.map(() => 1));
});

test("a cell that two runs take at the same moment goes to one, and the other names it", async () => {
  const database = await freshDatabase();
  const [store, other] = [await database.open(), await database.open()];
  const [first, second] = [await plannedRun(store, ["a", "b"]), await plannedRun(store, ["b", "c"])];
  const took = gate();
  const release = gate();
  const winning = store.lockRun(first, async (locked) => {
    const got = await locked.makeReady([0, 1]);
    took.open();
    await release.opened;
    return got;
  });
  await took.opened;
  // Does not see the other's uncommitted cell, and waits at the unique index.
  const losing = other.lockRun(second, (locked) => locked.makeReady([0, 1]));
  await new Promise((resolve) => setTimeout(resolve, 100));
  release.open();
  expect(await winning).toEqual([0, 1]);
  expect(await losing).toEqual([1]);
  const [waiting] = await store.steps(second);
  expect(waiting).toMatchObject({ ready: false, attempts: 0, outcome: "WAITING" });
  expect(waiting?.waitingFor).toContain(first);
});

test("a cell is free again when its step has ended", async () => {
  const database = await freshDatabase();
  const store = await database.open();
  const [first, second] = [await readyRun(store, ["a"]), await readyRun(store, ["a"])];
  expect((await store.step(`${second}.0`))?.ready).toBe(false);
  await store.completeStep(await claimed(store, `${first}.0`), succeeded);
  expect(await store.lockRun(second, (locked) => locked.makeReady([0]))).toEqual([0]);
  expect(await store.step(`${second}.0`)).toMatchObject({ ready: true, attempts: 1, waitingFor: "a worker" });
});

test("a run whose step was claimed in the meantime does not end", async () => {
  const database = await freshDatabase();
  const store = await database.open();
  const runId = await readyRun(store, ["a"]);
  await store.lockRun(runId, async (locked) => {
    await claimed(store, `${runId}.0`);
    await locked.settle([{ ordinal: 0, outcome: "CANCELLED", reason: "the run was cancelled" }]);
    await locked.end("CANCELLED", null);
  });
  expect((await store.step(`${runId}.0`))?.outcome).toBe("RUNNING");
  expect((await store.run(runId))?.status).toBe("RUNNING");
});
