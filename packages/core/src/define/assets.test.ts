import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError, type Problem } from "../model/errors.ts";
import { asset } from "./asset.ts";
import { assets, invokeAssets } from "./assets.ts";
import { type DefineSpec, define } from "./define.ts";
import { resource } from "./resource.ts";
import { serializeDefinitions } from "./serialize.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";
import { unparsed } from "./unparsed.ts";

const raw = source("raw", { schema: z.number(), observe: () => "1", load: () => 1 });
const good = { inputs: { raw }, outputs: { a: z.number(), b: z.string() }, run: () => ({ a: 1, b: "x" }) };
const pair = assets("x/pair", good);
/** Declares what the compiler would refuse. */
const badly = (key: unknown, spec: unknown) => assets(key as string, spec as typeof good);

function problemsOf(include: DefineSpec["include"], config: DefineSpec["config"] = {}): readonly Problem[] {
  try {
    define({ include, config });
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}

describe("define", () => {
  it("takes the record, or all of its assets in whatever way", () => {
    for (const include of [
      [raw, pair],
      [raw, { nested: [pair] }],
      [raw, pair.b, pair.a],
      [pair, pair, pair.a, raw],
    ])
      expect([...define({ include }).byKey.keys()].sort()).toEqual(["raw", "x/pair/a", "x/pair/b"]);
  });
  it("refuses a part of them, and says what is missing", () => {
    expect(problemsOf([raw, pair.b])).toMatchObject([
      {
        code: "OUTPUTS_NOT_INCLUDED",
        message: 'The function "x/pair" computes "a" together with "x/pair/b", but not all of its outputs are among the definitions.',
        fix: "Include the whole record that assets() returned.",
        file: import.meta.filename,
      },
    ]);
  });
  it("refuses a key that an asset or another function has", () => {
    expect(problemsOf([raw, pair, asset("x/pair", { output: z.number(), run: () => 1 })])).toMatchObject([{ code: "ASSET_KEY_TAKEN" }]);
    const other = assets("x/pair", { outputs: { c: z.number() }, run: () => ({ c: 1 }) });
    expect(problemsOf([raw, pair, other])).toMatchObject([{ code: "ASSET_KEY_TAKEN", message: expect.stringContaining('"x/pair"') }]);
  });
  it("takes config for the function, by its key", () => {
    const limited = assets("y", { ...good, inputs: {}, config: z.object({ limit: z.number().default(3) }) });
    const hashes = (limit: number) => serializeDefinitions(define({ include: [limited], config: { y: { limit } } }), "/").assets.map((node) => node.configHash);
    expect(new Set(hashes(3)).size).toBe(1);
    expect(hashes(4)).not.toEqual(hashes(3));
    expect(problemsOf([limited], { "y/a": { limit: 3 } })).toMatchObject([{ code: "CONFIG_UNKNOWN_ASSET" }]);
    expect(problemsOf([limited], { y: { limit: "3" } })).toMatchObject([{ code: "CONFIG_INVALID", message: expect.stringContaining('"y"') }]);
  });
});

describe("what is wrong with a declaration", () => {
  it.each<[string, unknown, string]>([
    ["no outputs", { run: good.run }, "`outputs`: "],
    ["an empty record of outputs", { ...good, outputs: {} }, "`outputs`: expected at least one output"],
    ["an output that is no schema", { ...good, outputs: { a: 3 } }, "`outputs.a`: expected a Zod schema, found number 3"],
    ["a name with a slash", { ...good, outputs: { "a/b": z.number() } }, 'output "a/b": its name contains a slash'],
    ["an empty name", { ...good, outputs: { "": z.number() } }, 'output "": one of its segments (between slashes) is empty'],
    ["the output of one asset", { ...good, output: z.number() }, 'has the key "output", which means nothing here; did you mean "outputs"?'],
    ["a version of one asset", { ...good, dataVersion: () => "1" }, 'has the key "dataVersion"'],
    ["checks of one asset", { ...good, checks: {} }, 'has the key "checks"'],
    ["no function", { outputs: good.outputs }, "`run`: expected a function"],
    ["no spec", undefined, "its spec is nothing (undefined), not an object"],
  ])("%s", (_, spec, message) => {
    const [problem, ...others] = problemsOf([raw, badly("x", spec)]);
    expect(problem?.message).toContain(message);
    expect(problem?.file).toBe(import.meta.filename);
    expect(others.filter((other) => other.message === problem?.message)).toEqual([]);
  });
  it("is said once, however many outputs there are", () => {
    expect(problemsOf([badly("x", { ...good, volatil: true })])).toMatchObject([{ code: "SPEC_KEY_UNKNOWN" }, { code: "INPUT_NOT_INCLUDED" }]);
  });
});

it("each output counts by the function and its own schema", () => {
  const versions = (spec: typeof good) => serializeDefinitions(define({ include: [raw, assets("x", spec)] }), "/").assets.slice(1);
  const [before, other, edited] = [
    versions(good),
    versions({ ...good, outputs: { ...good.outputs, b: z.string().max(3) } }),
    versions({ ...good, run: () => ({ a: 2, b: "x" }) }),
  ];
  expect(before.map((node) => [node.key, node.unit])).toEqual([
    ["x/a", "x"],
    ["x/b", "x"],
  ]);
  expect(other.map((node, index) => node.codeVersion === before[index]?.codeVersion)).toEqual([true, false]);
  expect(edited.map((node, index) => node.codeVersion === before[index]?.codeVersion)).toEqual([false, false]);
});

describe("invokeAssets", () => {
  const Row = z.object({ n: z.coerce.number() });
  const split = assets("split", {
    inputs: { raw },
    outputs: { rows: table(Row), sum: z.number().max(10) },
    config: z.object({ plus: z.number().default(1) }),
    resources: { db: resource({ open: () => "db" }) },
    run: ({ raw }, { config, previous, asset, resources }) => ({
      rows: unparsed([{ n: String(raw) }, { n: resources.db === "fake" && previous.sum === undefined ? asset.key.length : 0 }]),
      sum: raw + config.plus,
    }),
  });
  it("runs the function once, with inputs and outputs held against their schemas", async () => {
    const made = await invokeAssets(split, { raw: 2 }, { config: { plus: 3 }, resources: { db: "fake" } });
    expect([made.sum, await made.rows.rows()]).toEqual([5, [{ n: 2 }, { n: 5 }]]);
  });
  it("says which output, input, config or name is wrong", async () => {
    const given = { resources: { db: "fake" } };
    await expect(invokeAssets(split, { raw: 20 }, given)).rejects.toMatchObject({ code: "SCHEMA_MISMATCH", message: expect.stringContaining("split/sum") });
    await expect(invokeAssets(split, { raw: "x" as never }, given)).rejects.toMatchObject({ message: expect.stringContaining('input "raw"') });
    await expect(invokeAssets(split, { raw: 1 }, { ...given, config: { plus: "x" as never } })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(invokeAssets(split, { raw: 1 })).rejects.toMatchObject({ code: "RESOURCE_NOT_GIVEN" });
    await expect(invokeAssets(badly("x", { ...good, run: () => ({ a: 1 }) }), { raw: 1 })).rejects.toMatchObject({ code: "OUTPUTS_INVALID" });
    await expect(invokeAssets(badly("x", { ...good, volatil: true }), { raw: 1 })).rejects.toBeInstanceOf(DefinitionError);
    await expect(invokeAssets({ ...pair } as typeof pair, { raw: 1 })).rejects.toThrow("the whole record");
  });
});
