/** What every store promises of what people and outside systems say of cells. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { Store } from "../src/store/store.ts";
import { claimed, made, planned, step, trace } from "./store-fixture.ts";

/** Declares the tests. `open` gives an empty store each time. */
export function storeByHand(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };

  describe("by hand and from outside", () => {
    const by = { by: "ada", note: "a refactoring" };
    const cell = { asset: "a", partition: null };
    const materialized = async (store: Store, version: string): Promise<string> => {
      const claim = await claimed(store, await planned(store, [step("a")]));
      const done = await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "r", materialization: made(version) });
      return done?.materialization?.seq ?? "";
    };
    const state = async (store: Store) => (await store.cells()).get("a");

    test("an accepted trace stands for the recorded one until the next materialization, with who and why in the log", async () => {
      const store = await fresh();
      const seq = await materialized(store, "v1");
      await store.report({ ...cell, dataVersion: "r1", metadata: {}, idempotencyKey: null });
      const accepted = { ...trace("r1"), codeVersion: "code-2" };
      expect(await store.accept([{ ...cell, materialization: seq, trace: accepted }], by)).toEqual([cell]);
      expect((await state(store))?.materialization).toMatchObject({ seq, trace: accepted });
      expect((await state(store))?.report).toBeNull();
      expect((await store.materialization(seq))?.trace.codeVersion).toBe("code-1");
      expect((await store.events("0", 100)).at(-1)).toMatchObject({ kind: "accepted", asset: "a", data: { ...by, dataVersion: "r1" } });
      await materialized(store, "v2");
      expect((await state(store))?.materialization?.trace).toEqual(trace("v2"));
    });
    test("a trace that says the same in other versions stands for the recorded one without a word, and a report stays", async () => {
      const store = await fresh();
      const seq = await materialized(store, "v1");
      await store.report({ ...cell, dataVersion: "r1", metadata: {}, idempotencyKey: null });
      const events = await store.lastSeq();
      const retraced = { ...trace("v1"), codeVersion: "code-2" };
      await store.retrace([
        { ...cell, materialization: seq, trace: retraced },
        { asset: "unknown", partition: null, materialization: seq, trace: retraced },
      ]);
      expect(await state(store)).toMatchObject({ materialization: { seq, trace: retraced }, report: { dataVersion: "r1" } });
      expect(await store.lastSeq()).toBe(events);
      await materialized(store, "v2");
      await store.retrace([{ ...cell, materialization: seq, trace: retraced }]);
      expect((await state(store))?.materialization?.trace).toEqual(trace("v2"));
    });
    test("what was materialized anew since somebody looked is not accepted", async () => {
      const store = await fresh();
      const seq = await materialized(store, "v1");
      await materialized(store, "v2");
      expect(await store.accept([{ ...cell, materialization: seq, trace: trace("v9") }], by)).toEqual([]);
      expect((await state(store))?.materialization?.trace.dataVersion).toBe("v2");
    });
    test("a wiped cell keeps its last materialization for comparison, and is whole again with the next", async () => {
      const store = await fresh();
      expect(await store.wipe([cell], by)).toEqual([]);
      const seq = await materialized(store, "v1");
      expect(await store.wipe([cell, { asset: "unknown", partition: null }], by)).toEqual([cell]);
      expect(await store.wipe([cell], by)).toEqual([]);
      expect(await state(store)).toMatchObject({ wiped: true, materialization: { seq } });
      expect((await store.events("0", 100)).filter((event) => event.kind === "wiped").map((event) => event.data)).toEqual([by]);
      await materialized(store, "v2");
      expect((await state(store))?.wiped).toBe(false);
    });
    test("a report stands beside the trace until the next materialization; the same key twice is one report", async () => {
      const store = await fresh();
      await materialized(store, "v1");
      const said = { ...cell, dataVersion: "r1", metadata: { from: "dbt" }, idempotencyKey: "k1" };
      const [first, second] = await Promise.all([store.report(said), store.report({ ...said, dataVersion: "r2" })]);
      expect(second).toEqual(first);
      expect((await state(store))?.report).toEqual(first);
      expect((await state(store))?.materialization?.trace.dataVersion).toBe("v1");
      expect((await store.events("0", 100)).filter((event) => event.kind === "reported")).toHaveLength(1);
      await materialized(store, "v2");
      expect((await state(store))?.report).toBeNull();
    });
    test("a value that was taken over keeps its age", async () => {
      const store = await fresh();
      const computedAt = new Date(1_000_000);
      const id = await planned(store, [step("a")]);
      await store.lockRun(id, (locked) =>
        locked.settle([{ ordinal: 0, outcome: "REUSED", reason: "r", materialization: { ...made("v1"), outcome: "REUSED", computedAt } }]),
      );
      const taken = (await state(store))?.materialization;
      expect(taken?.computedAt).toEqual(computedAt);
      expect(taken?.at.getTime()).toBeGreaterThan(computedAt.getTime());
      const seq = await materialized(store, "v2");
      const fresher = await store.materialization(seq);
      expect(fresher?.computedAt).toEqual(fresher?.at);
    });
    test("what was done to an asset by hand is read newest first, by pages, and nothing else with it", async () => {
      const store = await fresh();
      const seq = await materialized(store, "v1");
      await store.accept([{ ...cell, materialization: seq, trace: trace("v1") }], by);
      await store.report({ ...cell, dataVersion: "r1", metadata: {}, idempotencyKey: null });
      await store.report({ asset: "other", partition: null, dataVersion: "r1", metadata: {}, idempotencyKey: null });
      await store.wipe([cell], { by: "bob", note: null });
      const done = await store.eventsByHand({ asset: "a", limit: 10 });
      expect(done.map(({ kind, data }) => [kind, data.by ?? null])).toEqual([
        ["wiped", "bob"],
        ["reported", null],
        ["accepted", "ada"],
      ]);
      expect(done[2]).toMatchObject({ asset: "a", partition: null, runId: null, stepId: null, at: expect.any(Date), data: { note: "a refactoring" } });
      expect(await store.eventsByHand({ asset: "a", limit: 1, before: done[0]?.seq ?? "" })).toEqual([done[1]]);
      expect(await store.eventsByHand({ asset: "unknown", limit: 10 })).toEqual([]);
    });
    test("the clock of the store goes forward", async () => {
      const store = await fresh();
      const before = await store.now();
      expect((await store.now()).getTime()).toBeGreaterThanOrEqual(before.getTime());
    });
  });
}
