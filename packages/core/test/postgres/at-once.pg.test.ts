/** The same fact told by many processes at once is one fact. */
import { expect, test } from "vitest";
import type { AssetNode } from "../../src/model/asset-node.ts";
import type { Store } from "../../src/store/store.ts";
import { freshDatabase } from "./fixture.ts";

test("workers that start together activate their definitions once", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const definitions = { version: "1", assets: [{ key: "a" } as AssetNode] };
  await Promise.all(Array.from({ length: 10 }, (_, index) => stores[index % 2]?.activate({ name: "default", root: "/project", definitions })));
  expect((await stores[0]?.events("0", 100))?.map((event) => event.kind)).toEqual(["definitions_activated"]);
});

test("looks at one source from everywhere record a version once", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const look = { asset: "raw/x", partition: null, startedAt: new Date(), result: { dataVersion: "v1", metadata: {} } };
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => stores[index % 2]?.recordObservations([look])));
  expect(answers.flat().filter((answer) => answer?.changed)).toHaveLength(1);
  expect((await stores[0]?.events("0", 100))?.map((event) => event.kind)).toEqual(["observation"]);
});

test("runs that want the outputs of one function at the same time get all of them or none, in whatever order they take them", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const store = (index: number): Store => stores[index % 2] ?? raise();
  const step = { partition: null, action: "RUN", wave: 0, reason: "never materialized", needs: [] } as const;
  /** The outputs in one order, in the other, and one of them alone. */
  const plans = [
    [{ asset: "u/a" }, { asset: "u/b", computedWith: 0 }],
    [{ asset: "u/b" }, { asset: "u/a", computedWith: 0 }],
    [{ asset: "u/a" }],
    [{ asset: "u/b" }],
  ];
  for (let round = 0; round < 5; round++) {
    const runs = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const run = await store(index).createRun({ mode: "STALE", select: "*", launchedBy: "test" });
        const steps = (plans[index % plans.length] ?? []).map((one) => ({ ...step, ...one }));
        await store(index).lockRun(run.id, (locked) => locked.plan("1", steps));
        return run.id;
      }),
    );
    const got = await Promise.all(runs.map((id, index) => store(index).lockRun(id, (locked) => locked.makeReady([0]))));
    const steps = await Promise.all(runs.map((id) => store(0).steps(id)));
    const held = steps.flat().filter((one) => one.ready);
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held.map((one) => one.asset)).size).toBe(held.length);
    for (const [index, ofRun] of steps.entries()) expect(new Set(ofRun.map((one) => one.ready))).toEqual(new Set([got[index]?.length === 1]));
    for (const id of runs) {
      await store(0).lockRun(id, async (locked) => {
        const waiting = (await locked.steps()).map(({ ordinal }) => ({ ordinal, outcome: "CANCELLED" as const, reason: "" }));
        await locked.settle(waiting);
      });
    }
  }
});

const raise = (): never => {
  throw new Error("There is no store.");
};
