/** Odd names, odd values, versions on the author's word and outputs that lie elsewhere, told on any store: edge cases 24, 25 and 33 of the rules of staleness. */
import { asset, define, external, files, type StoredFile, source, unloaded } from "@headwater/core";
import { createInstance, type createMemoryValueStore, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const Odd = z.object({
  minusZero: z.number(),
  nan: z.nan(),
  gone: z.undefined().optional(),
  absent: z.string().optional(),
  at: z.date(),
  big: z.bigint(),
  map: z.map(z.string(), z.set(z.number())),
  bytes: z.instanceof(Uint8Array),
  text: z.string(),
});

const odd: z.input<typeof Odd> = {
  minusZero: -0,
  nan: Number.NaN,
  gone: undefined,
  at: new Date("2015-07-31T00:00:00.123Z"),
  big: -(2n ** 80n),
  map: new Map([
    ["b", new Set([2, -0])],
    ["a", new Set<number>()],
  ]),
  bytes: new Uint8Array([0, 255]),
  text: '\u2028"\\ 語 😀',
};

/** Written down: whichever process computes it, and in which release. */
const oddVersion = "18d2fbcc7745657f90125b09999495aa4ca1da848a4ba8b51d712236a1be21cf";

const reversed = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;

/** Declares the tests. `openStore` gives an empty store each time. */
export function oddDataStories(openStore: () => Promise<Store>): void {
  const open = async (...[definitions, values]: [ReturnType<typeof define>, ReturnType<typeof createMemoryValueStore>?]) => {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return createInstance(definitions, { store, ...(values === undefined ? {} : { values }) });
  };
  const versionOf = async (instance: Awaited<ReturnType<typeof open>>, key: string) =>
    (await instance.store.materializations({ asset: key, limit: 1 }))[0]?.trace.dataVersion;
  const outcomes = async (instance: Awaited<ReturnType<typeof open>>, ...options: Parameters<typeof instance.materialize>) =>
    Object.fromEntries((await instance.materialize(...options)).steps.map((step) => [step.asset, step.outcome]));

  describe("edge case 24: odd keys and odd values", () => {
    test.each([false, true])("a version of any characters is the same when it is found again (snapshot: %s)", async (snapshot) => {
      let version = "\0 \ud800 1";
      const seen = source("seen", { snapshot, schema: z.number(), observe: () => version, load: () => 1 });
      const stated = source("stated", { snapshot, schema: z.number(), observe: () => version, load: () => ({ value: 1, version }) });
      const sum = asset("sum", { inputs: { seen, stated }, output: z.number(), codeVersion: "1", run: ({ seen, stated }) => seen + stated });
      const instance = await open(define({ include: [seen, stated, sum] }));
      expect(await outcomes(instance)).toEqual({ sum: "SUCCEEDED" });
      await instance.observe();
      expect(await instance.why("sum")).toMatchObject({ status: "FRESH", causes: [] });
      expect(await outcomes(instance)).toEqual({});
      version = "\0 \ud800 2";
      expect(await outcomes(instance)).toEqual({ sum: "SUCCEEDED" });
    });

    test("an empty version that a load states says nothing: the source is looked at again", async () => {
      let raw = 1;
      const input = source("in", { schema: z.number(), observe: () => `v${raw}`, load: () => ({ value: raw, version: "" }) });
      const instance = await open(define({ include: [input, asset("a", { inputs: { input }, output: z.number(), run: ({ input }) => input })] }));
      expect(await outcomes(instance)).toEqual({ a: "SUCCEEDED" });
      expect(await outcomes(instance)).toEqual({});
      raw = 2;
      expect(await outcomes(instance)).toEqual({ a: "SUCCEEDED" });
      expect((await instance.store.cells(["in"])).get("in")?.observation?.dataVersion).toBe("v2");
    });

    test.each([
      ["delimiters", "a@b|c,d+e/{f}: (g) 'h' %i"],
      ["quotes of the language and of SQL", `it's; drop table "x"; -- $1 \\`],
      ["any script", "Ünï/çødé 数据/😀"],
      ["a very long name", `long/${Array.from({ length: 300 }, (_, at) => `${at.toString(36)}語`).join("-")}`.slice(0, 1000)],
      ["names of what every object has", "__proto__/constructor"],
    ])("a key with %s is computed, selected, explained and cut off like any other", async (_, key) => {
      let raw = 1;
      const input = source(`${key}/in`, { schema: z.number(), observe: () => `v${raw}`, load: () => raw });
      const top = asset(key, { inputs: { input }, output: z.number(), codeVersion: "1", run: ({ input }) => Math.sign(input) });
      const below = asset(`${key}/out`, { inputs: { top }, output: z.number(), codeVersion: "1", run: ({ top }) => top });
      const instance = await open(define({ include: [input, top, below] }));
      expect(await outcomes(instance, JSON.stringify(key), { upstream: true })).toEqual(Object.fromEntries([[key, "SUCCEEDED"]]));
      expect(await outcomes(instance)).toEqual(Object.fromEntries([[`${key}/out`, "SUCCEEDED"]]));
      raw = 2;
      await instance.observe();
      expect(await instance.why(`${key}/out`)).toMatchObject({ status: "UPSTREAM_STALE", rootCauses: [{ code: "INPUT_CHANGED", asset: `${key}/in` }] });
      expect(Object.entries(await outcomes(instance))).toEqual([
        [key, "SUCCEEDED"],
        [`${key}/out`, "UNCHANGED"],
      ]);
      expect(await instance.value(key)).toBe(1);
    });

    test("keys and versions are told apart where one ends and the next begins", async () => {
      const versions = { ab: "c", a: "bc" };
      const sources = Object.entries(versions).map(([key, version]) => source(key, { schema: z.string(), observe: () => version, load: () => version }));
      const [ab, a] = sources as [(typeof sources)[0], (typeof sources)[0]];
      const one = asset("one", { inputs: { x: ab }, output: z.string(), run: ({ x }) => x });
      const other = asset("other", { inputs: { x: a }, output: z.string(), run: ({ x }) => x });
      const instance = await open(define({ include: [sources, one, other] }));
      await instance.materialize();
      const fingerprint = async (key: string) => (await instance.store.materializations({ asset: key, limit: 1 }))[0]?.trace.inputs[0]?.fingerprint;
      expect(await fingerprint("one")).not.toBe(await fingerprint("other"));
    });

    test("values that JSON cannot say come back as they were, with one version in every process and for every order of keys", async () => {
      let value = odd;
      const made = asset("odd", { output: Odd, codeVersion: "1", run: () => value });
      const below = asset("below", { inputs: { made }, output: z.string(), codeVersion: "1", run: ({ made }) => String(Object.is(made.minusZero, -0)) });
      const instance = await open(define({ include: [made, below] }));
      await instance.materialize();
      expect(await instance.value("odd")).toStrictEqual(odd);
      expect(await instance.value("below")).toBe("true");
      expect(await versionOf(instance, "odd")).toBe(oddVersion);
      value = reversed(odd);
      expect(await outcomes(instance, "*", { mode: "ALL" })).toEqual({ odd: "SUCCEEDED", below: "SUCCEEDED" });
      expect(await versionOf(instance, "odd")).toBe(oddVersion);
    });

    test.each<[string, Partial<typeof odd>]>([
      ["0 for -0", { minusZero: 0 }],
      ["an empty text for an absent one", { absent: "" }],
      ["another order within a Map", { map: new Map([...odd.map].reverse()) }],
      ["another bigint", { big: odd.big + 1n }],
      ["another byte", { bytes: new Uint8Array([0, 254]) }],
      ["another millisecond", { at: new Date(odd.at.getTime() + 1) }],
    ])("%s is a change", async (_, change) => {
      let value = odd;
      const made = asset("odd", { output: Odd, codeVersion: "1", run: () => value });
      const below = asset("below", { inputs: { made: unloaded(made) }, output: z.void(), codeVersion: "1", run: () => {} });
      const instance = await open(define({ include: [made, below] }));
      await instance.materialize();
      value = { ...odd, ...change };
      await instance.materialize("odd", { mode: "ALL" });
      expect((await instance.why("below")).causes).toMatchObject([{ code: "INPUT_CHANGED", input: "made" }]);
    });

    test("files by odd names come back as they were", async () => {
      const names = ["__proto__", "a/b c.txt", "😀", "../up"];
      const made = asset("files", { output: files(), run: () => new Map(names.map((name) => [name, Buffer.from(name)])) });
      const read = asset("read", {
        inputs: { made },
        output: z.array(z.string()),
        run: ({ made }) => Promise.all([...made].map(async ([name, content]) => `${name}=${await textOf(content)}`)),
      });
      const instance = await open(define({ include: [made, read] }));
      await instance.materialize();
      expect(await instance.value("read")).toEqual(names.map((name) => `${name}=${name}`));
      expect((await instance.store.materializations({ asset: "files", limit: 1 }))[0]?.stored).toMatchObject({ format: "files", rows: null });
    });
  });

  describe("edge case 25: a data version on the author's word", () => {
    test("that equals the old one with different bytes leaves what lies below as it is", async () => {
      let [made, version, ran] = ["one", "etag-1", 0];
      const top = asset("top", { output: z.string(), dataVersion: () => version, volatile: true, run: () => made });
      const below = asset("below", {
        inputs: { top },
        output: z.string(),
        run: ({ top }) => {
          ran += 1;
          return top;
        },
      });
      const instance = await open(define({ include: [top, below] }));
      await instance.materialize();
      made = "two";
      expect(await outcomes(instance)).toEqual({ top: "SUCCEEDED", below: "UNCHANGED" });
      expect((await instance.why("below")).status).toBe("FRESH");
      expect([await instance.value("top"), await instance.value("below"), ran]).toEqual(["two", "one", 1]);
      version = "etag-2";
      expect(await outcomes(instance)).toEqual({ top: "SUCCEEDED", below: "SUCCEEDED" });
      expect(await instance.value("below")).toBe("two");
    });

    test("that differs with the same bytes is a change", async () => {
      let version = "1";
      const top = asset("top", { output: z.string(), dataVersion: () => version, run: () => "same" });
      const below = asset("below", { inputs: { top }, output: z.string(), run: ({ top }) => top });
      const instance = await open(define({ include: [top, below] }));
      await instance.materialize();
      version = "2";
      await instance.materialize("top", { mode: "ALL" });
      expect((await instance.why("below")).causes).toMatchObject([{ code: "INPUT_CHANGED", from: "1", to: "2" }]);
    });
  });

  describe("edge case 33: an asset whose effect is an insert", () => {
    test.each([
      ["void", () => z.void()],
      ["external", () => external()],
    ])("and whose output is %s: what lies below is never unchanged by accident", async (_, output) => {
      let raw = 1;
      const rows: number[] = [];
      const sums: number[] = [];
      const input = source("raw", { schema: z.number(), observe: () => `v${raw}`, load: () => raw });
      const insert = asset("insert", {
        inputs: { input },
        output: output() as z.ZodType<unknown, void>,
        codeVersion: "1",
        run: ({ input }) => void rows.push(input),
      });
      const sum = asset("sum", {
        inputs: { insert: unloaded(insert) },
        output: z.number(),
        codeVersion: "1",
        run: () => {
          sums.push(rows.reduce((total, row) => total + row, 0));
          return sums.at(-1) ?? 0;
        },
      });
      const instance = await open(define({ include: [input, insert, sum] }));
      const both = { insert: "SUCCEEDED", sum: "SUCCEEDED" };
      expect(await outcomes(instance)).toEqual(both);
      expect(await outcomes(instance, "insert", { mode: "ALL" })).toEqual({ insert: "SUCCEEDED" });
      expect((await instance.why("sum")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "insert" }]);
      expect(await outcomes(instance)).toEqual({ sum: "SUCCEEDED" });
      // Back at an earlier input: its effect is not taken over, it happens again.
      for (raw of [2, 1]) expect(await outcomes(instance)).toEqual(both);
      expect(rows).toEqual([1, 1, 2, 1]);
      expect(sums).toEqual([1, 2, 4, 5]);
      // Nothing changed: nothing runs.
      expect(await outcomes(instance)).toEqual({});
    });
  });
}

async function textOf(content: StoredFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
