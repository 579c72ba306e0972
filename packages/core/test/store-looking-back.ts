/** What every store promises of looking back: at a part of a run, at usual durations, at how old data is, at what was sent twice. */
import { describe, expect, onTestFinished, test } from "vitest";
import { errorInfo } from "../src/model/error-info.ts";
import type { Trace } from "../src/model/trace.ts";
import type { Store } from "../src/store/store.ts";
import { claimed, made, planned, step, trace } from "./store-fixture.ts";

/** Declares the tests. `open` gives an empty store each time. */
export function storeLookingBack(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };
  const cell = (asset: string) => ({ asset, partition: null });
  const observed = async (store: Store, asset: string, dataVersion: string, idempotencyKey: string | null = null) => {
    const [recorded] = await store.recordObservations([{ ...cell(asset), startedAt: new Date(), result: { dataVersion, metadata: {} }, idempotencyKey }]);
    if (recorded === undefined) throw new Error("nothing was recorded");
    return recorded;
  };
  const computed = async (store: Store, asset: string, seqs: readonly (string | null)[], durationMs = 1): Promise<string> => {
    const claim = await claimed(store, await planned(store, [step(asset)]));
    const inputs: Trace["inputs"] = seqs.map((seq, index) => ({
      ...{ input: `input${index}`, upstream: `upstream${index}`, mapping: "one", fingerprint: "", triggers: true, sourceCode: null },
      cells: [{ partition: null, version: "v", seq }],
    }));
    const materialization = { ...made("v"), durationMs, trace: { ...trace("v"), inputs } };
    return (await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "", materialization }))?.materialization?.seq ?? "";
  };

  describe("looking back", () => {
    test("steps come by pages and by outcome; the failed ones of many runs in one read", async () => {
      const store = await fresh();
      const first = await planned(
        store,
        ["a", "b", "c", "d"].map((asset) => step(asset)),
      );
      const second = await planned(store, [step("e")]);
      for (const [run, ordinal] of [
        [first, 1],
        [first, 3],
        [second, 0],
      ] as const) {
        const error = errorInfo(new Error("broken"));
        await store.completeStep(await claimed(store, run, ordinal), { outcome: "FAILED", reason: "it threw", error });
      }
      const ordinals = async (page: Parameters<Store["steps"]>[1]) => (await store.steps(first, page)).map(({ ordinal }) => ordinal);
      expect(await ordinals(undefined)).toEqual([0, 1, 2, 3]);
      expect(await ordinals({ limit: 2 })).toEqual([0, 1]);
      expect(await ordinals({ limit: 2, after: 1 })).toEqual([2, 3]);
      expect(await ordinals({ limit: 5, after: 3 })).toEqual([]);
      expect(await ordinals({ limit: 1, after: 0, outcome: ["WAITING", "RUNNING"] })).toEqual([2]);
      expect(await ordinals({ limit: 9, outcome: [] })).toEqual([]);
      const failed = await store.failedSteps([first, second, "none"]);
      expect(failed.map(({ asset }) => asset).toSorted()).toEqual(["b", "d", "e"]);
      expect(failed.filter(({ runId }) => runId === first).map(({ ordinal }) => ordinal)).toEqual([1, 3]);
      expect(await store.failedSteps([])).toEqual([]);
    });

    test("the steps of an asset come by pages over all runs, those of the newest run first", async () => {
      const store = await fresh();
      const runs: string[] = [];
      for (let count = 0; count < 5; count++) runs.push(await planned(store, [step("a"), step("b")]));
      for (const run of [runs[1], runs[3]]) {
        await store.completeStep(await claimed(store, run ?? "", 1), { outcome: "FAILED", reason: "it threw", error: errorInfo(new Error("broken")) });
      }
      const read = async (page: Partial<Parameters<Store["stepsOfAsset"]>[0]>) =>
        (await store.stepsOfAsset({ asset: "b", limit: 9, ...page })).map(({ runId, ordinal }) => `${runs.indexOf(runId)}.${ordinal}`);
      expect(await read({})).toEqual(["4.1", "3.1", "2.1", "1.1", "0.1"]);
      expect(await read({ limit: 2 })).toEqual(["4.1", "3.1"]);
      expect(await read({ limit: 2, before: `${runs[3]}.1` })).toEqual(["2.1", "1.1"]);
      expect(await read({ outcome: ["FAILED"] })).toEqual(["3.1", "1.1"]);
      expect(await read({ outcome: ["FAILED"], limit: 1, before: `${runs[3]}.1` })).toEqual(["1.1"]);
      expect(await read({ asset: "a", before: `${runs[1]}.1` })).toEqual(["1.0", "0.0"]);
      expect(await read({ before: `${runs[0]}.1` })).toEqual([]);
      expect(await read({ before: "nothing" })).toEqual([]);
      expect(await read({ asset: "c" })).toEqual([]);
    });

    test("the newest of many assets comes in one read, as page by page", async () => {
      const store = await fresh();
      for (const asset of ["a", "b", "a", "a"]) await computed(store, asset, []);
      for (const version of ["1", "2", "3"]) await observed(store, "raw/x", version);
      await observed(store, "raw/y", "1");
      for (const limit of [1, 2, 9]) {
        const made = await store.newestMaterializations(["a", "b", "c"], limit);
        const seen = await store.newestObservations(["raw/x", "raw/y", "raw/z"], limit);
        for (const asset of ["a", "b", "c"]) expect(made.get(asset) ?? []).toEqual(await store.materializations({ asset, limit }));
        for (const asset of ["raw/x", "raw/y", "raw/z"]) expect(seen.get(asset) ?? []).toEqual(await store.observations({ asset, limit }));
      }
      expect((await store.newestMaterializations(["a"], 2)).get("a")).toHaveLength(2);
      expect(await store.newestObservations([], 2)).toEqual(new Map());
    });

    test("what a computation usually takes is the median of the last five; one that was taken over took nothing", async () => {
      const store = await fresh();
      for (const ms of [9_000, 9_000, 10, 20, 30, 40]) await computed(store, "a", [], ms);
      await computed(store, "b", [], 4);
      await computed(store, "b", [], 6);
      const run = await planned(store, [step("b"), step("c")]);
      const taken = { ...made("v"), outcome: "REUSED" as const, durationMs: 0 };
      await store.lockRun(run, (locked) =>
        locked.settle([0, 1].map((ordinal) => ({ ordinal, outcome: "REUSED" as const, reason: "", materialization: taken }))),
      );
      const usual = await store.usualDurations(["a", "b", "c", "unknown"]);
      expect(Object.fromEntries(usual)).toEqual({ a: 30, b: 5 });
      expect(await store.usualDurations([])).toEqual(new Map());
    });

    test("data is as old as the oldest confirmation of all that was read on the way", async () => {
      const store = await fresh();
      const early = (await observed(store, "raw/early", "1")).observation;
      const late = (await observed(store, "raw/late", "1")).observation;
      const left = await computed(store, "left", [early.seq]);
      const right = await computed(store, "right", [late.seq, null]);
      const join = await computed(store, "join", [left, right]);
      const alone = await computed(store, "alone", []);
      const asked = [join, right, alone, late.seq, "999999", "no number"];
      expect(Object.fromEntries(await store.oldestLooks(asked))).toEqual({ [join]: early.checkedAt, [right]: late.checkedAt, [late.seq]: late.checkedAt });
      const again = (await observed(store, "raw/early", "1")).observation;
      expect(again.checkedAt.getTime()).toBeGreaterThanOrEqual(early.checkedAt.getTime());
      expect((await store.oldestLooks([left])).get(left)).toEqual(again.checkedAt);
      await observed(store, "raw/early", "2");
      expect((await store.oldestLooks([left])).get(left)).toEqual(again.checkedAt);
      expect(await store.oldestLooks([])).toEqual(new Map());
    });

    test("observations are found by their numbers, whatever else is asked for", async () => {
      const store = await fresh();
      const first = (await observed(store, "raw/x", "1")).observation;
      const second = (await observed(store, "raw/x", "2")).observation;
      const found = await store.observationsBySeq([second.seq, first.seq, "999999", "no number"]);
      expect(found.map(({ dataVersion }) => dataVersion).toSorted()).toEqual(["1", "2"]);
      expect(await store.observationsBySeq([])).toEqual([]);
    });

    test("the same key twice is one observation, also when others came in between", async () => {
      const store = await fresh();
      const first = await observed(store, "raw/x", "1", "key 1");
      await observed(store, "raw/x", "2", "key 2");
      const [again, atOnce] = await Promise.all([observed(store, "raw/x", "1", "key 1"), observed(store, "raw/x", "9", "key 1")]);
      for (const repeated of [again, atOnce]) expect(repeated).toEqual({ observation: first.observation, changed: false });
      expect((await store.cells()).get("raw/x")?.observation?.dataVersion).toBe("2");
      expect((await store.observations({ asset: "raw/x", limit: 9 })).map(({ dataVersion }) => dataVersion)).toEqual(["2", "1"]);
    });

    test("two that send one new key at the same time record one observation", async () => {
      const store = await fresh();
      const both = await Promise.all([observed(store, "raw/x", "1", "key"), observed(store, "raw/x", "2", "key")]);
      expect(both[0]?.observation.seq).toBe(both[1]?.observation.seq);
      expect(await store.observations({ asset: "raw/x", limit: 9 })).toHaveLength(1);
    });

    test("the events of one run are read on their own, and those of one kind", async () => {
      const store = await fresh();
      const runs = await Promise.all(["a", "b", "c"].map((asset) => planned(store, [step(asset)])));
      const run = runs[1] ?? "";
      await claimed(store, run);
      const all = (await store.events("0", 100)).filter(({ runId }) => runId === run);
      expect(all.map(({ kind }) => kind)).toEqual(["run_created", "run_planned", "step_started"]);
      expect(await store.events("0", 100, { runId: run })).toEqual(all);
      expect(await store.events("0", 1, { runId: run })).toEqual(all.slice(0, 1));
      expect(await store.events(all[0]?.seq ?? "", 100, { runId: run })).toEqual(all.slice(1));
      expect(await store.events("0", 100, { runId: run, kind: "run_planned" })).toEqual(all.slice(1, 2));
      expect(await store.events("0", 100, { runId: "none" })).toEqual([]);
    });
  });
}
