/** The rules of staleness as stories on a small pipeline, told on any store. Functions count their own runs: outcomes are not taken at their word. */
import { asset, define, from, source, unloaded } from "@headwater/core";
import { createInstance, createMemoryValueStore, type Instance, type Mode, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

interface World {
  raw: number;
  other: number;
  failing: ReadonlySet<string>;
  readonly ran: string[];
}

/**
 * raw -> rounded -> left  -> join -> last
 *                -> right ->
 * other -> apart
 */
function pipeline(world: World, code: { readonly left?: string; readonly rounded?: string; readonly sourceParams?: number } = {}) {
  const ran = <T>(key: string, compute: () => T): T => {
    world.ran.push(key);
    if (world.failing.has(key)) throw new Error(`${key} is broken`);
    return compute();
  };
  const raw = source("raw", { schema: z.number(), params: code.sourceParams ?? 1, observe: () => `v${world.raw}`, load: () => world.raw });
  const other = source("other", { schema: z.number(), observe: () => `v${world.other}`, load: () => world.other });
  const rounded = asset("rounded", {
    inputs: { raw },
    output: z.number(),
    codeVersion: code.rounded ?? "1",
    run: ({ raw }) => ran("rounded", () => Math.round(raw)),
  });
  const left = asset("left", {
    inputs: { rounded },
    output: z.number(),
    codeVersion: code.left ?? "1",
    run: ({ rounded }) => ran("left", () => Math.abs(rounded)),
  });
  const right = asset("right", { inputs: { rounded }, output: z.number(), codeVersion: "1", run: ({ rounded }) => ran("right", () => rounded * 2) });
  const join = asset("join", {
    inputs: { left, right },
    output: z.string(),
    codeVersion: "1",
    run: ({ left, right }) => ran("join", () => `${left}/${right}`),
  });
  const last = asset("last", { inputs: { join }, output: z.number(), codeVersion: "1", run: ({ join }) => ran("last", () => join.length) });
  const apart = asset("apart", { inputs: { other }, output: z.number(), codeVersion: "1", run: ({ other }) => ran("apart", () => other + 1) });
  return define({ include: [raw, other, rounded, left, right, join, last, apart] });
}

const all = ["rounded", "left", "right", "join", "last", "apart"];

/** Declares the tests. `openStore` gives an empty store each time. */
export function stalenessStories(openStore: () => Promise<Store>): void {
  const values = createMemoryValueStore();
  async function begin(): Promise<{ world: World; store: Store; instance: Instance; reload: (code?: Parameters<typeof pipeline>[1]) => Promise<Instance> }> {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const world: World = { raw: 1.2, other: 5, failing: new Set(), ran: [] };
    const reload = (code: Parameters<typeof pipeline>[1] = {}) => createInstance(pipeline(world, code), { store, values });
    return { world, store, instance: await reload(), reload };
  }
  const statuses = async (instance: Instance) => Object.fromEntries((await instance.status()).map((cell) => [cell.asset, cell.status]));
  const outcomes = async (instance: Instance, select = "*", mode: Mode = "STALE") =>
    Object.fromEntries((await instance.materialize(select, { mode })).steps.map((step) => [step.asset, step.outcome]));
  const taken = (world: World) => world.ran.splice(0);

  describe("a first run", () => {
    test("computes everything once, in order; a second has nothing to do", async () => {
      const { world, instance } = await begin();
      expect(await statuses(instance)).toEqual({ raw: "UNOBSERVED", other: "UNOBSERVED", ...Object.fromEntries(all.map((key) => [key, "MISSING"])) });
      const first = await instance.materialize();
      expect(first.status).toBe("SUCCEEDED");
      expect(taken(world).sort()).toEqual([...all].sort());
      expect(await instance.value("join")).toBe("1/2");
      expect(Object.values(await statuses(instance)).every((status) => status === "FRESH")).toBe(true);
      const second = await instance.materialize();
      expect(second.steps).toEqual([]);
      expect(second.status).toBe("SUCCEEDED");
      expect(taken(world)).toEqual([]);
    });
  });

  describe("a source changes", () => {
    test("exactly what lies downstream is stale or upstream-stale, with the source as root cause", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      world.raw = 7;
      await instance.observe();
      expect(await statuses(instance)).toEqual({
        raw: "FRESH",
        other: "FRESH",
        rounded: "STALE",
        left: "UPSTREAM_STALE",
        right: "UPSTREAM_STALE",
        join: "UPSTREAM_STALE",
        last: "UPSTREAM_STALE",
        apart: "FRESH",
      });
      const why = await instance.why("last");
      expect(why.causes).toEqual([]);
      expect(why.rootCauses).toMatchObject([{ code: "INPUT_CHANGED", asset: "raw", message: "raw changed" }]);
      expect((await instance.why("rounded")).causes).toMatchObject([{ code: "INPUT_CHANGED", asset: "rounded", input: "raw", upstream: "raw" }]);
    });
    test("the plan says RUN for what is stale, CONDITIONAL below it, and why the rest is not needed", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      world.raw = 7;
      await instance.observe();
      const plan = await instance.plan();
      expect(plan.steps.map((step) => [step.asset, step.action, step.wave])).toEqual([
        ["rounded", "RUN", 0],
        ["left", "CONDITIONAL", 1],
        ["right", "CONDITIONAL", 1],
        ["join", "CONDITIONAL", 2],
        ["last", "CONDITIONAL", 3],
      ]);
      expect(plan.steps[0]?.reason).toBe("raw changed");
      expect(plan.notNeeded).toContainEqual({ asset: "apart", partitions: [], reason: "fresh" });
      const part = await instance.plan("join");
      expect(part.steps).toEqual([]);
      expect(part.notNeeded).toMatchObject([{ asset: "join", reason: "waits for left, right, which are not fresh and not in this plan" }]);
      expect((await instance.plan("join", { upstream: true })).steps.map((step) => step.asset)).toEqual(["rounded", "left", "right", "join"]);
    });
    test("a value that rounds to the same result cuts off right there: one function runs", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      taken(world);
      world.raw = 1.3;
      expect(await outcomes(instance)).toEqual({ rounded: "SUCCEEDED", left: "UNCHANGED", right: "UNCHANGED", join: "UNCHANGED", last: "UNCHANGED" });
      expect(taken(world)).toEqual(["rounded"]);
      expect(Object.values(await statuses(instance)).every((status) => status === "FRESH")).toBe(true);
    });
    test("edge cases 3 and 4: a diamond whose left branch comes out identical: the right branch and the join run, what hangs on the left alone does not", async () => {
      const { store } = await begin();
      const world = { raw: 1 };
      const ran: string[] = [];
      const log = <T>(key: string, value: T): T => {
        ran.push(key);
        return value;
      };
      const raw = source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw });
      const top = asset("top", { inputs: { raw }, output: z.number(), run: ({ raw }) => log("top", raw) });
      const left = asset("left", { inputs: { top }, output: z.number(), run: ({ top }) => log("left", Math.abs(top)) });
      const right = asset("right", { inputs: { top }, output: z.number(), run: ({ top }) => log("right", Math.max(top, -2)) });
      const onLeft = asset("on_left", { inputs: { left }, output: z.number(), run: ({ left }) => log("on_left", left) });
      const join = asset("join", { inputs: { left, right }, output: z.number(), run: ({ left, right }) => log("join", left + right) });
      const instance = await createInstance(define({ include: [raw, top, left, right, onLeft, join] }), { store, values });
      await instance.materialize();
      ran.splice(0);
      world.raw = -1;
      expect(await outcomes(instance)).toEqual({ top: "SUCCEEDED", left: "SUCCEEDED", right: "SUCCEEDED", on_left: "UNCHANGED", join: "SUCCEEDED" });
      expect(ran.splice(0).sort()).toEqual(["join", "left", "right", "top"]);
      world.raw = -2;
      await instance.materialize();
      ran.splice(0);
      // Both branches come out identical: nothing runs below them.
      world.raw = -2.0000001;
      const roundedLeft = asset("left", {
        inputs: { top },
        output: z.number(),
        codeVersion: "rounds",
        run: ({ top }) => log("left", Math.round(Math.abs(top))),
      });
      const again = await createInstance(
        define({
          include: [
            raw,
            top,
            roundedLeft,
            right,
            asset("join", { inputs: { left: roundedLeft, right }, output: z.number(), run: ({ left, right }) => log("join", left + right) }),
          ],
        }),
        { store, values },
      );
      expect(await outcomes(again)).toMatchObject({ top: "SUCCEEDED", left: "SUCCEEDED", right: "SUCCEEDED", join: "UNCHANGED" });
      expect(ran.sort()).toEqual(["left", "right", "top"]);
    });
    test("v1 -> v2 -> v1 is fresh again, and after a run at v2 the old values come back without running", async () => {
      const { world, store, instance } = await begin();
      await instance.materialize();
      const { provenance } = (await store.cells()).get("join")?.materialization ?? {};
      expect(provenance).toMatchObject({ node: process.version });
      world.raw = 7;
      await instance.observe();
      world.raw = 1.2;
      await instance.observe();
      expect((await statuses(instance)).rounded).toBe("FRESH");
      world.raw = 7;
      await instance.materialize();
      taken(world);
      world.raw = 1.2;
      expect(await outcomes(instance)).toEqual({ rounded: "REUSED", left: "REUSED", right: "REUSED", join: "REUSED", last: "REUSED" });
      expect(taken(world)).toEqual([]);
      expect(await instance.value("join")).toBe("1/2");
      expect((await store.cells()).get("join")?.materialization).toMatchObject({ outcome: "REUSED", provenance });
    });
    test("edge case 31: that is read differently is a cause of its own", async () => {
      const { instance, reload } = await begin();
      await instance.materialize();
      const changed = await reload({ sourceParams: 2 });
      expect((await changed.why("rounded")).causes).toMatchObject([{ code: "INPUT_CHANGED", message: expect.stringContaining("raw is read differently") }]);
      expect((await statuses(changed)).apart).toBe("FRESH");
    });
  });

  describe("code changes", () => {
    test("edge case 7: make one asset stale, its descendants upstream-stale, its neighbours fresh; reverted before any run, all is fresh", async () => {
      const { world, instance, reload } = await begin();
      await instance.materialize();
      taken(world);
      const edited = await reload({ left: "2" });
      expect(await statuses(edited)).toMatchObject({
        rounded: "FRESH",
        left: "STALE",
        right: "FRESH",
        join: "UPSTREAM_STALE",
        last: "UPSTREAM_STALE",
        apart: "FRESH",
      });
      expect((await edited.why("join")).rootCauses).toMatchObject([{ code: "CODE_CHANGED", asset: "left" }]);
      expect((await statuses(await reload())).left).toBe("FRESH");
      const again = await reload({ left: "2" });
      expect(await outcomes(again)).toEqual({ left: "SUCCEEDED", join: "UNCHANGED", last: "UNCHANGED" });
      expect(taken(world)).toEqual(["left"]);
    });
  });

  describe("failures", () => {
    test("edge case 11: skip what lies below with the reason, let other branches finish, and the next run does only what is left", async () => {
      const { world, instance } = await begin();
      world.failing = new Set(["left"]);
      const result = await instance.materialize();
      expect(result.status).toBe("FAILED");
      expect(Object.fromEntries(result.steps.map((step) => [step.asset, step.outcome]))).toEqual({
        rounded: "SUCCEEDED",
        left: "FAILED",
        right: "SUCCEEDED",
        join: "SKIPPED",
        last: "SKIPPED",
        apart: "SUCCEEDED",
      });
      expect(result.step({ key: "left" }).error).toMatchObject({
        name: "Error",
        message: "left is broken",
        stack: expect.stringContaining("staleness-stories"),
      });
      expect(result.step({ key: "join" }).reason).toBe("left failed");
      expect(result.step({ key: "last" }).reason).toBe("join was skipped because left failed");
      taken(world);
      world.failing = new Set();
      expect(await outcomes(instance)).toEqual({ left: "SUCCEEDED", join: "SUCCEEDED", last: "SUCCEEDED" });
      expect(taken(world)).toEqual(["left", "join", "last"]);
    });
    test("edge case 12: a failure after the parent changed keeps the parent's new version and leaves the child stale", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      world.raw = 7;
      world.failing = new Set(["left"]);
      await instance.materialize();
      expect(await statuses(instance)).toMatchObject({ rounded: "FRESH", left: "STALE", right: "FRESH", join: "STALE" });
      expect(await instance.value("left")).toBe(1);
    });
    test("edge case 23: a source that cannot be observed keeps its last version; the run that must load it fails with that error", async () => {
      const { world, store } = await begin();
      const broken = { now: false };
      const raw = source("raw", {
        schema: z.number(),
        observe: () => {
          if (broken.now) throw new Error("the disk is gone");
          return `v${world.raw}`;
        },
        load: () => world.raw,
      });
      const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const apart = asset("apart", { output: z.number(), run: () => 1 });
      const instance = await createInstance(define({ include: [raw, child, apart] }), { store, values });
      await instance.materialize();
      broken.now = true;
      expect(await instance.observe()).toMatchObject([{ asset: "raw", error: { message: "the disk is gone" } }]);
      expect(await statuses(instance)).toEqual({ raw: "FRESH", child: "FRESH", apart: "FRESH" });
      const forced = await instance.materialize("*", { mode: "ALL" });
      expect(forced.step(child)).toMatchObject({ outcome: "FAILED", error: { message: "the disk is gone" } });
      expect(forced.step(apart).outcome).toBe("SUCCEEDED");
    });
  });

  describe("requests", () => {
    test("a step that would read what does not exist is blocked and named; --upstream includes it, --skip-blocked leaves it out", async () => {
      const { instance } = await begin();
      const plan = await instance.plan("join");
      expect(plan.steps).toMatchObject([{ asset: "join", action: "BLOCKED", missing: ["left", "right"] }]);
      await expect(instance.materialize("join")).rejects.toMatchObject({ code: "PLAN_BLOCKED" });
      expect(await instance.store.runs({ limit: 10 })).toEqual([]);
      const without = await instance.materialize("join, apart", { skipBlocked: true });
      expect(without.steps.map((step) => [step.asset, step.outcome])).toEqual([
        ["join", "BLOCKED"],
        ["apart", "SUCCEEDED"],
      ]);
      expect((await instance.materialize("join", { upstream: true })).status).toBe("SUCCEEDED");
    });
    test("edge case 26: mode ALL runs everything selected, and on a deterministic graph leaves nothing stale", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      taken(world);
      const again = await instance.materialize("rounded+", { mode: "ALL" });
      expect(again.steps.map((step) => step.outcome)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
      expect(taken(world)).toHaveLength(5);
      expect(Object.values(await statuses(instance)).every((status) => status === "FRESH")).toBe(true);
    });
    test("a confirmed plan starts nothing when the world has moved", async () => {
      const { world, instance } = await begin();
      await instance.materialize();
      taken(world);
      const shown = await instance.plan("*", { mode: "STALE" });
      world.raw = 9;
      const refused = await instance.materialize("*", { planId: shown.id });
      expect(refused).toMatchObject({ status: "CANCELLED", because: { code: "PLAN_CHANGED", fix: expect.stringMatching(/./) }, steps: [] });
      expect(refused.because?.message).not.toContain(refused.because?.fix);
      expect(taken(world)).toEqual([]);
      // The same steps for another reason: the version that they were to be run for is not there any more.
      const again = await instance.plan();
      world.raw = 10;
      expect((await instance.materialize("*", { planId: again.id })).because).toMatchObject({ code: "PLAN_CHANGED" });
      const confirmed = await instance.materialize("*", { planId: (await instance.plan()).id });
      expect(confirmed.status).toBe("SUCCEEDED");
      expect(taken(world)).toContain("rounded");
    });
    test("edge case 28: two runs at the same time run every function once", async () => {
      const { world, instance } = await begin();
      const results = await Promise.all([instance.materialize(), instance.materialize()]);
      expect(results.map((result) => result.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
      expect(taken(world).sort()).toEqual([...all].sort());
    });
    test("edge case 27: a cancelled run publishes nothing of what was running, and ends", async () => {
      const { store } = await begin();
      const started = Promise.withResolvers<void>();
      const slow = asset("slow", {
        output: z.number(),
        run: async (_, { signal }) => {
          started.resolve();
          await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
          return 1;
        },
      });
      const below = asset("below", { inputs: { slow }, output: z.number(), run: ({ slow }) => slow });
      const instance = await createInstance(define({ include: [slow, below] }), { store, values });
      const controller = new AbortController();
      const running = instance.materialize("*", { signal: controller.signal });
      await started.promise;
      controller.abort();
      const result = await running;
      expect(result.status).toBe("CANCELLED");
      expect(result.steps.map((step) => step.outcome)).toEqual(["CANCELLED", "CANCELLED"]);
      expect(await statuses(instance)).toEqual({ slow: "MISSING", below: "MISSING" });
    });
  });

  describe("edges", () => {
    test("an input without triggers is loaded and traced but never a cause; an unloaded one is a cause without a value", async () => {
      const { store } = await begin();
      const world = { a: 1, b: 1 };
      const a = source("a", { schema: z.number(), observe: () => `${world.a}`, load: () => world.a });
      const b = source("b", { schema: z.number(), observe: () => `${world.b}`, load: () => world.b });
      const seen: unknown[] = [];
      const child = asset("child", {
        inputs: { a: from(a, { triggers: false }), b: unloaded(b) },
        output: z.number(),
        run: ({ a, b }) => {
          seen.push([a, b]);
          return a;
        },
      });
      const instance = await createInstance(define({ include: [a, b, child] }), { store, values });
      await instance.materialize();
      expect(seen).toEqual([[1, undefined]]);
      world.a = 2;
      await instance.observe();
      expect((await statuses(instance)).child).toBe("FRESH");
      world.b = 2;
      await instance.observe();
      expect((await instance.why("child")).causes).toMatchObject([{ code: "INPUT_CHANGED", input: "b" }]);
    });
    test("edge case 9: inputs added, removed and swapped are named as exactly that", async () => {
      const { store } = await begin();
      const a = asset("a", { output: z.number(), run: () => 1 });
      const b = asset("b", { output: z.number(), run: () => 1 });
      const child = (inputs: Record<string, typeof a>) => asset("child", { inputs, codeVersion: "same", output: z.number(), run: () => 1 });
      const open = (inputs: Record<string, typeof a>) => createInstance(define({ include: [a, b, child(inputs)] }), { store, values });
      await (await open({ x: a })).materialize();
      const causes = async (inputs: Record<string, typeof a>) =>
        (await (await open(inputs)).why("child")).causes.map((cause) => [cause.code, cause.input, cause.upstream]);
      expect(await causes({ x: a, y: b })).toEqual([["INPUT_ADDED", "y", "b"]]);
      expect(await causes({})).toEqual([["INPUT_REMOVED", "x", "a"]]);
      expect(await causes({ renamed: a })).toEqual([
        ["INPUT_ADDED", "renamed", "a"],
        ["INPUT_REMOVED", "x", "a"],
      ]);
      expect(await causes({ x: b })).toEqual([
        ["INPUT_ADDED", "x", "b"],
        ["INPUT_REMOVED", "x", "a"],
      ]);
    });
    test("a source that changes while it is loaded is read again, so that value and version belong together", async () => {
      const { store } = await begin();
      let version = 1;
      let loads = 0;
      const restless = source("restless", { schema: z.number(), observe: () => `v${version}`, load: () => (++loads === 1 ? version++ : version) });
      const child = asset("child", { inputs: { restless }, output: z.number(), run: ({ restless }) => restless });
      const instance = await createInstance(define({ include: [restless, child] }), { store, values });
      await instance.materialize();
      expect(await instance.value("child")).toBe(2);
      expect((await statuses(instance)).child).toBe("FRESH");
    });
    test("a source that changes at every look fails the step with a clear error", async () => {
      const { store } = await begin();
      let version = 0;
      const restless = source("restless", { schema: z.number(), observe: () => `v${version++}`, load: () => 1 });
      const child = asset("child", { inputs: { restless }, output: z.number(), run: ({ restless }) => restless });
      const instance = await createInstance(define({ include: [restless, child] }), { store, values });
      expect((await instance.materialize()).step(child)).toMatchObject({ outcome: "FAILED", error: { code: "SOURCE_KEEPS_CHANGING" } });
    });
  });
}
