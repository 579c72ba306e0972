/** What looks at sources find, and what loads of them make of it: told on any store. */
import { asset, define, source } from "@headwater/core";
import { createInstance, createMemoryValueStore, createResourcePool, hashJson, observeSources, provenanceOf, type Store } from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openedBy } from "./opened.ts";

/** Declares the tests. `openStore` gives an empty store each time. */
export function looks(openStore: () => Promise<Store>): void {
  const values = createMemoryValueStore();
  const opened = openedBy(openStore);

  describe("looks at sources", () => {
    const look = (dataVersion: string, startedAt: Date) => ({ asset: "raw", partition: null, startedAt, result: { dataVersion, metadata: {} } });
    const hour = 3_600_000;

    test("a look that seems to come from the future holds nothing back: clocks move, and differ", async () => {
      const store = await opened();
      await store.recordObservations([look("before the clock moved", new Date(Date.now() + hour))]);
      const [now] = await store.recordObservations([look("after it", new Date())]);
      expect(now).toMatchObject({ changed: true, observation: { dataVersion: "after it" } });
    });
    test("a trace names the version that was read, also where the store dropped the look", async () => {
      const store = await opened();
      const { raw, world } = rawSource();
      const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const late: Store = {
        ...store,
        // The clock of this worker is behind: whatever it finds comes late.
        recordObservations: (looks) => store.recordObservations(looks.map((one) => ({ ...one, startedAt: new Date(one.startedAt.getTime() - hour) }))),
      };
      await store.recordObservations([look("v1", new Date())]);
      world.raw = 2;
      const instance = await createInstance(define({ include: [raw, child] }), { store: late, values });
      await instance.materialize();
      expect(await instance.value("child")).toBe(2);
      expect((await instance.why("child")).status).toBe("STALE");
      await store.recordObservations([look("v2", new Date())]);
      expect((await instance.why("child")).status).toBe("FRESH");
    });
    test("a step looks when it starts and after each load, and only when it starts where `load` says that it read that version", async () => {
      const looksOf = async (load: (version: string) => number | { value: number; version: string }) => {
        let looks = 0;
        const observe = () => {
          looks += 1;
          return "v1";
        };
        const raw = source("raw", { schema: z.number(), observe, load: ({ version }) => load(version) });
        const child = asset("child", { inputs: { raw, again: raw }, output: z.number(), run: ({ raw }) => raw });
        const instance = await createInstance(define({ include: [raw, child] }), { store: await opened(), values });
        await instance.materialize("*", { observe: false });
        const computed = looks;
        await instance.materialize("*", { observe: false, mode: "ALL" });
        return [computed, looks - computed];
      };
      expect(await looksOf(() => 1)).toEqual([2, 2]);
      expect(await looksOf((version) => ({ value: 1, version }))).toEqual([1, 1]);
      expect(await looksOf(() => ({ value: 1, version: "another" }))).toEqual([1, 1]);
    });
    test("a source that changed between the look and the load is loaded once more, not looked at anew before it", async () => {
      const store = await opened();
      const calls: string[] = [];
      let n = 1;
      const raw = source("raw", {
        schema: z.number(),
        observe: () => {
          calls.push(`look ${n}`);
          return `v${n}`;
        },
        load: () => {
          if (calls.length === 1) n = 2;
          calls.push(`load ${n}`);
          return n;
        },
      });
      const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const instance = await createInstance(define({ include: [raw, child] }), { store, values });
      await instance.materialize("*", { observe: false });
      expect(calls).toEqual(["look 1", "load 2", "look 2", "load 2", "look 2"]);
      expect((await instance.why("child")).status).toBe("FRESH");
    });
    test("a source that changes on every look fails the step with a clear error after three loads, and nothing is published", async () => {
      const store = await opened();
      let [looks, loads] = [0, 0];
      const raw = source("raw", { schema: z.number(), observe: () => `v${++looks}`, load: () => ++loads });
      const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const instance = await createInstance(define({ include: [raw, child] }), { store, values });
      const result = await instance.materialize();
      expect(result).toMatchObject({ status: "FAILED" });
      expect(result.step(child).error).toMatchObject({
        code: "SOURCE_KEEPS_CHANGING",
        message: 'Source "raw" changed during each of 3 attempts to read it.',
      });
      expect(loads).toBe(3);
      expect(await store.materializations({ asset: "child", limit: 1 })).toEqual([]);
      expect((await instance.why("raw")).status).toBe("FRESH");
    });
    test("a source whose `load` says what it read may change all the time", async () => {
      const store = await opened();
      let version = 0;
      const restless = source("raw", {
        schema: z.number(),
        observe: () => `v${version++}`,
        load: async () => {
          const read = version++;
          // Meanwhile somebody else looks.
          await store.recordObservations([look(`v${version++}`, new Date(Date.now() + 1))]);
          return { value: read, version: `v${read}` };
        },
      });
      const child = asset("child", { inputs: { restless }, output: z.number(), run: ({ restless }) => restless });
      const instance = await createInstance(define({ include: [restless, child] }), { store, values });
      const result = await instance.materialize();
      expect(result.step(child).error).toBeNull();
      const read = (await store.cells(["child"])).get("child")?.materialization;
      const traced = read?.trace.inputs[0];
      expect(traced?.cells[0]?.version).toBe(hashJson(["source", `v${await instance.value("child")}`, traced?.sourceCode]));
    });
    test("an `observe` that never answers is given up when its time is over, and recorded as failed", async () => {
      const store = await opened();
      const hanging = source("raw", { schema: z.number(), observe: () => new Promise<string>(() => undefined), load: () => 1 });
      const definitions = define({ include: [hanging] });
      const environment = { definitions, store, values, root: "/", log: () => undefined, resources: createResourcePool(), provenance: provenanceOf("/") };
      const [found] = await observeSources(environment, ["raw"], AbortSignal.timeout(20));
      expect(found).toMatchObject({ asset: "raw", dataVersion: null, error: { name: "TimeoutError" } });
    });
    test("what `observe` throws, or returns that is no version, is a failed look that says so; the last version stays current", async () => {
      const store = await opened();
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      const answers: readonly (readonly [() => unknown, string])[] = [
        [() => Promise.reject(new TypeError("no connection")), "no connection"],
        [() => (undefined as never as { there: unknown }).there, "Cannot read properties of undefined"],
        [
          () => {
            throw "a text";
          },
          "A value that is not an Error was thrown: a text",
        ],
        [() => undefined, 'observe of source "raw" returned nothing (undefined), which says no version.'],
        [() => "", 'returned "", which'],
        [() => 3, "returned number 3, which"],
        [() => 10n, "returned bigint 10, which"],
        [() => circle, "returned a plain object, which"],
        [() => ({ version: 3 }), "returned { version: number 3 }, which"],
        [() => ({ version: circle }), "returned { version: a plain object }, which"],
        [() => ({ version: "v", metadata: "x" }), 'returned { version, metadata: "x" }, which'],
        [() => ({ version: "v", metadata: circle }), "returned { version, metadata } with a value that is not JSON, which"],
        [() => ({ version: "v", metadata: { rows: 10n } }), "returned { version, metadata } with a value that is not JSON, which"],
      ];
      const world: { answer: () => unknown } = { answer: () => ({ version: "good", metadata: { at: new Date(0) } }) };
      const raw = source("raw", { schema: z.number(), observe: () => world.answer() as string, load: () => 1 });
      const child = asset("child", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const instance = await createInstance(define({ include: [raw, child] }), { store, values });
      await instance.materialize();
      for (const [answer, message] of answers) {
        world.answer = answer;
        const [found] = await instance.observe();
        expect(found).toMatchObject({ changed: false, error: { message: expect.stringContaining(message) } });
        const { observation, failedObservation } = (await store.cells(["raw"])).get("raw") ?? {};
        expect(failedObservation?.error?.message).toContain(message);
        expect(observation).toMatchObject({ dataVersion: "good", metadata: { at: "1970-01-01T00:00:00.000Z" } });
        const failed = await instance.materialize("child", { mode: "ALL" });
        expect(failed.step(child)).toMatchObject({ outcome: "FAILED", error: { message: expect.stringContaining(message) } });
        expect((await instance.why("child")).status).toBe("FRESH");
      }
      world.answer = () => "good";
      expect(await instance.observe()).toMatchObject([{ dataVersion: "good", changed: false, error: null }]);
    });
    test("a look that is interrupted says nothing about its source", async () => {
      const store = await opened();
      const hanging = source("raw", { schema: z.number(), observe: () => new Promise<string>(() => undefined), load: () => 1 });
      const environment = {
        definitions: define({ include: [hanging] }),
        store,
        values,
        root: "/",
        log: () => undefined,
        resources: createResourcePool(),
        provenance: provenanceOf("/"),
      };
      const stopping = new AbortController();
      const looking = observeSources(environment, ["raw"], stopping.signal);
      stopping.abort(new Error("the worker stops"));
      await expect(looking).rejects.toThrow("the worker stops");
      expect(await store.observations({ asset: "raw", limit: 10 })).toEqual([]);
    });
    test("a run whose sources do not answer can be cancelled", async () => {
      const store = await opened();
      const asked = Promise.withResolvers<void>();
      const observe = (): Promise<string> => {
        asked.resolve();
        return new Promise(() => undefined);
      };
      const hanging = source("raw", { schema: z.number(), observe, load: () => 1 });
      const child = asset("child", { inputs: { hanging }, output: z.number(), run: ({ hanging }) => hanging });
      const instance = await createInstance(define({ include: [hanging, child] }), { store, values });
      const interrupt = new AbortController();
      const running = instance.materialize("*", { signal: interrupt.signal });
      await asked.promise;
      interrupt.abort();
      expect((await running).status).toBe("CANCELLED");
    });
  });
}

function rawSource() {
  const world = { raw: 1 };
  return { world, raw: source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw }) };
}
