/** Whatever a Zod schema yields comes back from a file as it was, or is refused with its path: nothing is ever lost on the way. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { asset, table } from "@headwater/core";
import { createFileValueStore } from "@headwater/core/engine";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { RunContext } from "../src/define/context.ts";
import { type AssetDefinition, definitionOf } from "../src/define/definition.ts";
import { loadStored } from "../src/io/load-stored.ts";
import { storeOutput } from "../src/io/store-output.ts";
import type { Table } from "../src/model/table.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-round-trip-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function roundTrip(output: z.ZodType, value: unknown): Promise<unknown> {
  const values = createFileValueStore(directory);
  const definition = definitionOf(asset("test/asset", { output, run: () => undefined } as never)) as AssetDefinition;
  const { stored } = await storeOutput(values, definition, value, {} as RunContext);
  if (stored === null) throw new TypeError("nothing was stored");
  const loaded = await loadStored(values, stored);
  return stored.format === "table" ? (loaded as Table<object>).rows() : loaded;
}

/** A schema, and values that it accepts. */
interface Typed {
  readonly schema: z.ZodType;
  readonly values: fc.Arbitrary<unknown>;
}

const text = fc.string({ unit: "binary" });
const key = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "$date", "$object", "$", "0", "\ud800", "toJSON"));
/** Zod's objects read what an object inherits, too: such a field is never absent. */
const fieldName = text.filter((name) => !(name in {}));
const numbers = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE));
const anything = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, -0, Number.NaN, Number.NEGATIVE_INFINITY, "\udfff", 2n ** 200n),
  fc.dictionary(key, fc.oneof(text, numbers, fc.bigInt()), { noNullPrototype: true, maxKeys: 4 }),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}}')),
);

const leaves: readonly Typed[] = [
  { schema: z.string(), values: fc.oneof(text, fc.constantFrom("\ud800", "\udc00\ud800", "\0", "\u2028\n\r", "\ufeff")) },
  // Zod's numbers are finite; a union with the rest is how an author takes all of them.
  { schema: z.custom<number>((value) => typeof value === "number"), values: numbers },
  { schema: z.union([z.number(), z.nan()]), values: fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(-0)) },
  { schema: z.bigint(), values: fc.bigInt() },
  { schema: z.boolean(), values: fc.boolean() },
  { schema: z.date(), values: fc.date({ noInvalidDate: true }) },
  { schema: z.instanceof(Uint8Array), values: fc.uint8Array() },
  { schema: z.null(), values: fc.constant(null) },
  { schema: z.undefined(), values: fc.constant(undefined) },
  { schema: z.literal(["a", 1, 1n, null, undefined]), values: fc.constantFrom("a", 1, 1n, null, undefined) },
  { schema: z.string().transform((given) => ({ length: given.length, at: new Date(given.length) })), values: text },
  { schema: z.any(), values: anything },
];

const absent = Symbol("absent");
const objectOf = (fields: readonly (readonly [string, Typed, boolean])[]): Typed => ({
  schema: z.object(Object.fromEntries(fields.map(([name, { schema }, isOptional]) => [name, isOptional ? schema.optional() : schema]))),
  values: fc
    .tuple(...fields.map(([, { values }, isOptional]) => (isOptional ? fc.oneof(values, fc.constantFrom<unknown>(undefined, absent)) : values)))
    .map((items) => Object.fromEntries(items.flatMap((item, index) => (item === absent ? [] : [[fields[index]?.[0] ?? "", item]])))),
});

const typed: fc.Arbitrary<Typed> = fc.letrec<{ type: Typed }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...leaves),
    fc.array(fc.tuple(fieldName, tie("type"), fc.boolean()), { maxLength: 4 }).map(objectOf),
    tie("type").map(({ schema, values }) => ({ schema: z.array(schema), values: fc.array(values, { maxLength: 4 }) })),
    tie("type").map(({ schema, values }) => ({ schema: z.set(schema), values: fc.array(values, { maxLength: 4 }).map((items) => new Set(items)) })),
    tie("type").map(({ schema, values }) => ({ schema: schema.nullable(), values: fc.option(values) })),
    tie("type").map(({ schema, values }) => ({ schema: z.lazy(() => schema), values })),
    tie("type").map(({ schema, values }) => ({
      schema: z.record(z.string(), schema),
      values: fc.dictionary(key, values, { maxKeys: 4, noNullPrototype: true }),
    })),
    fc.tuple(tie("type"), tie("type")).map(([a, b]) => ({
      schema: z.map(a.schema, b.schema),
      values: fc.array(fc.tuple(a.values, b.values), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    })),
    fc.tuple(tie("type"), tie("type")).map(([a, b]) => ({ schema: z.tuple([a.schema, b.schema]), values: fc.tuple(a.values, b.values) })),
    fc.tuple(tie("type"), tie("type")).map(([a, b]) => ({ schema: z.union([a.schema, b.schema]), values: fc.oneof(a.values, b.values) })),
  ),
})).type;

