/** Many workers at once: one claim wins, and what a worker lost it cannot publish. */
import { expect, test } from "vitest";
import { claimed, freshDatabase, readyRun, succeeded } from "./fixture.ts";

test("of twenty workers that claim a step at once, one gets it", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const [store] = stores;
  if (store === undefined) return;
  const stepId = `${await readyRun(store, ["a"])}.0`;
  const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => stores[index % 2]?.claimStep(stepId, 1, `worker-${index}`, 60_000)));
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  expect((await store.events("0", 100)).filter((event) => event.kind === "step_started")).toHaveLength(1);
});

test("a step is either completed or lost, never both, when a worker finishes as the reaper comes", async () => {
  const database = await freshDatabase();
  const [store, daemon] = [await database.open(), await database.open()];
  const assets = Array.from({ length: 30 }, (_, index) => `asset/${index}`);
  const runId = await readyRun(store, assets);
  const claims = await Promise.all(assets.map((_, ordinal) => claimed(store, `${runId}.${ordinal}`, 0)));
  const [answers] = await Promise.all([
    Promise.all(claims.map((claim) => store.completeStep(claim, succeeded))),
    ...Array.from({ length: 5 }, () => daemon.reapLostSteps(3)),
  ]);
  const steps = await store.steps(runId);
  const events = await store.events("0", 1_000);
  for (const [ordinal, answer] of answers.entries()) {
    const kinds = events.filter((event) => event.stepId === `${runId}.${ordinal}`).map((event) => event.kind);
    const completed = answer !== null;
    expect(steps[ordinal]).toMatchObject(completed ? { outcome: "SUCCEEDED", attempts: 1 } : { outcome: "WAITING", attempts: 2, ready: true });
    expect(kinds).toEqual(["step_started", ...(completed ? ["materialization", "step_ended"] : ["step_lost"])]);
  }
});

test("edge case 27: the token of an earlier attempt publishes nothing, even while the next attempt runs elsewhere", async () => {
  const database = await freshDatabase();
  const [paused, other] = [await database.open(), await database.open()];
  const runId = await readyRun(paused, ["a"]);
  const lost = await claimed(paused, `${runId}.0`, 0);
  await other.reapLostSteps(3);
  const again = await other.claimStep(`${runId}.0`, 2, "worker-2", 60_000);
  expect(await paused.completeStep(lost, succeeded)).toBeNull();
  expect(await paused.renewLeases([lost], 60_000)).toEqual({ lost: [`${runId}.0`], cancelled: [] });
  await paused.reportProgress(lost, 0.5, "still here");
  expect(await paused.step(`${runId}.0`)).toMatchObject({ outcome: "RUNNING", worker: "worker-2", progress: null });
  expect((await other.completeStep(again ?? lost, succeeded))?.materialization).not.toBeNull();
  expect(await other.materializations({ asset: "a", limit: 10 })).toHaveLength(1);
});

test("what user code throws is kept, also when Postgres could not hold it as it is", async () => {
  const database = await freshDatabase();
  const store = await database.open();
  const runId = await readyRun(store, ["a"]);
  const error = { name: "Error", message: 'NUL \0, half a pair \ud83d, a backslash \\u0000 and "quotes"', stack: null, code: null, cause: null };
  await store.completeStep(await claimed(store, `${runId}.0`), { outcome: "FAILED", reason: error.message, error });
  const message = 'NUL \ufffd, half a pair \ufffd, a backslash \\u0000 and "quotes"';
  expect(await store.step(`${runId}.0`)).toMatchObject({ outcome: "FAILED", reason: message, error: { message } });
  expect((await store.cells(["a"])).get("a")?.lastAttempt).toMatchObject({ outcome: "FAILED", error: { message } });
});
