/** Whatever a schema rejects is an error that names asset, side, row, path and the value found, and leaves nothing behind. */
import { asset, createInstance, define, from, type Includable, resource, secret, source, table } from "@headwater/core";
import { expect, test } from "vitest";
import { z } from "zod";

const raw = source("raw", { schema: z.object({ id: z.string(), n: z.number() }), observe: () => "1", load: () => ({ id: "a", n: 1 }) });
const Row = z.object({ id: z.string(), n: z.number() });
const rows = asset("rows", {
  output: table(Row),
  run: () => [
    { id: "a", n: 1 },
    { id: "bb", n: 22 },
  ],
});
const odd = <T>(value: unknown): T => value as T;

async function errorOf(...include: Includable[]) {
  await using instance = await createInstance(define({ include }), { secrets: () => "s3cret-token" });
  const result = await instance.materialize("x", { upstream: true });
  expect(result.step({ key: "x" }).outcome).toBe("FAILED");
  expect(await instance.store.materializations({ asset: "x", limit: 1 })).toEqual([]);
  return result.step({ key: "x" }).error;
}
const output = (schema: z.ZodType, value: unknown) => [asset("x", { output: schema, run: () => odd(value) })];
const view = (schema: z.ZodType) => [raw, asset("x", { inputs: { given: from(raw, { schema: odd(schema) }) }, output: z.void(), run: () => undefined })];
const loaded = (schema: z.ZodType, value: unknown) => {
  const bad = source("bad", { schema, observe: () => "1", load: () => odd(value) });
  return [bad, asset("x", { inputs: { bad }, output: z.void(), run: () => undefined })];
};
const tableView = (row: z.ZodType) => {
  const given = from(rows, { schema: table(odd<typeof Row>(row)) });
  return [rows, asset("x", { inputs: { given }, output: z.number(), run: async ({ given }) => (await given.rows()).length })];
};

test.each<[string, readonly Includable[], string]>([
  ["an output", output(z.number(), "many"), 'The output of "x" does not fit its schema: "many": Invalid input: expected number, received string.'],
  ["a part of an output", output(z.object({ a: z.array(z.object({ b: z.date() })) }), { a: [{ b: 3 }] }), "at a[0].b: number 3: Invalid input"],
  ["an output that is missing", output(z.string(), undefined), "nothing (undefined): Invalid input: expected string, received undefined."],
  ["an enum", output(z.enum(["red", "green"]), "blue"), '"blue": Invalid option: expected one of "red"|"green".'],
  ["a union", output(z.union([z.number(), z.boolean()]), "x"), '"x": Invalid input.'],
  ["a key too many", output(z.strictObject({ a: z.number() }), { a: 1, b: 2 }), 'does not fit its schema: Unrecognized key: "b".'],
  [
    "a refinement",
    output(
      z.number().refine((n) => n % 2 === 0, "must be even"),
      3,
    ),
    "number 3: must be even.",
  ],
  [
    "an asynchronous refinement",
    output(
      z.number().refine(async (n) => n > 5, "must be large"),
      3,
    ),
    "number 3: must be large.",
  ],
  ["a value of a map", output(z.map(z.string(), z.number()), new Map([["k", "v"]])), 'at k: "v": Invalid input'],
  ["a member of a set", output(z.set(z.number()), new Set(["v"])), "Invalid input: expected number, received string."],
  ["what is left of a transform", output(z.string().transform(Number).pipe(z.number().max(9)), "12"), '"12": Too big: expected number to be <=9.'],
  [
    "several things",
    output(z.object({ a: z.number(), b: z.number() }), { a: "x", b: "y" }),
    'at a: "x": Invalid input: expected number, received string (and 1 more).',
  ],
  ["a text that is long", output(z.object({ a: z.string().max(5) }), { a: "y".repeat(9_999) }), "at a: a string of 9999 characters: Too big"],
  [
    "a row",
    output(table(Row), [
      { id: "a", n: 1 },
      { id: 2, n: 2 },
    ]),
    'The output of "x" does not fit its schema in row 2 at id: number 2: Invalid input',
  ],
  ["a row that is none", output(table(Row), [null]), "in row 1: null: Invalid input: expected object, received null."],
  ["rows that are none", output(table(Row), 3), "expected rows (an array, an iterable, an async iterable or a table), found number 3."],
  [
    "a view",
    view(z.object({ n: z.number().min(5) })),
    'The input "given" of "x" does not fit its schema at n: number 1: Too small: expected number to be >=5.',
  ],
  ["a row of a view", tableView(z.object({ id: z.string().length(1) })), 'The input "given" of "x" does not fit its schema in row 2 at id: "bb": Too big'],
  ["a loaded value", loaded(z.object({ n: z.number() }), { n: "1" }), 'The loaded value of "bad" does not fit its schema at n: "1": Invalid input'],
  ["a loaded row", loaded(table(Row), [{ id: "a" }]), 'The loaded value of "bad" does not fit its schema in row 1 at n: nothing (undefined): Invalid input'],
])("%s", async (_, include, message) => {
  const error = await errorOf(...include);
  expect(error).toMatchObject({ name: "SchemaError", code: "SCHEMA_MISMATCH" });
  expect(error?.message).toContain(message);
});

test("a secret that is the value found is not told, in the error, its cause and its stack", async () => {
  const db = resource({ config: z.object({ token: z.string() }), values: { token: secret("TOKEN") }, open: ({ config }) => config.token });
  const leak = asset("x", { resources: { db }, output: z.object({ at: z.number() }), run: (_, { resources }) => ({ at: odd<number>(resources.db) }) });
  const error = await errorOf(leak);
  expect(error?.message).toContain('at at: "***": Invalid input');
  expect(JSON.stringify(error)).not.toContain("s3cret");
});