const sample = typed.chain(({ schema, values }) => values.map((value) => ({ schema, value })));

test("any value of any schema", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sample, async ({ schema, value }) => {
      const parsed = schema.safeParse(value);
      fc.pre(parsed.success);
      expect(isDeepStrictEqual(await roundTrip(schema, value), parsed.data)).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test("any rows of any row schema", { timeout: 120_000 }, async () => {
  const rows = fc
    .array(fc.tuple(fieldName, typed, fc.boolean()), { maxLength: 4 })
    .map(objectOf)
    .chain(({ schema, values }) => fc.array(values, { maxLength: 4 }).map((given) => ({ schema: schema as z.ZodType<object>, given })));
  await fc.assert(
    fc.asyncProperty(rows, async ({ schema, given }) => {
      const parsed = z.array(schema).safeParse(given);
      fc.pre(parsed.success);
      expect(isDeepStrictEqual(await roundTrip(table(schema), given), parsed.data)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

describe("refused with where it is, and nothing is stored:", () => {
  const deep = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => ({ inner }), "leaf");
  interface Chain {
    readonly inner: Chain | string;
  }
  const Chain: z.ZodType<Chain> = z.object({ inner: z.union([z.string(), z.lazy(() => Chain)]) });
  class Money {
    readonly cents = 1;
  }
  test.each<[string, z.ZodType, unknown, object]>([
    ["an invalid date", z.any(), { at: new Date(Number.NaN) }, { code: "VALUE_NOT_STORABLE", details: { path: "at", found: "an invalid date" } }],
    ["an invalid date, by its schema", z.object({ at: z.date() }), { at: new Date(Number.NaN) }, { code: "SCHEMA_MISMATCH", details: { path: "at" } }],
    [
      "a file",
      z.object({ f: z.file() }),
      { f: new File(["x"], "x.txt") },
      { code: "VALUE_NOT_STORABLE", details: { path: "f", found: "an instance of File" } },
    ],
    ["a blob", z.instanceof(Blob), new Blob(["x"]), { code: "VALUE_NOT_STORABLE", details: { path: "", found: "an instance of Blob" } }],
    // biome-ignore lint/suspicious/noSparseArray: that is the point
    ["a sparse array", z.any(), [1, , 3], { code: "VALUE_NOT_STORABLE", details: { path: "[1]", found: "a hole in a list" } }],
    ["a symbol", z.symbol(), Symbol("x"), { code: "VALUE_NOT_STORABLE", details: { found: "a symbol" } }],
    ["an instance of a class", z.instanceof(Money), new Money(), { code: "VALUE_NOT_STORABLE", details: { found: "an instance of Money" } }],
    ["a promise", z.any(), { p: Promise.resolve(1) }, { code: "VALUE_NOT_STORABLE", details: { path: "p", found: "an instance of Promise" } }],
    ["10,000 levels", z.any(), deep(10_000), { code: "VALUE_NOT_STORABLE", details: { found: "a value nested more than 1000 levels deep" } }],
    ["10,000 levels that its schema walks", Chain, deep(10_000), { details: { asset: "test/asset" } }],
  ])("%s", async (_, schema, value, error) => {
    const before = await readdir(directory, { recursive: true });
    await expect(roundTrip(schema, value)).rejects.toMatchObject({ name: expect.stringMatching(/^(HeadwaterError|SchemaError)$/), ...error });
    expect(await readdir(directory, { recursive: true })).toEqual(before);
  });

  test("but 500 levels are kept", async () => {
    expect(await roundTrip(z.any(), deep(500))).toStrictEqual(deep(500));
  });
});
