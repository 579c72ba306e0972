/** What becomes of an asset that gets another name, leaves the code or comes back: told on any store. */
import { asset, assets, define, source } from "@headwater/core";
import { createInstance, createMemoryValueStore, type Instance, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

interface Named {
  readonly key?: string;
  readonly formerly?: readonly string[];
}
interface Code {
  readonly raw?: Named;
  /** `null`: not in the code. */
  readonly clean?: (Named & { readonly codeVersion?: string }) | null;
  readonly total?: Named;
  readonly others?: readonly ReturnType<typeof asset>[];
}

/** raw -> clean -> total -> report, and side, which reads raw and clean */
function pipeline(world: { raw: number; readonly ran: string[] }, code: Code) {
  const ran = <T>(key: string, value: T): T => {
    world.ran.push(key);
    return value;
  };
  const named = (known: Named | undefined, key: string) => [known?.key ?? key, { formerly: known?.formerly ?? [] }] as const;
  const [rawKey, rawFormerly] = named(code.raw, "raw");
  const raw = source(rawKey, { ...rawFormerly, schema: z.number(), codeVersion: "1", observe: () => `v${world.raw}`, load: () => world.raw });
  const [cleanKey, cleanFormerly] = named(code.clean ?? {}, "clean");
  const codeVersion = code.clean?.codeVersion ?? "1";
  const clean = asset(cleanKey, { ...cleanFormerly, inputs: { raw }, output: z.number(), codeVersion, run: ({ raw }) => ran(cleanKey, Math.round(raw)) });
  const [totalKey, totalFormerly] = named(code.total, "total");
  const total = asset(totalKey, { ...totalFormerly, inputs: { clean }, output: z.number(), codeVersion: "1", run: ({ clean }) => ran(totalKey, clean * 2) });
  const report = asset("report", { inputs: { total }, output: z.string(), codeVersion: "1", run: ({ total }) => ran("report", `${total}`) });
  const side = asset("side", { inputs: { raw, clean }, output: z.number(), codeVersion: "1", run: ({ raw, clean }) => ran("side", raw + clean) });
  return define({ include: code.clean === null ? [raw] : [raw, clean, total, report, side, ...(code.others ?? [])] });
}

/** Declares the tests. `openStore` gives an empty store each time. */
export function renames(openStore: () => Promise<Store>): void {
  const values = createMemoryValueStore();
  async function begin() {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const world = { raw: 1.2, ran: [] as string[] };
    const load = (code: Code = {}): Promise<Instance> => createInstance(pipeline(world, code), { store, values });
    const first = await load();
    await first.materialize();
    world.ran.length = 0;
    const renamedEvents = async () => (await store.events("0", 1_000)).filter(({ kind }) => kind === "renamed").map(({ asset, data }) => [data.from, asset]);
    return { store, world, load, first, renamedEvents };
  }
  const statuses = async (instance: Instance) => Object.fromEntries((await instance.status()).map((cell) => [cell.asset, cell.status]));
  const isAllFresh = async (instance: Instance) => (await instance.status()).every(({ status }) => status === "FRESH");
  const by = { by: "ada", note: "known" };
  const history = async (store: Store, key: string) =>
    (await store.materializations({ asset: key, limit: 100 })).map(({ asset, trace }) => [asset, trace.dataVersion]);

  describe("a renamed asset that says what it was formerly", () => {
    test("is fresh with all below it, runs nothing, and keeps value and history", async () => {
      const { store, world, load, renamedEvents } = await begin();
      const before = await history(store, "clean");
      const instance = await load({ clean: { key: "tidy", formerly: ["clean"] } });
      expect(await statuses(instance)).toEqual({ raw: "FRESH", tidy: "FRESH", total: "FRESH", report: "FRESH", side: "FRESH" });
      expect(await instance.value("tidy")).toBe(1);
      expect((await instance.materialize()).steps).toEqual([]);
      expect(world.ran).toEqual([]);
      expect(await history(store, "tidy")).toEqual(before);
      expect((await store.cells(["tidy"])).get("tidy")).toMatchObject({ lastAttempt: { outcome: "SUCCEEDED" }, wiped: false });
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      expect(await renamedEvents()).toEqual([["clean", "tidy"]]);
    });
    test("is computed anew when what it reads changes, under its new name; cutoff holds below it", async () => {
      const { store, world, load } = await begin();
      const instance = await load({ clean: { key: "tidy", formerly: ["clean"] } });
      world.raw = 1.3;
      const steps = (await instance.materialize()).steps.map(({ asset, outcome }) => [asset, outcome]);
      expect(steps).toEqual([
        ["tidy", "SUCCEEDED"],
        ["total", "UNCHANGED"],
        ["report", "UNCHANGED"],
        ["side", "SUCCEEDED"],
      ]);
      world.raw = 7;
      await instance.materialize("tidy");
      expect((await instance.why("total")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "tidy", message: "tidy changed" }]);
      expect((await history(store, "tidy")).map(([key]) => key)).toEqual(["tidy", "tidy", "clean"]);
      const [newest, ...older] = await store.materializations({ asset: "tidy", limit: 1 });
      expect(older).toEqual([]);
      const rest = await store.materializations({ asset: "tidy", limit: 2, before: newest?.seq ?? "" });
      expect(rest.map(({ asset }) => asset)).toEqual(["tidy", "clean"]);
      expect((await store.materializations({ asset: "tidy", limit: 2, before: rest[0]?.seq ?? "" })).map(({ asset }) => asset)).toEqual(["clean"]);
      expect((await history(store, "clean")).map(([key]) => key)).toEqual(["clean"]);
      const atOnce = await store.newestMaterializations(["total", "tidy", "clean"], 2);
      for (const asset of ["total", "tidy", "clean"]) expect(atOnce.get(asset)).toEqual(await store.materializations({ asset, limit: 2 }));
    });
    test("and edited at the same time is stale by its code alone", async () => {
      const { load } = await begin();
      const instance = await load({ clean: { key: "tidy", formerly: ["clean"], codeVersion: "2" } });
      expect(await statuses(instance)).toEqual({ raw: "FRESH", tidy: "STALE", total: "UPSTREAM_STALE", report: "UPSTREAM_STALE", side: "UPSTREAM_STALE" });
      expect((await instance.why("tidy")).causes.map(({ code }) => code)).toEqual(["CODE_CHANGED"]);
      expect((await instance.materialize()).steps.map(({ outcome }) => outcome)).toEqual(["SUCCEEDED", "UNCHANGED", "UNCHANGED", "UNCHANGED"]);
      expect(await isAllFresh(instance)).toBe(true);
    });
    test("may be renamed again and again, also past a name that no worker ever saw, and together with its neighbours", async () => {
      const { world, load, renamedEvents } = await begin();
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      const twice = await load({ clean: { key: "neat", formerly: ["tidy", "clean"] } });
      expect(await isAllFresh(twice)).toBe(true);
      const all = await load({
        raw: { key: "source", formerly: ["raw"] },
        clean: { key: "spotless", formerly: ["polished", "neat", "tidy", "clean"] },
        total: { key: "sum", formerly: ["total"] },
      });
      expect(await isAllFresh(all)).toBe(true);
      expect((await all.materialize()).steps).toEqual([]);
      expect(world.ran).toEqual([]);
      expect(await renamedEvents()).toEqual(
        expect.arrayContaining([
          ["clean", "tidy"],
          ["tidy", "neat"],
          ["neat", "spotless"],
          ["raw", "source"],
          ["total", "sum"],
        ]),
      );
    });
    test("takes what was said of it by hand along", async () => {
      const { store, load, first } = await begin();
      await load({ clean: { codeVersion: "2" } });
      await first.accept("clean", by);
      await first.wipe("report", by);
      await first.report({ asset: "total", dataVersion: "elsewhere" });
      const instance = await load({ clean: { key: "tidy", formerly: ["clean"], codeVersion: "2" }, total: { key: "sum", formerly: ["total"] } });
      expect(await statuses(instance)).toMatchObject({ tidy: "FRESH", sum: "STALE", report: "MISSING" });
      expect((await instance.why("sum")).causes.map(({ code }) => code)).toEqual(["DRIFT"]);
      expect((await store.cells(["tidy"])).get("tidy")?.materialization?.trace.codeVersion).toBe("2");
    });
    test("keeps what is done to it after that, however often the definitions are loaded", async () => {
      const { load } = await begin();
      const code: Code = { clean: { key: "tidy", formerly: ["clean"] } };
      await (await load(code)).wipe("tidy", by);
      expect(await statuses(await load(code))).toMatchObject({ tidy: "MISSING", total: "UPSTREAM_STALE" });
    });
    test("and is a function with several outputs takes all of them along", async () => {
      const { store, world } = await begin();
      const split = (key: string, ...formerly: string[]) => {
        const run = () => ({ low: world.ran.push(key) * 0 + 1, high: 2 });
        const both = assets(key, { formerly, outputs: { low: z.number(), high: z.number() }, codeVersion: "1", run });
        const sum = asset("sum", { inputs: both, output: z.number(), codeVersion: "1", run: ({ low, high }) => low + high });
        return createInstance(define({ include: [both, sum] }), { store, values });
      };
      await (await split("halves")).materialize();
      const instance = await split("parts", "halves");
      expect(await statuses(instance)).toEqual({ "parts/low": "FRESH", "parts/high": "FRESH", sum: "FRESH" });
      expect((await instance.materialize()).steps).toEqual([]);
      expect(await instance.value("parts/high")).toBe(2);
      expect(world.ran).toEqual(["halves"]);
    });
    test("takes a computation over that a worker of the old definitions ended late", async () => {
      const { world, load, first } = await begin();
      const code: Code = { clean: { key: "tidy", formerly: ["clean"] } };
      await load(code);
      world.raw = 7;
      await load();
      await first.materialize("clean");
      const instance = await load(code);
      expect(await instance.value("tidy")).toBe(7);
      expect(await statuses(instance)).toMatchObject({ tidy: "FRESH", total: "STALE" });
    });
  });

  describe("renaming back", () => {
    test("with the key in between as the former one brings back what was done under it", async () => {
      const { store, world, load } = await begin();
      const tidy = await load({ clean: { key: "tidy", formerly: ["clean"] } });
      const back: Code = { clean: { formerly: ["tidy"] } };
      expect(await isAllFresh(await load(back))).toBe(true);
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      world.raw = 7;
      await tidy.materialize();
      const again = await load(back);
      expect(await isAllFresh(again)).toBe(true);
      expect(await again.value("clean")).toBe(7);
      expect((await history(store, "clean")).map(([key]) => key)).toEqual(["tidy", "clean"]);
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      await tidy.wipe("tidy", by);
      expect(await statuses(await load(back))).toMatchObject({ clean: "MISSING" });
    });
    test("by a revert, without a word, is as if nothing had happened", async () => {
      const { world, load } = await begin();
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      expect(await isAllFresh(await load())).toBe(true);
      expect(world.ran).toEqual([]);
    });
  });

  describe("a renamed source", () => {
    test("keeps its last version and its observations", async () => {
      const { store, world, load } = await begin();
      const instance = await load({ raw: { key: "source", formerly: ["raw"] } });
      expect(await isAllFresh(instance)).toBe(true);
      world.raw = 2;
      await instance.observe();
      expect((await store.observations({ asset: "source", limit: 10 })).map(({ asset, dataVersion }) => [asset, dataVersion])).toEqual([
        ["source", "v2"],
        ["raw", "v1.2"],
      ]);
      expect((await instance.why("clean")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "source", message: "source changed" }]);
    });
  });

  describe("without a word on the former key", () => {
    test("a renamed asset is a new one, and its children have lost an input and got another", async () => {
      const { load } = await begin();
      const instance = await load({ clean: { key: "tidy" } });
      expect(await statuses(instance)).toMatchObject({ tidy: "MISSING", total: "STALE", side: "STALE", report: "UPSTREAM_STALE" });
      expect((await instance.why("total")).causes.map(({ code, upstream }) => [code, upstream])).toEqual([
        ["INPUT_ADDED", "tidy"],
        ["INPUT_REMOVED", "clean"],
      ]);
    });
    test("an asset that was removed from the code keeps its history, and is fresh when it comes back unchanged", async () => {
      const { store, world, load } = await begin();
      const before = await history(store, "clean");
      const without = await load({ clean: null });
      expect(await statuses(without)).toEqual({ raw: "FRESH" });
      expect(await history(store, "clean")).toEqual(before);
      expect((await store.cells(["clean"])).get("clean")?.materialization).not.toBeNull();
      const back = await load();
      expect(await isAllFresh(back)).toBe(true);
      expect(world.ran).toEqual([]);
      expect(await back.value("clean")).toBe(1);
    });
    test("another asset that takes an old key shares nothing with the one that had it", async () => {
      const { store, load } = await begin();
      await load({ clean: { key: "tidy", formerly: ["clean"] } });
      const other = asset("clean", { output: z.number(), codeVersion: "x", run: () => 42 });
      const instance = await load({ clean: { key: "tidy" }, others: [other] });
      expect(await statuses(instance)).toMatchObject({ tidy: "FRESH", clean: "STALE" });
      await instance.materialize("clean");
      expect(await history(store, "tidy")).toHaveLength(1);
      expect(await history(store, "clean")).toHaveLength(2);
      expect(await instance.value("tidy")).toBe(1);
    });
  });
}
