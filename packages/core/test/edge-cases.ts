/**
 * Edge cases of the rules of staleness, by the numbers that they have there, told on any store. Others of them are stories elsewhere: every
 * test of one has its number in its name.
 */
import { mkdtemp, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Asset, asset, csvFile, define, source, table } from "@headwater/core";
import {
  advanceRun,
  createInstance,
  createMemoryValueStore,
  createResourcePool,
  type Instance,
  launchRun,
  provenanceOf,
  runInProcess,
  type Store,
} from "@headwater/core/engine";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { edgeFingerprint, hashJson } from "../src/model/version.ts";
import type { TimedStore } from "./exactness/stage.ts";
import { claimed, made, planned, step } from "./store-fixture.ts";

type Include = Parameters<typeof define>[0]["include"];

/** Declares the tests. `openStore` gives an empty store each time. */
export function edgeCases(openStore: () => Promise<TimedStore & AsyncDisposable>): void {
  async function begin() {
    const timed = await openStore();
    onTestFinished(() => timed[Symbol.asyncDispose]());
    const root = await mkdtemp(join(tmpdir(), "headwater-edge-"));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const values = createMemoryValueStore();
    const open = (include: Include, store: Store = timed.store): Promise<Instance> => createInstance(define({ include }), { store, values, root });
    const write = (name: string, text: string): Promise<void> => writeFile(join(root, name), text);
    return { ...timed, root, values, open, write, ran: counter() };
  }

  test("edge case 1: one row of a file changes, and only what is downstream is not fresh, and only what really changed runs", async () => {
    const { open, write, ran } = await begin();
    await write("days.csv", "day,temp\n1,20\n2,31\n");
    await write("towns.csv", "town\nA\n");
    const days = source("raw/days", csvFile("days.csv", z.object({ day: z.string(), temp: z.coerce.number() })));
    const towns = source("raw/towns", csvFile("towns.csv", z.object({ town: z.string() })));
    const hot = asset("hot", {
      inputs: { days },
      output: table(z.object({ day: z.string() })),
      run: async ({ days }) =>
        ran(
          "hot",
          (await days.rows()).filter(({ temp }) => temp > 30).map(({ day }) => ({ day })),
        ),
    });
    const count = asset("count", { inputs: { hot }, output: z.number(), run: async ({ hot }) => ran("count", (await hot.rows()).length) });
    const mean = asset("mean", {
      inputs: { days },
      output: z.number(),
      run: async ({ days }) => ran("mean", (await days.rows()).reduce((sum, { temp }) => sum + temp, 0) / 2),
    });
    const names = asset("names", { inputs: { towns }, output: z.number(), run: async ({ towns }) => ran("names", (await towns.rows()).length) });
    const instance = await open([days, towns, hot, count, mean, names]);
    await instance.materialize();
    expect(ran.taken()).toEqual(["count", "hot", "mean", "names"]);
    await write("days.csv", "day,temp\n1,21\n2,31\n");
    await instance.observe();
    expect(await statuses(instance)).toMatchObject({ hot: "STALE", count: "UPSTREAM_STALE", mean: "STALE", names: "FRESH" });
    expect(await outcomes(instance)).toEqual({ hot: "SUCCEEDED", count: "UNCHANGED", mean: "SUCCEEDED" });
    expect(ran.taken()).toEqual(["hot", "mean"]);
  });

  test("edge case 2: a file that is written again with the same bytes makes nothing stale", async () => {
    const { open, write, root, ran } = await begin();
    await write("days.csv", "day\n1\n");
    const days = source("raw/days", csvFile("days.csv", z.object({ day: z.string() })));
    const count = asset("count", { inputs: { days }, output: z.number(), run: async ({ days }) => ran("count", (await days.rows()).length) });
    const instance = await open([days, count]);
    await instance.materialize();
    ran.taken();
    // Another file in its place, with another time and inode.
    await write("copy.csv", await readFile(join(root, "days.csv"), "utf8"));
    await utimes(join(root, "copy.csv"), new Date(0), new Date(0));
    await rename(join(root, "copy.csv"), join(root, "days.csv"));
    expect(await instance.observe()).toMatchObject([{ asset: "raw/days", changed: false }]);
    expect(await statuses(instance)).toEqual({ "raw/days": "FRESH", count: "FRESH" });
    expect((await instance.materialize()).steps).toEqual([]);
    expect(ran.taken()).toEqual([]);
  });

  test("edge case 5: a chain of 1,000 whose first output is identical after an edit: 1 function runs, 999 steps are settled in a few passes", {
    timeout: 60_000,
  }, async () => {
    const { open, store, ran } = await begin();
    const chain = (code: string): readonly Asset<z.ZodNumber>[] => {
      const links = [asset("link/0", { codeVersion: code, output: z.number(), run: () => ran("link/0", 1) })];
      for (let position = 1; position < 1_000; position++) {
        const above = links[position - 1] as Asset<z.ZodNumber>;
        links.push(asset(`link/${position}`, { inputs: { above }, codeVersion: "1", output: z.number(), run: ({ above }) => ran(`link/${position}`, above) }));
      }
      return links;
    };
    await open(chain("1"));
    await computedBefore(store);
    const calls = countCalls(store);
    const edited = await open(chain("2"), calls.store);
    expect((await edited.status()).map((cell) => cell.status)).toEqual(["STALE", ...Array(999).fill("UPSTREAM_STALE")]);
    const startedAt = performance.now();
    const result = await edited.materialize();
    expect(ran.taken()).toEqual(["link/0"]);
    expect(result.steps.filter((step) => step.outcome === "UNCHANGED")).toHaveLength(999);
    // Alone on a machine it takes a fifth of a second; the number of calls says that nothing is done step by step.
    expect(calls.taken()).toBeLessThan(60);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test("edge case 7: an edit that is reverted after a run brings the old value back without running", async () => {
    const { open, ran } = await begin();
    const edited = (code: string) => {
      const top = asset("top", { codeVersion: code, output: z.string(), run: () => ran("top", `by ${code}`) });
      return [top, asset("below", { inputs: { top }, codeVersion: "1", output: z.string(), run: ({ top }) => ran("below", `below ${top}`) })];
    };
    await (await open(edited("1"))).materialize();
    await (await open(edited("2"))).materialize();
    ran.taken();
    const reverted = await open(edited("1"));
    expect(await statuses(reverted)).toEqual({ top: "STALE", below: "UPSTREAM_STALE" });
    expect(await outcomes(reverted)).toEqual({ top: "REUSED", below: "REUSED" });
    expect(await reverted.value("below")).toBe("below by 1");
    expect(ran.taken()).toEqual([]);
  });

  test("edge case 13: what somebody else materialized between plan and step is what the step reads and traces", async () => {
    const { open, store, values, root } = await begin();
    let made = 1;
    const top = asset("top", { output: z.number(), run: () => made });
    const below = asset("below", { inputs: { top }, output: z.number(), run: ({ top }) => top });
    const instance = await open([top, below]);
    await instance.materialize("top");
    const { run } = await launchRun(store, { mode: "STALE", select: "below", launchedBy: "test" });
    made = 2;
    await instance.materialize("top", { mode: "ALL" });
    const environment = { definitions: define({ include: [top, below] }), store, values, root, log: () => undefined, resources: createResourcePool() };
    await runInProcess({ ...environment, provenance: provenanceOf(root) }, run.id);
    expect(await instance.value("below")).toBe(2);
    const cells = await store.cells();
    const traced = cells.get("below")?.materialization?.trace.inputs[0]?.cells[0];
    expect(traced?.seq).toBe(cells.get("top")?.materialization?.seq);
    expect(await statuses(instance)).toEqual({ top: "FRESH", below: "FRESH" });
  });

  test("edge case 22: an asset without inputs is stale only by its code and its age, and runs else only by force", async () => {
    const { open, pass } = await begin();
    const alone = (code: string) => [asset("alone", { codeVersion: code, maxAge: "90m", output: z.number(), run: () => 1 })];
    const instance = await open(alone("1"));
    await instance.materialize();
    expect(await outcomes(instance)).toEqual({});
    expect(await outcomes(instance, "ALL")).toEqual({ alone: "SUCCEEDED" });
    const edited = await open(alone("2"));
    expect((await edited.why("alone")).causes.map((cause) => cause.code)).toEqual(["CODE_CHANGED"]);
    const reverted = await open(alone("1"));
    await pass(1);
    expect(await statuses(reverted)).toEqual({ alone: "FRESH" });
    await pass(1);
    expect((await reverted.why("alone")).causes.map((cause) => cause.code)).toEqual(["EXPIRED"]);
  });

  test("edge case 23: a source whose file is gone keeps its version; a run that must load it fails with that error and touches nothing else", async () => {
    const { open, write, root } = await begin();
    await write("days.csv", "day\n1\n");
    const days = source("raw/days", csvFile("days.csv", z.object({ day: z.string() })));
    const count = asset("count", { inputs: { days }, output: z.number(), run: async ({ days }) => (await days.rows()).length });
    const below = asset("below", { inputs: { count }, output: z.number(), run: ({ count }) => count });
    const apart = asset("apart", { output: z.number(), run: () => 1 });
    const instance = await open([days, count, below, apart]);
    await instance.materialize();
    await rm(join(root, "days.csv"));
    expect(await instance.observe()).toMatchObject([{ asset: "raw/days", changed: false, error: { code: "FILE_MISSING" } }]);
    expect(await statuses(instance)).toEqual({ "raw/days": "FRESH", count: "FRESH", below: "FRESH", apart: "FRESH" });
    const forced = await instance.materialize("*", { mode: "ALL" });
    expect(forced.step(count)).toMatchObject({ outcome: "FAILED", error: { code: "FILE_MISSING" } });
    expect([forced.step(below).outcome, forced.step(apart).outcome]).toEqual(["SKIPPED", "SUCCEEDED"]);
    expect(await instance.value("count")).toBe(1);
    expect(await statuses(instance)).toEqual({ "raw/days": "FRESH", count: "FRESH", below: "FRESH", apart: "FRESH" });
  });

  test("edge case 26: mode ALL twice on a deterministic graph gives the same data versions, and leaves nothing stale", async () => {
    const { open, store } = await begin();
    const top = asset("top", { output: z.array(z.number()), run: () => [1, 2] });
    const below = asset("below", { inputs: { top }, output: z.number(), run: ({ top }) => top.length });
    const instance = await open([top, below]);
    const versions = async () => [...(await store.cells()).values()].map((cell) => [cell.asset, cell.materialization?.trace.dataVersion]).sort();
    await instance.materialize("*", { mode: "ALL" });
    const first = await versions();
    expect(await outcomes(instance, "ALL")).toEqual({ top: "SUCCEEDED", below: "SUCCEEDED" });
    expect(await versions()).toEqual(first);
    expect(await statuses(instance)).toEqual({ top: "FRESH", below: "FRESH" });
  });

  test("edge case 27: a worker that was lost publishes nothing when it comes back, not even while the next attempt runs", async () => {
    const { store } = await begin();
    const id = await planned(store, [step("a")]);
    const lost = await claimed(store, id);
    await store.handBack([lost]);
    const next = await store.claimStep(`${id}.0`, 2, "worker-2", 60_000);
    if (next === null) throw new Error("not claimed");
    const late = { outcome: "SUCCEEDED", reason: "late", materialization: made("late") } as const;
    expect(await store.completeStep(lost, late)).toBeNull();
    expect(await store.materializations({ asset: "a", limit: 10 })).toEqual([]);
    await store.completeStep(next, { outcome: "SUCCEEDED", reason: "r", materialization: made("v2") });
    expect(await store.completeStep(lost, late)).toBeNull();
    expect((await store.materializations({ asset: "a", limit: 10 })).map((one) => one.trace.dataVersion)).toEqual(["v2"]);
  });

  test("edge case 29: a clock that is set back makes nothing stale or fresh, but for what has a maximum age", async () => {
    const { open, pass } = await begin();
    const plain = asset("plain", { output: z.number(), run: () => 1 });
    const ageing = asset("ageing", { maxAge: "90m", output: z.number(), run: () => 1 });
    const instance = await open([plain, ageing]);
    await instance.materialize();
    await pass(-24);
    expect(await statuses(instance)).toEqual({ plain: "FRESH", ageing: "FRESH" });
    await pass(26);
    expect(await statuses(instance)).toEqual({ plain: "FRESH", ageing: "STALE" });
    await pass(-2);
    expect(await statuses(instance)).toEqual({ plain: "FRESH", ageing: "FRESH" });
  });

  test("edge case 30: every version is what earlier releases made of the same code and data, so that an upgrade makes nothing stale", async () => {
    const { open, store, write } = await begin();
    await write("days.csv", "day,temp\n1,20\n");
    const days = source("raw/days", csvFile("days.csv", z.object({ day: z.string(), temp: z.coerce.number() })));
    const rows = table(z.object({ day: z.string(), temp: z.number() }));
    // Made from text, so that no compiler has a say in what it is.
    const run = new Function("inputs", "return inputs.days.rows()");
    const config = z.object({ limit: z.number().default(3) });
    const copied = asset("copied", { inputs: { days }, config, output: rows, run: run as never });
    await (await open([days, copied])).materialize();
    const trace = (await store.cells(["copied"])).get("copied")?.materialization?.trace;
    const { scheme, ...input } = { scheme: trace?.codeParts.scheme, source: trace?.inputs[0]?.sourceCode, fingerprint: trace?.inputs[0]?.fingerprint };
    expect({ scheme, code: trace?.codeVersion, config: trace?.configHash, data: trace?.dataVersion, ...input }).toEqual(releasedVersions);
  });

  test("edge case 31: another path or parser of a source makes its children stale and says so, though not a byte has changed", async () => {
    const { open, write } = await begin();
    for (const name of ["days.csv", "moved.csv"]) await write(name, "day;temp\n1;20\n");
    const read = (path: string, delimiter: string) => {
      const days = source("raw/days", csvFile(path, z.object({}), { delimiter }));
      return [days, asset("count", { inputs: { days }, codeVersion: "1", output: z.number(), run: async ({ days }) => (await days.rows()).length })];
    };
    await (await open(read("days.csv", ";"))).materialize();
    for (const changed of [read("moved.csv", ";"), read("days.csv", ",")]) {
      const instance = await open(changed);
      const message = expect.stringContaining("raw/days is read differently");
      expect((await instance.why("count")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "raw/days", message }]);
    }
    expect(await statuses(await open(read("days.csv", ";")))).toMatchObject({ count: "FRESH" });
  });
}

/** What the first release with this scheme of code versions made of edge case 30. Another value here makes everything stale at every user's. */
const releasedVersions = {
  scheme: "function-text/1",
  code: "54906bbe84b1522b8bef74f8718e0f86b73ebdbe1bd43c3c21f58b0d0ef04e25",
  config: "a7175ed78ef07ac44431637962e4f5f94a66ffd04e15d47f6a1547a155491fc3",
  data: "1b899924faf98a4f48313836455beb568b23d23c531d056911e0bf82c822f08f",
  source: "f7703c07ad53819c356610f1abe8781352379763ff159a49636d1523a3dbcb04",
  fingerprint: "946ab0f39a31a8b1a71decfec992335c",
};

const statuses = async (instance: Instance) => Object.fromEntries((await instance.status()).map((cell) => [cell.asset, cell.status]));
const outcomes = async (instance: Instance, mode: "STALE" | "ALL" = "STALE") =>
  Object.fromEntries((await instance.materialize("*", { mode })).steps.map((step) => [step.asset, step.outcome]));

/** Notes which functions ran, and passes on what they return. */
function counter() {
  const ran: string[] = [];
  const note = <T>(key: string, value: T): T => {
    ran.push(key);
    return value;
  };
  return Object.assign(note, { taken: () => ran.splice(0).sort() });
}

/** Ends a run of a chain as if each of its assets had been computed, with 1 as its result: to compute them takes long on Postgres. */
async function computedBefore(store: Store): Promise<void> {
  const { run } = await launchRun(store, { mode: "STALE", select: "*", launchedBy: "test" });
  const nodes = (await store.activeLocation())?.definitions.assets ?? [];
  const version = hashJson(1);
  const settlements = nodes.map(({ codeVersion, codeParts, configHash, inputs }, ordinal) => {
    const traced = inputs.map(({ name, upstream, mapping, triggers }) => {
      const cells = [{ partition: null, version, seq: null }];
      return { input: name, upstream, mapping, triggers, sourceCode: null, fingerprint: edgeFingerprint([{ key: upstream, partition: null, version }]), cells };
    });
    const materialization = { ...made(version), trace: { codeVersion, codeParts, configHash, inputs: traced, dataVersion: version } };
    return { ordinal, outcome: "REUSED" as const, reason: "computed before", materialization };
  });
  await store.lockRun(run.id, (locked) => locked.settle(settlements));
  await advanceRun(store, run.id);
}

/** The store, and how often it was called. */
function countCalls(store: Store): { readonly store: Store; taken(): number } {
  let calls = 0;
  const counted = new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...given: readonly unknown[]) => {
        calls += 1;
        return Reflect.apply(member, target, given);
      };
    },
  });
  return { store: counted, taken: () => calls };
}
