/** What must hold when something happens at the worst moment, told on any store. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset, define, from, jsonFile, source } from "@headwater/core";
import {
  advanceRun,
  createInstance,
  createMemoryValueStore,
  createResourcePool,
  errorInfo,
  executeStep,
  HeadwaterError,
  launchRun,
  planQueuedRun,
  provenanceOf,
  type Store,
  sweepRuns,
} from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { openedBy } from "./opened.ts";

const materialized = (dataVersion: string) =>
  ({
    outcome: "SUCCEEDED",
    reason: "asked for",
    durationMs: 1,
    stored: { address: "address", format: "value", bytes: 2, rows: null },
    metadata: {},
    provenance: null,
    trace: {
      codeVersion: "1",
      codeParts: { explicit: null, body: "", schema: "", config: "", params: "" },
      inputs: [],
      configHash: "config",
      dataVersion,
    },
    traceKey: dataVersion,
  }) as const;

/** Declares the tests. `openStore` gives an empty store each time. */
export function hardCases(openStore: () => Promise<Store>): void {
  const values = createMemoryValueStore();
  const opened = openedBy(openStore);
  const openRun = (store: Store) => launchRun(store, { mode: "STALE", select: "*", observe: false, launchedBy: "test" });

  describe("reuse", () => {
    /** Goes to v1, v2 and back to v1, and says how the step ended the last time. */
    async function thereAndBack(declare: (raw: ReturnType<typeof rawSource>["raw"], ran: <T>(value: T) => T) => Parameters<typeof define>[0]["include"]) {
      const store = await opened();
      const { raw, world } = rawSource();
      let runs = 0;
      const ran = <T>(value: T): T => {
        runs += 1;
        return value;
      };
      const instance = await createInstance(define({ include: [raw, ...declare(raw, ran)] }), { store, values });
      await instance.materialize();
      world.raw = 2;
      await instance.materialize();
      world.raw = 1;
      const last = await instance.materialize();
      return { outcome: last.step({ key: "child" }).outcome, runs, store };
    }
    test("an asset with `reuse: false` is computed anew where an equal computation is on record", async () => {
      const { outcome, runs } = await thereAndBack((raw, ran) => [
        asset("child", { inputs: { raw }, output: z.number(), reuse: false, run: ({ raw }) => ran(raw) }),
      ]);
      expect({ outcome, runs }).toEqual({ outcome: "SUCCEEDED", runs: 3 });
    });
    test("an asset without an output is computed anew: its effect is elsewhere", async () => {
      const { outcome, runs } = await thereAndBack((raw, ran) => [asset("child", { inputs: { raw }, output: z.void(), run: () => ran(undefined) })]);
      expect({ outcome, runs }).toEqual({ outcome: "SUCCEEDED", runs: 3 });
    });
    test("a computation that read `ctx.previous` is never taken over", async () => {
      const { outcome, runs } = await thereAndBack((raw, ran) => [
        asset("child", { inputs: { raw }, output: z.string(), run: ({ raw }, { previous }) => ran(`${previous?.dataVersion} then ${raw}`) }),
      ]);
      expect({ outcome, runs }).toEqual({ outcome: "SUCCEEDED", runs: 3 });
    });
    test("what is reused below something reused traces a materialization of the version that it names", async () => {
      const { store } = await thereAndBack((raw, ran) => {
        const above = asset("above", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
        return [above, asset("child", { inputs: { above }, output: z.number(), run: ({ above }) => ran(above) })];
      });
      const child = (await store.cells(["child"])).get("child")?.materialization;
      expect(child?.outcome).toBe("REUSED");
      const read = child?.trace.inputs[0]?.cells[0];
      expect((await store.materialization(read?.seq ?? ""))?.trace.dataVersion).toBe(read?.version);
    });
  });

  test("a JSON file whose value looks like one with its version is that value", async () => {
    const store = await opened();
    const root = await mkdtemp(join(tmpdir(), "headwater-json-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const write = (value: number) => writeFile(join(root, "x.json"), JSON.stringify({ value, version: "of the author" }));
    const raw = source("raw", jsonFile("x.json", z.object({ value: z.number(), version: z.string() })));
    const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw.value });
    const instance = await createInstance(define({ include: [raw, child] }), { store, values, root });
    await write(5);
    expect((await instance.materialize()).step(child).error).toBeNull();
    expect(await instance.value("child")).toBe(5);
    await write(6);
    await instance.materialize();
    expect(await instance.value("child")).toBe(6);
    expect((await instance.why("child")).status).toBe("FRESH");
  });
  test("a key may be as long as keys may be, in any script", async () => {
    const store = await opened();
    const text = Array.from({ length: 1_000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000))).join("");
    const key = `${text.slice(0, 790)}/abcdefg`;
    const long = asset(key, { output: z.number(), run: () => 1 });
    const instance = await createInstance(define({ include: [long] }), { store, values });
    expect((await instance.materialize()).step(long).outcome).toBe("SUCCEEDED");
    expect((await instance.status()).map((cell) => cell.status)).toEqual(["FRESH"]);
    expect(() => define({ include: [asset(text, { output: z.number(), run: () => 1 })] })).toThrow("it has 3000 bytes, more than 2400");
    expect(() => define({ include: [asset("a\ud800", { output: z.number(), run: () => 1 })] })).toThrow("half a surrogate pair");
  });

  describe("runs", () => {
    const one = () => define({ include: [asset("a", { output: z.number(), run: () => 1 })] });

    test("a step that ends while its run is being cancelled publishes nothing", async () => {
      const store = await opened();
      await createInstance(one(), { store, values });
      const { run } = await openRun(store);
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      await store.requestCancel(run.id);
      const done = await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "asked for", materialization: materialized("v1") });
      expect(done).toEqual({ materialization: null });
      expect(await store.step(claim.step.id)).toMatchObject({ outcome: "CANCELLED", materialization: null });
      expect(await store.materializations({ asset: "a", limit: 10 })).toEqual([]);
      await advanceRun(store, run.id);
      expect((await store.run(run.id))?.status).toBe("CANCELLED");
    });
    test("a step that was handed out is left to whoever claims it: nothing below it settles before it has ended", async () => {
      const store = await opened();
      const { raw, world } = rawSource();
      const above = asset("above", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const below = asset("below", { inputs: { above }, output: z.number(), run: ({ above }) => above });
      const instance = await createInstance(define({ include: [raw, above, below] }), { store, values });
      await instance.materialize();
      world.raw = 2;
      await instance.observe();
      const { run } = await openRun(store);
      // The change is taken back while the step waits in the queue, and it is claimed while the run is advanced.
      world.raw = 1;
      await instance.observe();
      const claiming: Store = {
        ...store,
        lockRun: (id, work) =>
          store.lockRun(id, (locked) =>
            work({
              ...locked,
              steps: async () => {
                const steps = await locked.steps();
                await store.claimStep(`${id}.0`, 1, "w", 60_000);
                return steps;
              },
            }),
          ),
      };
      await advanceRun(claiming, run.id);
      expect((await store.steps(run.id)).map((step) => step.outcome)).toEqual(["RUNNING", "WAITING"]);
    });
    test("a step that its worker hands back is ready again at once, however often: that is no loss", async () => {
      const store = await opened();
      await createInstance(one(), { store, values });
      const { run } = await openRun(store);
      for (let attempt = 1; attempt <= 4; attempt++) {
        const claim = await store.claimStep(`${run.id}.0`, attempt, "w", 60_000);
        if (claim === null) throw new Error("not claimed");
        await store.handBack([claim]);
        await store.handBack([claim]);
        expect(await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "late", materialization: materialized("v1") })).toBeNull();
        expect(await store.reapLostSteps(1)).toEqual([]);
        expect((await store.outbox(60_000)).steps).toEqual([{ stepId: `${run.id}.0`, attempt: attempt + 1 }]);
      }
      expect(await store.step(`${run.id}.0`)).toMatchObject({ outcome: "WAITING", ready: true, worker: null, startedAt: null });
    });
    test("a database that is away for a moment ends no run that waits to be planned", async () => {
      const store = await opened();
      await createInstance(one(), { store, values });
      const run = await store.createRun({ mode: "STALE", select: "*", observe: false, launchedBy: "test" });
      const away = new HeadwaterError("DATABASE_UNREACHABLE", { database: "here", reason: "it restarts" });
      await expect(planQueuedRun({ ...store, activeLocation: () => Promise.reject(away) }, run.id)).rejects.toBe(away);
      expect((await store.run(run.id))?.status).toBe("QUEUED");
    });
    test("a run that cannot be moved on holds up no other", async () => {
      const store = await opened();
      await createInstance(one(), { store, values });
      const request = { mode: "STALE", select: "*", observe: false, launchedBy: "test" } as const;
      const [stuck, other] = [await store.createRun(request), await store.createRun(request)];
      const broken: Store = { ...store, lockRun: (id, work) => (id === stuck.id ? Promise.reject(new Error("broken")) : store.lockRun(id, work)) };
      await expect(sweepRuns(broken)).rejects.toThrow("broken");
      expect((await store.run(other.id))?.status).toBe("RUNNING");
    });
    test("many cancels of a run that is just being advanced wait for it, and it does not wait for them", async () => {
      const store = await opened();
      const run = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
      const seen = await store.lockRun(run.id, async () => {
        const cancels = Array.from({ length: 12 }, () => store.requestCancel(run.id));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { run: await store.run(run.id), cancels: Promise.all(cancels) };
      });
      expect(seen?.run?.id).toBe(run.id);
      await seen?.cancels;
      expect((await store.run(run.id))?.status).toBe("CANCELLING");
    });
    test("however often a function reports its progress, its step completes", async () => {
      const store = await opened();
      const eager = asset("a", {
        output: z.number(),
        run: (_, { progress }) => {
          for (let row = 0; row < 20_000; row++) progress(row / 20_000);
          progress(Number.NaN);
          return 1;
        },
      });
      const instance = await createInstance(define({ include: [eager] }), { store, values });
      const startedAt = performance.now();
      expect((await instance.materialize()).step(eager)).toMatchObject({ outcome: "SUCCEEDED" });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      const reports = (await store.events("0", 30_000)).filter((event) => event.kind === "step_progress");
      expect(reports.length).toBeLessThan(10);
    });
    test("an error without a message is told by its name", async () => {
      const store = await opened();
      class OutOfLuck extends Error {
        override readonly name = "OutOfLuck";
      }
      const unlucky = asset("a", {
        output: z.number(),
        run: () => {
          throw new OutOfLuck();
        },
      });
      const instance = await createInstance(define({ include: [unlucky] }), { store, values });
      expect((await instance.materialize()).step(unlucky).reason).toBe("OutOfLuck");
    });
  });

  describe("a store that is away", () => {
    test("is not the asset's failure: the step keeps its claim without a result, and can be run again", async () => {
      const store = await opened();
      const only = asset("only", { output: z.number(), run: () => 1 });
      const definitions = define({ include: [only] });
      await createInstance(definitions, { store, values });
      const { run } = await openRun(store);
      const claim = await store.claimStep(`${run.id}.0`, 1, "worker", 60_000);
      if (claim === null) throw new Error("not claimed");
      const gone = new Error("connection terminated");
      const failing: Store = { ...store, cells: () => Promise.reject(gone) };
      const environment = { definitions, values, root: process.cwd(), log: () => undefined, resources: createResourcePool(), provenance: provenanceOf("/") };
      await expect(executeStep({ ...environment, store: failing }, claim, new AbortController().signal)).rejects.toBe(gone);
      expect((await store.step(claim.step.id))?.outcome).toBe("RUNNING");
      await executeStep({ ...environment, store }, claim, new AbortController().signal);
      expect((await store.run(run.id))?.status).toBe("SUCCEEDED");
    });
  });

  describe("definitions", () => {
    const location = (name: string) => ({ name, root: `/${name}`, definitions: { version: `of ${name}`, assets: [] } });

    test("the location that was activated last is the active one, also when it had been before", async () => {
      const store = await opened();
      for (const name of ["a", "b", "a"]) await store.activate(location(name));
      expect((await store.activeLocation())?.name).toBe("a");
      expect((await store.events("0", 10)).map((event) => event.data.location)).toEqual(["a", "b", "a"]);
    });
    test("an input that becomes a trigger is held against what was read, not new", async () => {
      const store = await opened();
      const { raw, world } = rawSource();
      const child = (triggers: boolean) =>
        asset("child", { inputs: { raw: from(raw, { triggers }) }, codeVersion: "1", output: z.number(), run: ({ raw }) => raw });
      const open = (triggers: boolean) => createInstance(define({ include: [raw, child(triggers)] }), { store, values });
      await (await open(false)).materialize();
      const triggered = await open(true);
      expect((await triggered.why("child")).status).toBe("FRESH");
      world.raw = 2;
      await triggered.observe();
      expect((await triggered.why("child")).causes).toMatchObject([{ code: "INPUT_CHANGED" }]);
    });
    test("assets may be called like what every object has", async () => {
      const store = await opened();
      const named = asset("constructor", { output: z.number(), config: z.object({ by: z.number().default(1) }), run: (_, { config }) => config.by });
      const other = asset("toString", { output: z.number(), run: () => 1 });
      const instance = await createInstance(define({ include: [named, other] }), { store, values });
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      expect((await instance.plan()).steps).toEqual([]);
      await expect(instance.plan("tag:constructor")).rejects.toMatchObject({ code: "SELECTION_EMPTY" });
    });
  });

  describe("history", () => {
    test("a page after a run that does not exist is empty", async () => {
      const store = await opened();
      await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
      expect(await store.runs({ limit: 10, before: "nonsense" })).toEqual([]);
    });
    test("a new attempt starts without the progress of the lost one", async () => {
      const store = await opened();
      await createInstance(define({ include: [asset("a", { output: z.number(), run: () => 1 })] }), { store, values });
      const { run } = await openRun(store);
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 1);
      if (claim === null) throw new Error("not claimed");
      await store.reportProgress(claim, 0.5, null);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.reapLostSteps(3);
      expect(await store.step(claim.step.id)).toMatchObject({ outcome: "WAITING", attempts: 2, progress: null });
    });
    test("all that user code threw is kept, whatever text is in it", async () => {
      const store = await opened();
      await createInstance(define({ include: [asset("a", { output: z.number(), run: () => 1 })] }), { store, values });
      const { run } = await openRun(store);
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      await store.completeStep(claim, { outcome: "FAILED", reason: "a\0b", error: errorInfo(new Error("c\ud800d")) });
      expect(await store.step(claim.step.id)).toMatchObject({ outcome: "FAILED", error: { message: expect.stringMatching(/^c.d$/u) } });
    });
  });
}

function rawSource() {
  const world = { raw: 1 };
  return { world, raw: source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw }) };
}
