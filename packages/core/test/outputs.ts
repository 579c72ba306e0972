/** Functions with several outputs: planned, run, settled and published together. Told on any store. */
import { asset, assets, check, define, external, source, table, terminal, unloaded } from "@headwater/core";
import {
  advanceRun,
  createInstance,
  createMemoryValueStore,
  createResourcePool,
  executeStep,
  launchRun,
  provenanceOf,
  type RunResult,
  type Store,
} from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openedBy } from "./opened.ts";

const by = { by: "ada", note: null };

/** Declares the tests. `openStore` gives an empty store each time. */
export function outputStories(openStore: () => Promise<Store>): void {
  const opened = openedBy(openStore);
  const outcomes = (run: RunResult) => run.steps.map(({ asset, outcome }) => [asset, outcome]);

  /** raw -> split (even, odd) -> one child each. `even` is raw without its last digit, `odd` the last digit. */
  async function pipeline() {
    const store = await opened();
    const values = createMemoryValueStore();
    const world = { raw: 10, fails: false };
    const ran: string[] = [];
    const noted = <T>(key: string, value: T): T => {
      ran.push(key);
      return value;
    };
    const declare = (odd: z.ZodType<number, number> = z.number()) => {
      const raw = source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw });
      const split = assets("split", {
        inputs: { raw },
        outputs: { even: z.number(), odd },
        config: z.object({ plus: z.number().default(0) }),
        run: ({ raw }, { config }) => {
          ran.push("split");
          if (world.fails) throw new Error("split fails");
          return { even: Math.floor(raw / 10) + config.plus, odd: raw % 10 };
        },
      });
      const ofEven = asset("of/even", { inputs: { even: split.even }, output: z.number(), run: ({ even }) => noted("of/even", even) });
      const ofOdd = asset("of/odd", { inputs: { odd: split.odd }, output: z.number(), run: ({ odd }) => noted("of/odd", odd) });
      return { definitions: define({ include: [raw, split, { ofEven, ofOdd }] }), split };
    };
    const open = (odd?: z.ZodType<number, number>) => createInstance(declare(odd).definitions, { store, values });
    const environment = (odd?: z.ZodType<number, number>) => ({
      ...{ definitions: declare(odd).definitions, store, values, root: "/", log: () => undefined },
      ...{ resources: createResourcePool(), provenance: provenanceOf("/") },
    });
    return { store, values, world, ran, declare, open, environment, instance: await open(), taken: () => ran.splice(0) };
  }
  const latest = async (store: Store, key: string) => (await store.cells([key])).get(key)?.materialization ?? null;

  test("one call computes all outputs, each of which is an asset with a step and a value of its own", async () => {
    const { store, instance, declare, taken } = await pipeline();
    const { split } = declare();
    const run = await instance.materialize();
    expect(outcomes(run)).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
      ["of/even", "SUCCEEDED"],
      ["of/odd", "SUCCEEDED"],
    ]);
    expect(taken().sort()).toEqual(["of/even", "of/odd", "split"]);
    expect([await instance.value("split/even"), await instance.value("split/odd")]).toEqual([1, 0]);
    const [first, second] = run.steps;
    expect([run.step(split.even), run.step(split.odd)]).toEqual([first, second]);
    expect([first?.computedWith, second?.computedWith]).toEqual([null, 0]);
    expect(second).toMatchObject({ attempts: 1, worker: first?.worker, startedAt: first?.startedAt, ready: false, waitingFor: null });
    expect(second?.materialization).toBe((await latest(store, "split/odd"))?.seq);
    expect((await latest(store, "split/odd"))?.computedBy).toBe(first?.id);
    expect((await store.cells(["split/odd"])).get("split/odd")?.lastAttempt).toMatchObject({ outcome: "SUCCEEDED", stepId: second?.id });
    const events = (await store.events("0", 1_000)).filter((event) => event.asset?.startsWith("split/")).map((event) => [event.kind, event.asset]);
    expect(events.sort()).toEqual([
      ["materialization", "split/even"],
      ["materialization", "split/odd"],
      ["step_ended", "split/even"],
      ["step_ended", "split/odd"],
      ["step_started", "split/even"],
    ]);
  });
  test("edge case 21: where one output changes and the other does not, only what reads the first one is computed", async () => {
    const { world, instance, taken } = await pipeline();
    await instance.materialize();
    taken();
    world.raw = 11;
    await instance.observe();
    expect((await instance.why("of/even")).status).toBe("UPSTREAM_STALE");
    const run = await instance.materialize();
    expect(outcomes(run)).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
      ["of/even", "UNCHANGED"],
      ["of/odd", "SUCCEEDED"],
    ]);
    expect(taken()).toEqual(["split", "of/odd"]);
    expect(run.steps.map((step) => step.reason.endsWith("the output is identical"))).toEqual([true, false, false, false]);
  });
  test("selecting one output plans all of them, and says so", async () => {
    const { instance } = await pipeline();
    expect((await instance.plan("split/odd")).steps.map(({ asset, action, reason, computedWith }) => [asset, action, reason, computedWith])).toEqual([
      ["split/even", "RUN", "never materialized before", null],
      ["split/odd", "RUN", "never materialized before", 0],
    ]);
    await instance.materialize();
    expect((await instance.plan("split/odd")).notNeeded).toEqual([
      { asset: "split/even", partitions: [], reason: "fresh" },
      { asset: "split/odd", partitions: [], reason: "fresh" },
    ]);
  });
  test("one output that was wiped is computed together with the other", async () => {
    const { instance, taken } = await pipeline();
    await instance.materialize();
    taken();
    await instance.wipe("split/odd", by);
    expect((await instance.status("split/*")).map((cell) => cell.status)).toEqual(["FRESH", "MISSING"]);
    expect((await instance.plan()).steps.map(({ asset, action, reason }) => [asset, action, reason])).toEqual([
      ["split/even", "RUN", "computed together with split/odd"],
      ["split/odd", "RUN", "never materialized before"],
      ["of/even", "CONDITIONAL", "runs only if the result of split/even changes"],
      ["of/odd", "CONDITIONAL", "runs only if the result of split/odd changes"],
    ]);
    expect(outcomes(await instance.materialize())).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
      ["of/even", "UNCHANGED"],
      ["of/odd", "UNCHANGED"],
    ]);
    expect(taken()).toEqual(["split"]);
  });
  test("accepting one output leaves the other stale, and the next run computes both", async () => {
    const { world, instance, taken } = await pipeline();
    await instance.materialize();
    world.raw = 20;
    await instance.observe();
    expect(await instance.accept("split/odd", by)).toEqual([{ asset: "split/odd", partition: null }]);
    expect((await instance.status("split/*")).map((cell) => cell.status)).toEqual(["STALE", "FRESH"]);
    taken();
    expect(outcomes(await instance.materialize("split/*"))).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
    ]);
    expect(taken()).toEqual(["split"]);
  });
  test("a schema that changed makes its own output stale, and both are computed", async () => {
    const { open, instance, taken } = await pipeline();
    await instance.materialize();
    taken();
    const edited = await open(z.number().max(9));
    expect((await edited.status("split/*")).map((cell) => cell.status)).toEqual(["FRESH", "STALE"]);
    expect(outcomes(await edited.materialize("split/even"))).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
    ]);
    expect(taken()).toEqual(["split"]);
  });
  test("config is given to the function, by its key", async () => {
    const { instance, taken } = await pipeline();
    await instance.materialize();
    taken();
    const run = await instance.materialize("split/odd", { config: { split: { plus: 100 } } });
    expect(run.steps.map((step) => [step.asset, step.outcome])).toEqual([
      ["split/even", "SUCCEEDED"],
      ["split/odd", "SUCCEEDED"],
    ]);
    expect(await instance.value("split/even")).toBe(101);
    await expect(instance.materialize("*", { config: { "split/odd": { plus: 1 } } })).rejects.toMatchObject({ code: "CONFIG_UNKNOWN_ASSET" });
  });

  describe("without a run of the function", () => {
    test("both are unchanged, or neither is", async () => {
      const { store, world, environment, instance, taken } = await pipeline();
      await instance.materialize();
      taken();
      world.raw = 20;
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "split/*", observe: false, launchedBy: "test" });
      world.raw = 10;
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      expect(claim.others).toEqual(["split/odd"]);
      expect(await store.claimStep(`${run.id}.1`, 0, "w", 60_000)).toBeNull();
      await executeStep(environment(), claim, new AbortController().signal);
      expect((await store.steps(run.id)).map((step) => step.outcome)).toEqual(["UNCHANGED", "UNCHANGED"]);
      expect((await store.run(run.id))?.status).toBe("SUCCEEDED");
      // Now one of them has something to do.
      const wiping = await store.createRun({ mode: "STALE", select: "split/*", observe: false, launchedBy: "test" });
      await store.lockRun(wiping.id, (locked) => locked.plan("1", together()));
      await instance.wipe("split/odd", by);
      await advanceRun(store, wiping.id);
      expect((await store.steps(wiping.id)).map((step) => [step.outcome, step.ready])).toEqual([
        ["WAITING", true],
        ["WAITING", true],
      ]);
      expect(taken()).toEqual([]);
    });
    test("a computation is taken over with all its outputs", async () => {
      const { store, world, instance, taken } = await pipeline();
      const first = await instance.materialize();
      world.raw = 21;
      await instance.materialize();
      world.raw = 10;
      taken();
      expect(outcomes(await instance.materialize())).toEqual([
        ["split/even", "REUSED"],
        ["split/odd", "REUSED"],
        ["of/even", "REUSED"],
        ["of/odd", "REUSED"],
      ]);
      expect(taken()).toEqual([]);
      for (const key of ["split/even", "split/odd"]) expect((await latest(store, key))?.computedBy).toBe(first.steps[0]?.id);
      expect([await instance.value("split/even"), await instance.value("split/odd")]).toEqual([1, 0]);
      // What was taken over can be taken over again.
      world.raw = 21;
      await instance.materialize();
      world.raw = 10;
      expect(outcomes(await instance.materialize("split/*"))).toEqual([
        ["split/even", "REUSED"],
        ["split/odd", "REUSED"],
      ]);
    });
    test("outputs of two computations are never put together", async () => {
      const store = await opened();
      const values = createMemoryValueStore();
      let tosses = 0;
      const open = (limit: number) => {
        const toss = assets("toss", {
          outputs: { heads: z.number(), tails: z.number().max(limit) },
          run: () => {
            tosses += 1;
            return { heads: tosses, tails: -tosses };
          },
        });
        return createInstance(define({ include: [toss] }), { store, values });
      };
      await (await open(10)).materialize();
      await (await open(20)).materialize();
      // The first schema again: `tails` of the first toss would fit, `heads` is of the second.
      const instance = await open(10);
      expect(outcomes(await instance.materialize())).toEqual([
        ["toss/heads", "SUCCEEDED"],
        ["toss/tails", "SUCCEEDED"],
      ]);
      expect([tosses, await instance.value("toss/heads"), await instance.value("toss/tails")]).toEqual([3, 3, -3]);
    });
  });

  describe("when something goes wrong", () => {
    test("a failure is one of all outputs, and publishes none", async () => {
      const { store, world, instance } = await pipeline();
      world.fails = true;
      const run = await instance.materialize();
      expect(outcomes(run)).toEqual([
        ["split/even", "FAILED"],
        ["split/odd", "FAILED"],
        ["of/even", "SKIPPED"],
        ["of/odd", "SKIPPED"],
      ]);
      expect(run.steps.slice(0, 2).map((step) => step.error?.message)).toEqual(["split fails", "split fails"]);
      expect(run.steps[3]?.reason).toBe("split/odd failed");
      expect([await latest(store, "split/even"), await latest(store, "split/odd")]).toEqual([null, null]);
    });
    test("an output that does not fit fails all: nothing is published of the one before it", async () => {
      const store = await opened();
      const pair = assets("pair", { outputs: { first: z.number(), second: z.number().max(1) }, run: () => ({ first: 1, second: 2 }) });
      await using instance = await createInstance(define({ include: [pair] }), { store });
      const run = await instance.materialize();
      expect(run.steps.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
        ["FAILED", "SCHEMA_MISMATCH"],
        ["FAILED", "SCHEMA_MISMATCH"],
      ]);
      expect(run.steps[0]?.reason).toContain("pair/second");
      expect(await latest(store, "pair/first")).toBeNull();
    });
    test.each<[string, unknown, string]>([
      ["nothing", undefined, "nothing (undefined)"],
      ["an array", [1, 2], "an array of 2"],
      ["too little", { a: 1 }, 'an object without "b"'],
      ["too much", { a: 1, b: 2, c: 3 }, 'an object with "c" as well'],
    ])("a function that returns %s fails, and says what was expected", async (_, returned, found) => {
      const store = await opened();
      const pair = assets("pair", { outputs: { a: z.number(), b: z.number() }, run: () => returned as { a: number; b: number } });
      await using instance = await createInstance(define({ include: [pair] }), { store });
      const { error } = (await instance.materialize()).step(pair.b);
      expect(error).toMatchObject({ code: "OUTPUTS_INVALID", message: `The function of "pair" returned ${found}, not one value for each of its outputs.` });
    });
    test("a lost attempt, one that is handed back and one that is tried again are those of all outputs", async () => {
      const { store, instance, environment } = await pipeline();
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "split/*", observe: false, launchedBy: "test" });
      const stepsNow = async () => (await store.steps(run.id)).map(({ outcome, ready, waitingFor }) => [outcome, ready, waitingFor]);
      const claimed = async (attempt: number, leaseMs = 60_000) => {
        const claim = await store.claimStep(`${run.id}.0`, attempt, "w", leaseMs);
        if (claim === null) throw new Error(`not claimed at attempt ${attempt}`);
        return claim;
      };
      const waiting = "computed together with split/even";
      expect((await store.outbox(60_000)).steps).toEqual([{ stepId: `${run.id}.0`, attempt: 1 }]);
      const lost = await claimed(1, 1);
      expect(await stepsNow()).toEqual([
        ["RUNNING", true, null],
        ["WAITING", true, waiting],
      ]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.reapLostSteps(5);
      await store.handBack([await claimed(2)]);
      const error = { name: "Error", message: "boom", stack: null, code: null, cause: null };
      await store.completeStep(await claimed(3), { outcome: "RETRY", reason: "attempt 2 of 3", error, delayMs: 0 });
      await advanceRun(store, run.id);
      expect((await stepsNow())[1]).toEqual(["WAITING", true, waiting]);
      expect(await latest(store, "split/odd")).toBeNull();
      await expect.poll(async () => (await store.outbox(60_000)).steps).toEqual([{ stepId: `${run.id}.0`, attempt: 4 }]);
      await executeStep(environment(), await claimed(4), new AbortController().signal);
      expect((await store.steps(run.id)).map(({ outcome, attempts, losses }) => [outcome, attempts, losses])).toEqual([
        ["SUCCEEDED", 4, 1],
        ["SUCCEEDED", 4, 1],
      ]);
      await executeStep(environment(), lost, new AbortController().signal);
      expect(await store.materializations({ asset: "split/odd", limit: 10 })).toHaveLength(1);
    });
    test("a step that is lost too often fails all outputs", async () => {
      const { store, instance } = await pipeline();
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "split/*", observe: false, launchedBy: "test" });
      await store.claimStep(`${run.id}.0`, 1, "w", 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.reapLostSteps(1);
      expect((await store.steps(run.id)).map(({ outcome, error, losses }) => [outcome, error?.code, losses])).toEqual([
        ["FAILED", "STEP_LOST", 1],
        ["FAILED", "STEP_LOST", 1],
      ]);
    });
    test("a run that is cancelled while the function runs publishes nothing of it", async () => {
      const { store, instance, environment } = await pipeline();
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "*", observe: false, launchedBy: "test" });
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      await store.requestCancel(run.id);
      await advanceRun(store, run.id);
      expect((await store.steps(run.id)).map((step) => step.outcome)).toEqual(["RUNNING", "WAITING", "CANCELLED", "CANCELLED"]);
      await executeStep(environment(), claim, new AbortController().signal);
      expect((await store.steps(run.id)).map((step) => step.outcome)).toEqual(["CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED"]);
      expect(await latest(store, "split/even")).toBeNull();
    });
    test("a worker whose function has other outputs than the plan fails the step and says so", async () => {
      const { store, values, instance } = await pipeline();
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "split/*", observe: false, launchedBy: "test" });
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      const newer = assets("split", { outputs: { even: z.number(), third: z.number() }, run: () => ({ even: 1, third: 2 }) });
      const environment = { definitions: define({ include: [newer] }), store, values, root: "/", log: () => undefined, resources: createResourcePool() };
      await executeStep({ ...environment, provenance: provenanceOf("/") }, claim, new AbortController().signal);
      expect((await store.steps(run.id)).map((step) => [step.outcome, step.error?.code])).toEqual([
        ["FAILED", "OUTPUTS_NOT_SERVED"],
        ["FAILED", "OUTPUTS_NOT_SERVED"],
      ]);
    });
    test("a terminal error ends all, a retry starts all again", async () => {
      const store = await opened();
      let calls = 0;
      const pair = assets("pair", {
        outputs: { a: z.number(), b: z.number() },
        retry: { attempts: 3, delay: "1ms" },
        run: (_, { run }) => {
          calls += 1;
          if (run.attempt === 1) throw new Error("once");
          if (calls > 2) throw terminal(new Error("no more"));
          return { a: run.attempt, b: 2 };
        },
      });
      await using instance = await createInstance(define({ include: [pair] }), { store });
      expect((await instance.materialize()).steps.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
        ["SUCCEEDED", 2],
        ["SUCCEEDED", 2],
      ]);
      calls = 2;
      await instance.materialize("*", { mode: "ALL" });
      expect(calls).toBe(4);
      expect(await instance.value("pair/a")).toBe(2);
    });
  });

  test("two runs at once call the function once: the second waits for all its outputs", async () => {
    const { store, instance, environment, taken } = await pipeline();
    await instance.observe();
    const wanted = { mode: "STALE", observe: false, launchedBy: "test" } as const;
    const first = await launchRun(store, { ...wanted, select: "split/even" });
    const second = await launchRun(store, { ...wanted, select: "split/odd" });
    const [waiting, other] = await store.steps(second.run.id);
    expect([waiting?.ready, other?.ready]).toEqual([false, false]);
    expect(waiting?.waitingFor).toMatch(new RegExp(`^run ${first.run.id}, which computes split/(even|odd) now$`));
    const claim = await store.claimStep(`${first.run.id}.0`, 1, "w", 60_000);
    if (claim === null) throw new Error("not claimed");
    await executeStep(environment(), claim, new AbortController().signal);
    await advanceRun(store, second.run.id);
    expect((await store.steps(second.run.id)).map((step) => step.outcome)).toEqual(["UNCHANGED", "UNCHANGED"]);
    expect(taken()).toEqual(["split"]);
  });
  test("a run that computes one of the cells by itself holds up the whole function", async () => {
    const { store } = await pipeline();
    const plain = { asset: "split/odd", partition: null, action: "RUN", wave: 0, reason: "", needs: [] } as const;
    const alone = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    await store.lockRun(alone.id, (locked) => locked.plan("1", [plain]));
    await store.lockRun(alone.id, (locked) => locked.makeReady([0]));
    const whole = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    await store.lockRun(whole.id, (locked) => locked.plan("1", together()));
    expect(await store.lockRun(whole.id, (locked) => locked.makeReady([0]))).toEqual([]);
    expect((await store.steps(whole.id)).map((step) => [step.ready, step.waitingFor])).toEqual([
      [false, `run ${alone.id}, which computes split/odd now`],
      [false, "computed together with split/even"],
    ]);
  });

  test("checks of an output are its own: they hold up what reads that one alone", async () => {
    const store = await opened();
    const seen: unknown[] = [];
    const pair = assets("pair", { outputs: { good: z.number(), bad: z.number() }, run: () => ({ good: 1, bad: -1 }) });
    const positive = (output: typeof pair.good) =>
      check("positive", {
        asset: output,
        blocking: true,
        run: (n, { asset, previous }) => {
          seen.push([asset.key, previous]);
          return n > 0;
        },
      });
    const children = [pair.good, pair.bad].map((output) => asset(`of/${output.key}`, { inputs: { output }, output: z.number(), run: ({ output }) => output }));
    await using instance = await createInstance(define({ include: [pair, children, positive(pair.good), positive(pair.bad)] }), { store });
    const run = await instance.materialize();
    expect(run.steps.map(({ asset, outcome, failedChecks }) => [asset, outcome, failedChecks])).toEqual([
      ["pair/good", "SUCCEEDED", []],
      ["pair/bad", "SUCCEEDED", ["positive"]],
      ["of/pair/good", "SUCCEEDED", []],
      ["of/pair/bad", "BLOCKED", []],
    ]);
    expect(run.status).toBe("FAILED");
    expect(seen).toEqual([
      ["pair/good", undefined],
      ["pair/bad", undefined],
    ]);
  });
  test("may be tables, and lie elsewhere; the context is that of the function", async () => {
    const store = await opened();
    const seen: unknown[] = [];
    const load = assets("dw/load", {
      outputs: { rows: table(z.object({ n: z.number() })), mart: external({ observe: () => "v1" }) },
      params: { path: "x" },
      run: async (_, { asset, metadata, params, previous, progress }) => {
        seen.push(asset.key, params.path, previous.rows?.dataVersion, previous.mart?.dataVersion);
        progress(0.5);
        metadata({ note: "both" });
        return { rows: [{ n: 1 }, { n: 2 }], mart: undefined };
      },
    });
    const report = asset("report", {
      inputs: { rows: load.rows, mart: unloaded(load.mart) },
      after: [load.mart],
      output: z.number(),
      run: async ({ rows }) => (await rows.rows()).length,
    });
    await using instance = await createInstance(define({ include: [load, report] }), { store });
    expect((await instance.materialize()).status).toBe("SUCCEEDED");
    expect(await instance.value("report")).toBe(2);
    expect(seen).toEqual(["dw/load", "x", undefined, undefined]);
    expect((await latest(store, "dw/load/rows"))?.metadata).toMatchObject({ note: "both", columns: expect.anything() });
    expect((await latest(store, "dw/load/mart"))?.metadata).toEqual({ note: "both" });
    await instance.materialize("dw/**", { mode: "ALL" });
    expect(seen.slice(4)).toEqual(["dw/load", "x", (await latest(store, "dw/load/rows"))?.trace.dataVersion, "v1"]);
  });
}

/** The two steps of `split`, as a plan has them. */
const together = () => {
  const step = { partition: null, action: "RUN", wave: 0, reason: "asked for", needs: [] } as const;
  return [
    { ...step, asset: "split/even" },
    { ...step, asset: "split/odd", computedWith: 0 },
  ];
};
