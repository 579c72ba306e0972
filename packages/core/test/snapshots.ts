/** Sources that are read as snapshots: once per version, and the same for all steps of a run. Told on any store. */
import { mkdtemp, readdir, rm, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset, csvFile, define, from, type Includable, source, table, unloaded } from "@headwater/core";
import { armFaultPoint, collectGarbage, createFileValueStore, createInstance, createMemoryValueStore, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

/** Declares the tests. `openStore` gives an empty store each time. */
export function snapshots(openStore: () => Promise<Store>): void {
  /** `n` is what the source is now; calls are counted. */
  async function begin({ values = createMemoryValueStore() } = {}) {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const world = { n: 1, loads: 0, looks: 0 };
    const raw = source("raw", {
      snapshot: true,
      schema: z.object({ n: z.number() }),
      codeVersion: "1",
      observe: () => {
        world.looks += 1;
        return `v${world.n}`;
      },
      load: () => {
        world.loads += 1;
        return { n: world.n };
      },
    });
    const open = (...include: Includable[]) => createInstance(define({ include: [raw, ...include] }), { store, values });
    const reader = (key: string, meanwhile: () => void | Promise<void> = () => undefined, ...after: Parameters<typeof asset>[1]["after"] & object) =>
      asset(key, {
        inputs: { raw },
        after,
        output: z.number(),
        codeVersion: "1",
        run: async ({ raw }) => {
          await meanwhile();
          return raw.n;
        },
      });
    const traced = async (key: string) => (await store.cells([key])).get(key)?.materialization?.trace.inputs[0]?.cells[0];
    return { store, values, world, raw, open, reader, traced };
  }
  async function directory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "headwater-snapshots-"));
    onTestFinished(() => rm(path, { recursive: true, force: true }));
    return path;
  }
  const kept = async (store: Store): Promise<readonly string[]> => (await Array.fromAsync(store.keptValues())).map(({ address }) => address);

  describe("a run", () => {
    test("reads one version in all its steps while the source changes, and traces that", async () => {
      const { store, world, open, reader, traced } = await begin();
      const change = (): void => {
        world.n += 1;
      };
      const first = reader("first", change);
      const second = reader("second", change, first);
      const third = reader("third", change, second);
      const instance = await open(first, second, third);
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      expect(await Promise.all(["first", "second", "third"].map((key) => instance.value(key)))).toEqual([1, 1, 1]);
      const [cell, ...others] = await Promise.all(["first", "second", "third"].map(traced));
      expect(others).toEqual([cell, cell]);
      const observed = (await store.observations({ asset: "raw", limit: 10 })).map(({ seq, dataVersion }) => [seq, dataVersion]);
      expect(observed).toEqual([[cell?.seq, "v1"]]);
      expect(world.loads).toBe(1);
      await instance.observe();
      expect((await instance.status()).map(({ status }) => status)).toEqual(["FRESH", "STALE", "STALE", "STALE"]);
    });
    test("looks at the start of its first step and after the load; later steps and later runs of the same version load nothing", async () => {
      const { world, open, reader } = await begin();
      const first = reader("first");
      const instance = await open(first, reader("second", undefined, first));
      await instance.materialize("*", { observe: false });
      expect(world).toMatchObject({ looks: 2, loads: 1 });
      await instance.materialize("*", { observe: false, mode: "ALL" });
      expect(world).toMatchObject({ looks: 3, loads: 1 });
      world.n = 2;
      await instance.materialize("*", { observe: false, mode: "ALL" });
      expect(world).toMatchObject({ looks: 5, loads: 2 });
      world.n = 1;
      await instance.materialize("*", { observe: false, mode: "ALL" });
      expect(world).toMatchObject({ looks: 6, loads: 2 });
      expect(await instance.value("second")).toBe(1);
    });
    test("whose steps take snapshots of different versions at the same time reads one of them", async () => {
      const { store, values } = await begin();
      let n = 0;
      const bothLoaded = Promise.withResolvers<void>();
      const raw = source("raw", {
        snapshot: true,
        schema: z.number(),
        observe: () => `v${n}`,
        load: async () => {
          n += 1;
          if (n === 2) bothLoaded.resolve();
          const value = n;
          await bothLoaded.promise;
          return { value, version: `v${value}` };
        },
      });
      const reader = (key: string) => asset(key, { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const instance = await createInstance(define({ include: [raw, reader("a"), reader("b")] }), { store, values });
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      expect(await instance.value("a")).toBe(await instance.value("b"));
      const inputs = async (key: string) => (await store.cells([key])).get(key)?.materialization?.trace.inputs;
      expect(await inputs("a")).toEqual(await inputs("b"));
    });
    test("settles no step by a newer version than it reads", async () => {
      const { world, open, reader } = await begin();
      let isChanging = false;
      const first = reader("first", async () => {
        if (!isChanging) return;
        world.n = 1;
        await instance.observe();
      });
      const second = reader("second", undefined, first);
      const instance = await open(first, second);
      await instance.materialize();
      world.n = 2;
      await instance.materialize("first");
      world.n = 3;
      isChanging = true;
      const result = await instance.materialize("*", { mode: "STALE" });
      expect(result.steps.map(({ outcome }) => outcome)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
      expect([await instance.value("first"), await instance.value("second")]).toEqual([3, 3]);
    });
    test("with an asset that does not load the source traces the same version", async () => {
      const { store, world, raw, open, reader } = await begin();
      const first = reader("first", () => {
        world.n += 1;
      });
      const counter = asset("counter", { inputs: { raw: unloaded(raw) }, after: [first], output: z.number(), run: () => 1 });
      await (await open(first, counter)).materialize();
      const fingerprints = [...(await store.cells(["first", "counter"])).values()].map(({ materialization }) => materialization?.trace.inputs[0]?.fingerprint);
      expect(fingerprints[0]).toBe(fingerprints[1]);
    });
  });

  test("a table is kept row by row, with the types of its columns, and read through a consumer's own view", async () => {
    const root = await directory();
    const { store } = await begin();
    await writeFile(join(root, "days.csv"), "day,temp\n2015-07-31,34\n2015-08-01,\n");
    const Day = z.object({ day: z.coerce.date(), temp: z.coerce.number().optional() });
    const days = source("days", { ...csvFile("days.csv", Day), snapshot: true });
    const Hot = table(z.object({ temp: z.number().default(0) }));
    const sum = asset("sum", {
      inputs: { days, hot: from(days, { schema: Hot }) },
      output: z.string(),
      run: async ({ days, hot }) => {
        await writeFile(join(root, "days.csv"), "gone");
        const years = (await days.rows()).map(({ day }) => day.getUTCFullYear());
        return `${days.columns} ${years} ${(await hot.rows()).map(({ temp }) => temp)} ${(await days.rows()).length}`;
      },
    });
    const instance = await createInstance(define({ include: [days, sum] }), { store, root, values: createFileValueStore(join(root, "values")) });
    expect((await instance.materialize()).step(sum).error).toBeNull();
    expect(await instance.value("sum")).toBe("day,temp 2015,2015 34,0 2");
  });

  test("another path, parser or schema loads the same version anew", async () => {
    const { store, values, world } = await begin();
    const read = (factor: number) => {
      const raw = source("raw", { snapshot: true, schema: z.number(), params: factor, observe: () => "v1", load: ({ params }) => ++world.loads * params });
      return createInstance(define({ include: [raw, asset("a", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw })] }), { store, values });
    };
    await (await read(1)).materialize();
    const instance = await read(10);
    await instance.materialize();
    expect(await instance.value("a")).toBe(20);
  });

  describe("what goes wrong", () => {
    test("between the load and the record leaves nothing half-done: the next step loads again", async () => {
      const { store, world, open, reader } = await begin();
      const instance = await open(reader("first"));
      armFaultPoint("after-snapshot", () => {
        throw new Error("stopped");
      });
      onTestFinished(() => armFaultPoint("after-snapshot", () => undefined));
      const failed = await instance.materialize();
      expect(failed.steps[0]).toMatchObject({ outcome: "FAILED", error: { message: "stopped" } });
      expect(await kept(store)).toEqual([]);
      expect(await store.runSnapshot(failed.runId, { asset: "raw", partition: null, codeVersion: "1" })).toBeNull();
      armFaultPoint("after-snapshot", () => undefined);
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      expect(world.loads).toBe(2);
    });
    test("with the bytes (gone, cut off) makes the source be loaded again, also in the middle of a run", async () => {
      const path = await directory();
      const { world, open, reader, store } = await begin({ values: createFileValueStore(path) });
      const place = async () => {
        const address = (await kept(store)).at(-1) ?? "";
        return join(path, address.slice(0, 2), address);
      };
      const first = reader("first", async () => unlink(await place()));
      const instance = await open(first, reader("second", undefined, first));
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      expect(world.loads).toBe(2);
      await writeFile(await place(), "{");
      expect((await instance.materialize("second", { mode: "ALL" })).status).toBe("SUCCEEDED");
      expect(world.loads).toBe(3);
      expect(await instance.value("second")).toBe(1);
    });
    test("with the bytes of a table is noticed before the function runs", async () => {
      const path = await directory();
      const { store } = await begin();
      const world = { loads: 0, ran: 0 };
      const rows = () => {
        world.loads += 1;
        return Array.from({ length: 20_000 }, (_, n) => ({ n }));
      };
      const raw = source("raw", { snapshot: true, schema: table(z.object({ n: z.number() })), observe: () => "v1", load: rows });
      const count = asset("count", { inputs: { raw }, output: z.number(), run: async ({ raw }) => (await raw.rows()).length + 0 * ++world.ran });
      const instance = await createInstance(define({ include: [raw, count] }), { store, values: createFileValueStore(path) });
      await instance.materialize();
      const address = (await kept(store)).at(-1) ?? "";
      await writeFile(join(path, address.slice(0, 2), address), '{"headwater":"table","version":1,"columns":["n"]}\n{"n":1}\n');
      expect((await instance.materialize("*", { mode: "ALL" })).status).toBe("SUCCEEDED");
      expect(await instance.value("count")).toBe(20_000);
      expect(world).toEqual({ loads: 2, ran: 2 });
    });
    test("with the data itself fails the step as ever, and keeps no snapshot", async () => {
      const { store, values } = await begin();
      const Row = z.object({ n: z.number() });
      const raw = source("raw", { snapshot: true, schema: table(Row), observe: () => "v1", load: () => [{ n: 1 }, { n: "two" as never }] });
      const odd = source("odd", { snapshot: true, schema: table(z.object({ f: z.any() })), observe: () => "v1", load: () => [{ f: () => 1 }] });
      const a = asset("a", { inputs: { raw }, output: z.void(), run: () => undefined });
      const b = asset("b", { inputs: { odd }, output: z.void(), run: () => undefined });
      const result = await (await createInstance(define({ include: [raw, odd, a, b] }), { store, values })).materialize();
      expect(result.step(a).error).toMatchObject({
        code: "SCHEMA_MISMATCH",
        message: expect.stringContaining('loaded value of "raw" does not fit its schema in row 2 at n'),
      });
      expect(result.step(b).error).toMatchObject({ code: "VALUE_NOT_STORABLE", message: expect.stringContaining("at row 1, f") });
      expect(await kept(store)).toEqual([]);
    });
  });

  describe("values of snapshots", () => {
    test("are kept for the newest of each source and for runs that are open; the others become garbage", async () => {
      const { store } = await begin();
      const observation = {
        seq: "1",
        at: new Date(5),
        checkedAt: new Date(6),
        dataVersion: "v",
        error: null,
        metadata: { path: "x" },
        asset: "raw",
        partition: null,
      };
      const snapshot = (asset: string, dataVersion: string, codeVersion = "1") => ({
        ...{ asset, partition: null, dataVersion, codeVersion },
        stored: { address: `${asset} ${dataVersion} ${codeVersion}`, format: "table", bytes: 12, rows: 3 } as const,
      });
      const run = async () => (await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" })).id;
      const [first, second] = [await run(), await run()];
      const one = { snapshot: snapshot("raw", "v1"), observation };
      expect(await store.runSnapshot(first, one.snapshot)).toBeNull();
      expect(await store.snapshot(one.snapshot)).toBeNull();
      expect(await store.takeSnapshot(first, one)).toEqual(one);
      expect(await store.takeSnapshot(first, { snapshot: snapshot("raw", "v2"), observation })).toEqual(one);
      expect(await store.runSnapshot(first, snapshot("raw", "v9"))).toEqual(one);
      await store.takeSnapshot(second, { snapshot: snapshot("raw", "v3"), observation });
      await store.takeSnapshot(second, { snapshot: snapshot("other", "v1"), observation });
      expect((await kept(store)).toSorted()).toEqual(["other v1 1", "raw v1 1", "raw v3 1"]);
      await store.lockRun(first, (locked) => locked.end("SUCCEEDED", null));
      expect((await kept(store)).toSorted()).toEqual(["other v1 1", "raw v3 1"]);
      const third = await run();
      await store.takeSnapshot(third, one);
      await store.lockRun(second, (locked) => locked.end("SUCCEEDED", null));
      expect((await kept(store)).toSorted()).toEqual(["other v1 1", "raw v1 1"]);
      await store.takeSnapshot(third, { snapshot: snapshot("raw", "v1", "2"), observation });
      expect((await kept(store)).toSorted()).toEqual(["other v1 1", "raw v1 1", "raw v1 2"]);
      await store.forgetSnapshot(one.snapshot);
      expect(await store.runSnapshot(third, one.snapshot)).toBeNull();
      expect(await store.snapshot(one.snapshot)).toBeNull();
      expect((await kept(store)).toSorted()).toEqual(["other v1 1", "raw v1 2"]);
    });
    test("that were collected are loaded again when their version comes back", async () => {
      const path = await directory();
      const values = createFileValueStore(path);
      const { world, open, reader, store } = await begin({ values });
      const instance = await open(reader("first"));
      await instance.materialize();
      world.n = 2;
      await instance.materialize();
      const longAgo = new Date(Date.now() - 48 * 3_600_000);
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), longAgo, longAgo);
      }
      expect(await collectGarbage(store, values)).toMatchObject({ values: 1, leftovers: 0 });
      await instance.materialize("*", { mode: "ALL" });
      expect(world.loads).toBe(2);
      world.n = 1;
      await instance.materialize();
      expect(world.loads).toBe(2);
      await instance.materialize("*", { mode: "ALL" });
      expect(world.loads).toBe(3);
      expect(await instance.value("first")).toBe(1);
    });
  });
}
