import { describe, expect, it } from "vitest";
import { z } from "zod";
import { codeVersionOf } from "../code/code-version.ts";
import { createInstance } from "../instance.ts";
import { materialize } from "../materialize.ts";
import { asset } from "./asset.ts";
import { define } from "./define.ts";
import { type AssetDefinition, definitionOf } from "./definition.ts";
import { type ExternalSpec, external } from "./external.ts";
import { from, unloaded } from "./from.ts";
import { resource } from "./resource.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";

/** A warehouse with one table, and an asset that fills it. */
function warehouse(observe?: (rows: readonly number[]) => string) {
  const rows: number[] = [];
  const mart = asset("dw/mart", {
    output: external(observe === undefined ? {} : { observe: async () => observe(rows) }),
    run: () => {
      rows.push(rows.length);
    },
  });
  const ran: string[] = [];
  const report = asset("report", {
    inputs: { mart: unloaded(mart) },
    output: z.number(),
    run: ({ mart }) => {
      ran.push(String(mart));
      return rows.length;
    },
  });
  return { rows, mart, report, ran, definitions: define({ include: [mart, report] }) };
}

describe("an external output", () => {
  it("is not stored; consumers depend on it without loading it", async () => {
    const { definitions, ran } = warehouse();
    const instance = await createInstance(definitions);
    expect((await instance.materialize()).status).toBe("SUCCEEDED");
    const [made] = await instance.store.materializations({ asset: "dw/mart", limit: 1 });
    expect(made?.stored).toBeNull();
    expect(await instance.value("dw/mart")).toEqual({ kind: "external" });
    expect(await instance.value("report")).toBe(1);
    expect(ran).toEqual(["undefined"]);
    expect((await instance.materialize()).steps).toEqual([]);
  });

  it("without a version is another with every run: what lies below is never unchanged by accident", async () => {
    const { definitions, ran } = warehouse();
    const instance = await createInstance(definitions);
    await instance.materialize();
    await instance.materialize("dw/mart", { mode: "ALL" });
    expect((await instance.why("report")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "dw/mart" }]);
    expect((await instance.materialize()).steps.map((step) => [step.asset, step.outcome])).toEqual([["report", "SUCCEEDED"]]);
    expect(ran).toHaveLength(2);
  });

  it("has the version that `observe` finds after the run: the same one leaves what lies below as it is", async () => {
    const { definitions, rows } = warehouse((found) => `rows: ${found.length >= 2 ? "many" : found.length}`);
    const instance = await createInstance(definitions);
    await instance.materialize();
    const version = async () => (await instance.store.materializations({ asset: "dw/mart", limit: 1 }))[0]?.trace.dataVersion;
    expect(await version()).toBe("rows: 1");
    await instance.materialize("dw/mart", { mode: "ALL" });
    expect(await version()).toBe("rows: many");
    await instance.materialize();
    await instance.materialize("dw/mart", { mode: "ALL" });
    expect(rows).toHaveLength(3);
    expect((await instance.why("report")).status).toBe("FRESH");
  });

  it("is never taken over from an earlier run: what that wrote may be gone", async () => {
    let raw = 1;
    const writes: number[] = [];
    const input = source("raw", { schema: z.number(), observe: () => String(raw), load: () => raw });
    const mart = asset("mart", { inputs: { input }, output: external({ observe: () => `v${writes.at(-1)}` }), run: ({ input }) => void writes.push(input) });
    const instance = await createInstance(define({ include: [input, mart] }));
    for (raw of [1, 2, 1]) await instance.materialize();
    expect(writes).toEqual([1, 2, 1]);
  });

  it("is observed through resources, opened once with those of the asset", async () => {
    const opened: string[] = [];
    const opening = (name: string) =>
      resource({
        open: () => {
          opened.push(name);
          return { name, rows: [] as number[] };
        },
      });
    const [db, catalog] = [opening("db"), opening("catalog")];
    const mart = asset("mart", {
      resources: { db },
      output: external({ resources: { db, catalog }, observe: ({ resources }) => `${resources.catalog.name}: ${resources.db.rows.length}` }),
      run: (_, { resources }) => void resources.db.rows.push(1),
    });
    const instance = await createInstance(define({ include: [mart] }));
    for (const version of ["catalog: 1", "catalog: 2"]) {
      await instance.materialize("mart", { mode: "ALL" });
      expect((await instance.store.materializations({ asset: "mart", limit: 1 }))[0]?.trace.dataVersion).toBe(version);
    }
    expect(opened.sort()).toEqual(["catalog", "db"]);
  });

  it("may have a `dataVersion` of the author, which wins", async () => {
    const mart = asset("mart", { output: external({ observe: () => "observed" }), dataVersion: () => "stated", run: () => {} });
    const instance = await createInstance(define({ include: [mart] }));
    await instance.materialize();
    expect((await instance.store.materializations({ asset: "mart", limit: 1 }))[0]?.trace.dataVersion).toBe("stated");
  });

  it("works in `materialize` and `invoke`", async () => {
    const { mart, report } = warehouse();
    const result = await materialize([mart, report]);
    expect(result.value(mart)).toEqual({ kind: "external" });
    expect(await mart.invoke({})).toEqual({ kind: "external" });
    expect(await report.invoke({})).toBe(2);
  });

  it.each<[string, ExternalSpec["observe"], unknown, string]>([
    ["returns no version", () => "", undefined, 'The data version of "mart" is "", not a text.'],
    ["throws", () => Promise.reject(new Error("no connection")), undefined, "no connection"],
    [
      "is fine, but the function returns something",
      () => "1",
      [1],
      'The output of "mart" does not fit its schema: an array of 1: the output is external: expected nothing to be returned.',
    ],
  ])("whose `observe` %s fails the step", async (_, observe, returned, message) => {
    const mart = asset("mart", { output: external({ observe } as ExternalSpec), run: () => returned as undefined });
    const { steps } = await (await createInstance(define({ include: [mart] }))).materialize();
    expect(steps).toMatchObject([{ outcome: "FAILED", error: { message: expect.stringContaining(message) } }]);
  });

  it("counts in the code version with its `observe`", () => {
    const version = (spec: ExternalSpec) =>
      codeVersionOf(definitionOf(asset("mart", { output: external(spec), run: () => {} })) as AssetDefinition).codeVersion;
    expect(version({ observe: () => "1" })).not.toBe(version({ observe: () => "2" }));
    expect(version({})).not.toBe(version({ observe: () => "1" }));
    expect(version({ observe: () => "1" })).toBe(version({ observe: () => /* the same */ "1" }));
  });
});

