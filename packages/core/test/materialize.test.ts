import { asset, createInstance, define, materialize, source, table } from "@headwater/core";
import { expect, test } from "vitest";
import { z } from "zod";

const raw = source("raw", { schema: z.object({ value: z.number(), version: z.string() }), observe: () => "v1", load: () => ({ value: 1, version: "v" }) });
const scaled = asset("scaled", {
  inputs: { raw },
  config: z.object({ by: z.number().default(1) }),
  output: z.number(),
  run: ({ raw }, { config }) => raw.value * config.by,
});

test("config counts for definitions as it does for a list of assets", async () => {
  const options = { sources: { raw: { value: 2, version: "x" } }, config: { scaled: { by: 10 } } };
  expect((await materialize([raw, scaled], options)).value(scaled)).toBe(20);
  expect((await materialize(define({ include: [raw, scaled] }), options)).value(scaled)).toBe(20);
  await expect(materialize(define({ include: [raw, scaled] }), { ...options, config: { scalde: {} } })).rejects.toMatchObject({ code: "CONFIG_UNKNOWN_ASSET" });
});

test("a run with a misspelt key in its config is refused before anything is recorded", async () => {
  await using instance = await createInstance(define({ include: [raw, scaled] }));
  const refused = { code: "CONFIG_INVALID", message: 'The config of "scaled" does not fit its schema: there is no "bye" (did you mean "by"?).' };
  await expect(instance.materialize("*", { config: { scaled: { bye: 10 } } })).rejects.toMatchObject(refused);
  expect(await instance.store.runs({ limit: 1 })).toEqual([]);
});

test("a given source may be whatever its `load` could yield", async () => {
  const rows = source("rows", { schema: table(z.object({ n: z.number() })), observe: () => "v1", load: () => [] });
  const sum = asset("sum", { inputs: { rows }, output: z.number(), run: async ({ rows }) => (await rows.rows()).reduce((all, row) => all + row.n, 0) });
  async function* stream() {
    yield { n: 1 };
    yield { n: 2 };
  }
  expect((await materialize([rows, sum], { sources: { rows: stream() } })).value(sum)).toBe(3);
});
