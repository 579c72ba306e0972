/** What every store promises of checks, and of steps that are computed together. */
import { describe, expect, onTestFinished, test } from "vitest";
import { errorInfo } from "../src/model/error-info.ts";
import type { Store } from "../src/store/store.ts";
import { claimed, made, planned, ready, step } from "./store-fixture.ts";

/** Declares the tests. `open` gives an empty store each time. */
export function storeOutputs(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };

  describe("checks and outputs", () => {
    test("checks go with the materialization, and the names of failed ones with the step, however it ends", async () => {
      const store = await fresh();
      const check = { name: "große Zahl", severity: "error", blocking: true, passed: false, message: "ünï", metadata: { n: [1] } } as const;
      const checks = [{ ...check, error: errorInfo(new TypeError("boom")) }];
      const first = await claimed(store, await planned(store, [step("a")]));
      const materialization = { ...made("v1"), checks };
      const done = await store.completeStep(first, { outcome: "SUCCEEDED", reason: "", materialization, failedChecks: [check.name] });
      expect(done?.materialization?.checks).toEqual(checks);
      expect((await store.cells(["a"])).get("a")?.materialization?.checks).toEqual(checks);
      expect((await store.step(first.step.id))?.failedChecks).toEqual([check.name]);
      const second = await claimed(store, await planned(store, [step("a")]));
      expect(second.step.failedChecks).toEqual([]);
      await store.completeStep(second, { outcome: "UNCHANGED", reason: "", failedChecks: [check.name] });
      expect((await store.step(second.step.id))?.failedChecks).toEqual([check.name]);
      const id = await planned(store, [step("a"), step("b")]);
      await store.lockRun(id, (locked) =>
        locked.settle([
          { ordinal: 0, outcome: "REUSED", reason: "", failedChecks: [check.name], materialization: { ...materialization, outcome: "REUSED" } },
          { ordinal: 1, outcome: "UNCHANGED", reason: "", failedChecks: ["x", "y"] },
        ]),
      );
      expect((await store.steps(id)).map((one) => one.failedChecks)).toEqual([[check.name], ["x", "y"]]);
      expect((await store.cells(["a"])).get("a")?.materialization).toMatchObject({ outcome: "REUSED", checks });
    });
    test("steps that are computed with another one are handed out with it, to nobody, and end with it", async () => {
      const store = await fresh();
      const other = { ...step("u/b"), computedWith: 0 };
      const id = await planned(store, [step("u/a"), other, step("c", [1])]);
      expect((await store.steps(id)).map((one) => [one.computedWith, one.waitingFor])).toEqual([
        [null, null],
        [0, "computed together with u/a"],
        [null, null],
      ]);
      expect(await ready(store, id, [0])).toEqual([0]);
      expect((await store.steps(id)).map((one) => [one.ready, one.attempts])).toEqual([
        [true, 1],
        [true, 0],
        [false, 0],
      ]);
      expect((await store.outbox(60_000)).steps).toEqual([{ stepId: `${id}.0`, attempt: 1 }]);
      for (const attempt of [0, 1]) expect(await store.claimStep(`${id}.1`, attempt, "w", 60_000)).toBeNull();
      const claim = await store.claimStep(`${id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      expect(claim.others).toEqual(["u/b"]);
      // A settlement that comes too late passes over both.
      await store.lockRun(id, (locked) =>
        locked.settle([{ ordinal: 0, outcome: "CANCELLED", reason: "late", others: [{ ordinal: 1, outcome: "CANCELLED", reason: "late" }] }]),
      );
      expect((await store.steps(id)).map((one) => one.outcome)).toEqual(["RUNNING", "WAITING", "WAITING"]);
      const others = new Map([["u/b", { materialization: { ...made("b1"), reason: "of b" }, failedChecks: ["x"] }]]);
      const done = await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "of a", materialization: made("a1"), others });
      expect(done?.materialization?.trace.dataVersion).toBe("a1");
      const [first, second] = await store.steps(id);
      expect([first, second]).toMatchObject([
        { outcome: "SUCCEEDED", reason: "of a", failedChecks: [] },
        { outcome: "SUCCEEDED", reason: "of b", failedChecks: ["x"], attempts: 1, worker: "w", startedAt: first?.startedAt, ready: false, waitingFor: null },
      ]);
      const cell = (await store.cells(["u/b"])).get("u/b");
      expect(cell?.materialization).toMatchObject({ seq: second?.materialization, stepId: `${id}.1`, computedBy: `${id}.0`, trace: { dataVersion: "b1" } });
      expect(cell?.lastAttempt).toMatchObject({ stepId: `${id}.1`, outcome: "SUCCEEDED" });
    });
    test("what was made for only some of the steps that end together is refused, and nothing is written", async () => {
      const store = await fresh();
      const id = await planned(store, [step("u/a"), { ...step("u/b"), computedWith: 0 }]);
      const claim = await claimed(store, id);
      await expect(store.completeStep(claim, { outcome: "SUCCEEDED", reason: "", materialization: made("a1") })).rejects.toThrow('"u/b"');
      expect((await store.steps(id)).map((one) => one.outcome)).toEqual(["RUNNING", "WAITING"]);
      expect((await store.cells()).size).toBe(0);
    });
    test("all cells of steps that are computed together are held, or none", async () => {
      const store = await fresh();
      const together = () => planned(store, [step("u/a"), { ...step("u/b"), computedWith: 0 }]);
      const [first, second, alone] = [await together(), await together(), await planned(store, [step("u/b")])];
      expect(await ready(store, first, [0])).toEqual([0]);
      expect(await ready(store, alone, [0])).toEqual([]);
      expect(await ready(store, second, [0])).toEqual([]);
      expect((await store.steps(second)).map((one) => one.ready)).toEqual([false, false]);
      const claim = await claimed(store, first);
      await store.completeStep(claim, { outcome: "UNCHANGED", reason: "", others: new Map() });
      expect(await ready(store, alone, [0])).toEqual([0]);
      expect(await ready(store, second, [0])).toEqual([]);
      expect((await store.steps(second)).map((one) => [one.ready, one.waitingFor])).toEqual([
        [false, `run ${alone}, which computes u/b now`],
        [false, "computed together with u/a"],
      ]);
    });
    test("steps that are settled together publish together, and say which computation they took over", async () => {
      const store = await fresh();
      const id = await planned(store, [step("u/a"), { ...step("u/b"), computedWith: 0 }]);
      const reused = (version: string) => ({ ...made(version), outcome: "REUSED" as const, computedBy: "earlier.0" });
      const other = { ordinal: 1, outcome: "REUSED", reason: "b", materialization: reused("b0") } as const;
      await store.lockRun(id, (locked) => locked.settle([{ ordinal: 0, outcome: "REUSED", reason: "a", materialization: reused("a0"), others: [other] }]));
      const steps = await store.steps(id);
      const cells = await store.cells();
      expect(steps.map((one) => [one.outcome, one.reason])).toEqual([
        ["REUSED", "a"],
        ["REUSED", "b"],
      ]);
      expect(["u/a", "u/b"].map((key) => cells.get(key)?.materialization)).toMatchObject([
        { seq: steps[0]?.materialization, computedBy: "earlier.0", trace: { dataVersion: "a0" } },
        { seq: steps[1]?.materialization, computedBy: "earlier.0", trace: { dataVersion: "b0" } },
      ]);
    });
    test("a blocked step is no attempt at its cell", async () => {
      const store = await fresh();
      const claim = await claimed(store, await planned(store, [step("a")]));
      await store.completeStep(claim, { outcome: "BLOCKED", reason: "a check failed" });
      expect(await store.step(claim.step.id)).toMatchObject({ outcome: "BLOCKED", reason: "a check failed", ready: false, materialization: null });
      expect((await store.cells()).get("a")?.lastAttempt ?? null).toBeNull();
    });
  });
}