describe("a wrong use of external() is a problem that `define` tells", () => {
  const mart = asset("mart", { output: external(), run: () => {} });
  const run = (): never => undefined as never;
  const load = { observe: () => "1", load: run };
  it.each<[string, () => unknown, string]>([
    [
      "it is loaded",
      () => asset("x", { inputs: { mart }, output: z.void(), run }),
      'Input "mart" of asset "x" loads "mart", whose output is external: there is nothing to load. Write unloaded(asset)',
    ],
    [
      "it is loaded by from()",
      () => asset("x", { inputs: { a: from(mart, { triggers: false }) }, output: z.void(), run }),
      'Input "a" of asset "x" loads "mart"',
    ],
    [
      "it lies within another schema",
      () => asset("x", { output: z.object({ a: external() }), run }),
      "external() lies within another schema; it can only be the whole output",
    ],
    ["it is optional", () => asset("x", { output: external().optional(), run }), "external() lies within another schema"],
    ["it is a row", () => asset("x", { output: table(external() as never), run }), "external() lies within the rows of a table"],
    ["it has checks", () => asset("x", { output: external().refine(() => true), run }), "the schema of external() cannot have checks of its own"],
    ["it is the schema of a source", () => source("x", { schema: external(), ...load }), "external() can only be the output of an asset"],
    [
      "it is a view",
      () => asset("x", { inputs: { a: from(asset("y", { output: z.void(), run }), { schema: external() }) }, output: z.void(), run }),
      "external() can only be the output of an asset",
    ],
    ["it is a config", () => asset("x", { config: external(), output: z.void(), run }), "external() cannot be a config"],
    ["its `observe` is no function", () => asset("x", { output: external({ observe: "x" as never }), run }), '`observe` of external() is "x", not a function'],
    [
      "an option is unknown",
      () => asset("x", { output: external({ observed: run } as never), run }),
      'external() was given "observed"; it takes { observe, resources }',
    ],
    [
      "its resource is none",
      () => asset("x", { output: external({ resources: { db: "db" as never } }), run }),
      'the resource "db" of external() is "db", not made by resource({ open })',
    ],
    [
      "its resource is wrong",
      () => asset("x", { output: external({ resources: { db: resource({} as never) } }), run }),
      'the resource "db" of external(): `open`: expected a function',
    ],
    [
      "one name is two resources",
      () => asset("x", { resources: { db: resource({ open: () => 1 }) }, output: external({ resources: { db: resource({ open: () => 2 }) } }), run }),
      'its resource "db" and that of its external output are different ones',
    ],
    ["it is given something else", () => asset("x", { output: external(3 as never), run }), "external() was given number 3; it takes { observe, resources }"],
  ])("%s", (_, make, problem) => {
    expect(() => define({ include: [mart, make() as never] })).toThrow(problem);
  });
});
