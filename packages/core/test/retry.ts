/** Retrying a run, told on any store. */
import { asset, assets, define, source } from "@headwater/core";
import {
  cancelRun,
  createMemoryValueStore,
  createResourcePool,
  launchRun,
  type NewRun,
  provenanceOf,
  type Run,
  type RunConfig,
  retryRun,
  runInProcess,
  type Store,
  serializeDefinitions,
} from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

/** Declares the tests. `openStore` gives an empty store each time. */
export function retrying(openStore: () => Promise<Store>): void {
  /**
   * raw -> first -> "second, (odd)" -> third
   *              -> beside             apart             pair (two outputs)
   */
  async function world() {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const values = createMemoryValueStore();
    const state = { raw: 1, isWanted: true, failing: new Set<string>(["second, (odd)"]), ran: [] as string[] };
    const ran = (key: string, value: number): number => {
      state.ran.push(key);
      if (state.failing.has(key)) throw new Error(`${key} is broken`);
      return value;
    };
    const define_ = (codeVersion: string) => {
      const raw = source("raw", { schema: z.number(), observe: () => `v${state.raw}`, load: () => state.raw });
      const first = asset("first", { inputs: { raw }, output: z.number(), codeVersion, run: ({ raw }) => ran("first", raw) });
      const config = z.object({ add: z.number().default(0) });
      const second = asset("second, (odd)", {
        inputs: { first },
        config,
        output: z.number(),
        codeVersion,
        run: ({ first }, ctx) => ran("second, (odd)", first + ctx.config.add),
      });
      const third = asset("third", { inputs: { second }, output: z.number(), codeVersion, run: ({ second }) => ran("third", second) });
      const beside = asset("beside", { inputs: { first }, output: z.number(), codeVersion, run: ({ first }) => ran("beside", first) });
      const checks = { wanted: () => state.isWanted };
      const apart = asset("apart", { config, checks, output: z.number(), codeVersion, run: () => ran("apart", 1) });
      const outputs = { one: z.number(), two: z.number() };
      const pair = assets("pair", { config, outputs, codeVersion, run: () => ({ one: ran("pair", 1), two: 2 }) });
      return { all: [raw, first, second, third, beside, apart, pair], rest: [raw, first, beside, apart, pair] };
    };
    const load = async (codeVersion: string, which: "all" | "rest" = "all") => {
      const definitions = define({ include: define_(codeVersion)[which] });
      await store.activate({ name: "default", definitions: serializeDefinitions(definitions, "/"), root: "/" });
      return definitions;
    };
    let definitions = await load("1");
    const carryOut = (id: string): Promise<Run> =>
      runInProcess({ definitions, store, values, root: "/", log: () => undefined, resources: createResourcePool(), provenance: provenanceOf("/") }, id);
    const run = async (wanted: Partial<NewRun> = {}): Promise<Run> =>
      carryOut((await launchRun(store, { mode: "STALE", select: "*", launchedBy: "test", ...wanted })).run.id);
    const retry = async (id: string, from: "FAILURE" | "START"): Promise<Run> =>
      carryOut((await retryRun(store, id, { from, launchedBy: "ada", note: "mended" })).run.id);
    const taken = (): readonly string[] => state.ran.splice(0);
    const outcomes = async (id: string) => Object.fromEntries((await store.steps(id)).map((step) => [step.asset, step.outcome]));
    const reload = async (codeVersion: string, which: "all" | "rest" = "all"): Promise<void> => {
      definitions = await load(codeVersion, which);
    };
    return { store, state, run, retry, taken, outcomes, reload };
  }

  describe("a retry", () => {
    test("from the failure runs only what is left, and says of which run it is one", async () => {
      const { store, state, run, retry, taken, outcomes } = await world();
      const failed = await run();
      expect([failed.status, await outcomes(failed.id)]).toMatchObject(["FAILED", { first: "SUCCEEDED", "second, (odd)": "FAILED", third: "SKIPPED" }]);
      taken();
      state.failing.clear();
      const again = await retry(failed.id, "FAILURE");
      expect(taken()).toEqual(["second, (odd)", "third"]);
      expect(again).toMatchObject({ status: "SUCCEEDED", retryOf: failed.id, launchedBy: "ada", note: "mended", select: '"second, (odd)", third' });
      await expect(retryRun(store, again.id, { from: "FAILURE", launchedBy: "ada" })).rejects.toMatchObject({ code: "NOTHING_TO_RETRY" });
    });
    test("that fails again can be retried again; what was mended meanwhile is not computed twice", async () => {
      const { state, run, retry, taken } = await world();
      const failed = await run();
      const again = await retry(failed.id, "FAILURE");
      expect(again.status).toBe("FAILED");
      state.failing.clear();
      expect((await retry(again.id, "FAILURE")).status).toBe("SUCCEEDED");
      taken();
      expect((await retry(failed.id, "FAILURE")).status).toBe("SUCCEEDED");
      expect(taken()).toEqual([]);
    });
    test("plans anew on the current code: an edited asset that had succeeded is left alone from the failure, and runs from the start", async () => {
      const { state, run, retry, taken, reload } = await world();
      const failed = await run();
      state.failing.clear();
      await reload("2");
      taken();
      await retry(failed.id, "FAILURE");
      expect(taken()).toEqual(["second, (odd)", "third"]);
      await retry(failed.id, "START");
      expect(taken().toSorted()).toEqual(["apart", "beside", "first", "pair"]);
    });
    test("keeps the mode, and the config of what it runs", async () => {
      const { store, state, run, retry, taken } = await world();
      const config: RunConfig = { "second, (odd)": { add: 5 }, apart: { add: 7 } };
      const failed = await run({ mode: "ALL", config });
      state.failing.clear();
      taken();
      const again = await retry(failed.id, "FAILURE");
      expect(again).toMatchObject({ mode: "ALL", config: { "second, (odd)": { add: 5 } } });
      expect(taken()).toEqual(["second, (odd)", "third"]);
      const [made] = await store.materializations({ asset: "second, (odd)", limit: 1 });
      expect(made?.trace.configHash).not.toBe((await store.activeLocation())?.definitions.assets.find((node) => node.key === "second, (odd)")?.configHash);
      const whole = await retry(failed.id, "START");
      expect(whole).toMatchObject({ mode: "ALL", select: "*", config });
      expect(taken().toSorted()).toEqual(["apart", "beside", "first", "pair", "second, (odd)", "third"]);
    });
    test("of a run that was cancelled before it was planned does all that it was asked for", async () => {
      const { store, state, retry, taken } = await world();
      state.failing.clear();
      const { run: queued } = await launchRun(store, { mode: "STALE", select: "first, beside", launchedBy: "test" });
      expect((await cancelRun(store, queued.id)).status).toBe("CANCELLED");
      const again = await retry(queued.id, "FAILURE");
      expect([again.select, taken()]).toEqual(["first, beside", ["first", "beside"]]);
      await expect(cancelRun(store, queued.id)).rejects.toMatchObject({ code: "RUN_ENDED", details: { status: "CANCELLED" } });
    });
    test("passes over what is no longer defined, and says so where nothing else was left", async () => {
      const { store, state, run, retry, reload } = await world();
      state.failing.add("apart");
      const failed = await run();
      state.failing.clear();
      await reload("1", "rest");
      expect((await retry(failed.id, "FAILURE")).select).toBe("apart");
      await reload("1");
      state.failing.add("third");
      const other = await run({ select: "+third" });
      await reload("1", "rest");
      await expect(retryRun(store, other.id, { from: "FAILURE", launchedBy: "ada" })).rejects.toMatchObject({
        code: "NOTHING_TO_RETRY",
        message: expect.stringContaining('gone: "third"'),
      });
    });
    test("has nothing to do where only a check failed: the value is as its code makes it", async () => {
      const { store, state, run, retry } = await world();
      state.failing.clear();
      state.isWanted = false;
      const failed = await run();
      expect(failed.status).toBe("FAILED");
      await expect(retry(failed.id, "FAILURE")).rejects.toMatchObject({
        code: "NOTHING_TO_RETRY",
        message: expect.stringContaining('failed checks: "apart: wanted"'),
      });
      state.isWanted = true;
      expect((await retry((await run({ select: "apart", mode: "ALL" })).id, "START")).status).toBe("SUCCEEDED");
      expect(await store.runs({ limit: 10 })).toHaveLength(3);
    });
    test("of a function with several outputs does all of it, with its config", async () => {
      const { state, run, retry, taken } = await world();
      state.failing = new Set(["pair"]);
      const config: RunConfig = { pair: { add: 5 }, apart: { add: 7 } };
      const failed = await run({ config });
      state.failing.clear();
      taken();
      expect(await retry(failed.id, "FAILURE")).toMatchObject({ select: "pair/one, pair/two", config: { pair: { add: 5 } }, status: "SUCCEEDED" });
      expect(taken()).toEqual(["pair"]);
    });
    test("of a run that goes on, or that is none, is refused, and nothing is recorded", async () => {
      const { store } = await world();
      const { run: queued } = await launchRun(store, { mode: "STALE", select: "first", launchedBy: "test" });
      await expect(retryRun(store, queued.id, { from: "START", launchedBy: "ada" })).rejects.toMatchObject({ code: "RUN_NOT_ENDED" });
      await expect(retryRun(store, "none", { from: "START", launchedBy: "ada" })).rejects.toMatchObject({ code: "RUN_UNKNOWN" });
      await expect(cancelRun(store, "none")).rejects.toMatchObject({ code: "RUN_UNKNOWN" });
      expect(await store.runs({ limit: 10 })).toHaveLength(1);
    });
  });
}
