/** What functions with several outputs must and must not compile to. Each wrong case says why it is one. */
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { Table } from "../model/table.ts";
import { asset } from "./asset.ts";
import { assets, invokeAssets } from "./assets.ts";
import { check } from "./check.ts";
import type { Previous } from "./context.ts";
import { define } from "./define.ts";
import { external } from "./external.ts";
import { unloaded } from "./from.ts";
import type { Asset } from "./handle.ts";
import { resource } from "./resource.ts";
import { table } from "./table.ts";
import { unparsed } from "./unparsed.ts";

const Row = z.object({ id: z.string(), n: z.coerce.number() });
const rows = asset("rows", { output: table(Row), run: () => [] });
const outputs = { train: table(Row), size: z.number(), label: z.string().default("x") };
const split = assets("ml/split", {
  inputs: { rows, order: unloaded(rows) },
  config: z.object({ part: z.number().default(0.5) }),
  resources: { db: resource({ open: () => ({ query: (sql: string) => [sql] }) }) },
  outputs,
  run: async ({ rows }) => ({ train: rows, size: 3, label: undefined }),
});

describe("the outputs", () => {
  it("are assets with the types of their schemas, by name", () => {
    expectTypeOf(split.train).toEqualTypeOf<Asset<typeof outputs.train>>();
    expectTypeOf(split.size).toEqualTypeOf<Asset<z.ZodNumber>>();
    asset("x", {
      inputs: { train: split.train, label: split.label },
      after: [split.size],
      output: z.void(),
      run: (inputs) => {
        expectTypeOf(inputs.train).toEqualTypeOf<Table<{ id: string; n: number }>>();
        expectTypeOf(inputs.label).toEqualTypeOf<string>();
      },
    });
    check("x", {
      asset: split.size,
      run: (size) => {
        expectTypeOf(size).toEqualTypeOf<number>();
        return true;
      },
    });
    define({ include: [rows, split, { nested: [split] }, split.size] });
    // @ts-expect-error  there is no such output
    void split.test;
  });
});

describe("the function", () => {
  it("has the context of an asset, with what was before by output", () => {
    assets("x", {
      inputs: { rows },
      params: { path: "orders" },
      config: z.object({ part: z.number() }),
      outputs: { a: z.number(), b: z.string() },
      run: ({ rows }, context) => {
        expectTypeOf(rows).toEqualTypeOf<Table<{ id: string; n: number }>>();
        expectTypeOf(context.config).toEqualTypeOf<{ part: number }>();
        expectTypeOf(context.params.path).toEqualTypeOf<"orders">();
        expectTypeOf(context.previous).toEqualTypeOf<{ readonly a: Previous | undefined; readonly b: Previous | undefined }>();
        context.metadata({ rows: 1 });
        return { a: 1, b: "x" };
      },
    });
  });
  it("returns the input types of the schemas, or what is to be parsed", () => {
    const outside: unknown = 3;
    assets("x", { outputs, run: () => ({ train: [{ id: "a", n: "1" }], size: 1, label: undefined }) });
    assets("x", { outputs, run: async () => ({ train: unparsed(outside), size: unparsed(outside), label: "x" }) });
    assets("x", { outputs: { a: external(), b: z.number() }, run: () => ({ a: undefined, b: 1 }) });
    // @ts-expect-error  `size` is missing
    assets("x", { outputs, run: () => ({ train: [], label: "x" }) });
    // @ts-expect-error  a text is not a number
    assets("x", { outputs, run: () => ({ train: [], size: "3", label: "x" }) });
    // @ts-expect-error  a row without `n`
    assets("x", { outputs, run: () => ({ train: [{ id: "a" }], size: 3, label: "x" }) });
  });
  it("says of itself what holds for all outputs, and nothing of one", () => {
    assets("x", { outputs, volatile: true, retry: { attempts: 2 }, timeout: "1m", run: () => ({ train: [], size: 3, label: "x" }) });
    // @ts-expect-error  the output of one asset
    assets("x", { outputs, output: z.number(), run: () => ({ train: [], size: 3, label: "x" }) });
    // @ts-expect-error  the version of one output
    assets("x", { outputs, dataVersion: () => "1", run: () => ({ train: [], size: 3, label: "x" }) });
    assets("x", { outputs, formerly: ["y"], run: () => ({ train: [], size: 3, label: "x" }) });
    // @ts-expect-error  outputs are schemas
    assets("x", { outputs: { a: 3 }, run: () => ({ a: 3 }) });
  });
});

describe("invokeAssets", () => {
  it("takes the inputs of the function and gives the parsed outputs", async () => {
    const made = await invokeAssets(split, { rows: [{ id: "a", n: 1 }] }, { config: { part: 0.3 }, resources: { db: { query: () => [] } } });
    expectTypeOf(made).toEqualTypeOf<{ readonly train: Table<{ id: string; n: number }>; readonly size: number; readonly label: string }>();
    // @ts-expect-error  the input is missing
    await invokeAssets(split, {});
    // @ts-expect-error  a row of the wrong type
    await invokeAssets(split, { rows: [{ id: 1, n: 1 }] });
    // @ts-expect-error  a text is no part
    await invokeAssets(split, { rows: [] }, { config: { part: "0.3" } });
    // @ts-expect-error  one output is not the function
    await invokeAssets(split.size, { rows: [] });
  });
});
