import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError } from "../model/errors.ts";
import { SchemaError } from "../model/schema-error.ts";
import { asset } from "./asset.ts";
import { from, unloaded } from "./from.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";

const Reading = z.object({ date: z.iso.date(), temp: z.coerce.number() });
const readings = source("raw/readings", { schema: table(Reading), observe: () => "1", load: () => [] });
const city = source("raw/city", {
  schema: z.object({ name: z.string().transform((name) => name.length) }),
  observe: () => "1",
  load: () => ({ name: "Seattle" }),
});
const hotDays = asset("weather/hot_days", {
  inputs: { readings },
  config: z.object({ threshold: z.number().default(30) }),
  output: table(Reading),
  run: async ({ readings }, { config }) => (await readings.rows()).filter((day) => day.temp > config.threshold),
});
const days = [
  { date: "2015-07-31", temp: 34 },
  { date: "2015-08-01", temp: 31 },
];

describe("invoke", () => {
  it("runs the function on plain rows and gives its parsed output", async () => {
    const result = await hotDays.invoke({ readings: days });
    expect(await result.rows()).toEqual(days);
    expect(result.columns).toEqual(["date", "temp"]);
  });

  it("takes a config, which is parsed", async () => {
    expect(await (await hotDays.invoke({ readings: days }, { config: { threshold: 33 } })).rows()).toEqual([days[0]]);
    await expect(hotDays.invoke({ readings: days }, { config: { threshold: "x" as never } })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("takes the output of another asset", async () => {
    const first = await hotDays.invoke({ readings: days });
    expect(await (await hotDays.invoke({ readings: first }, { config: { threshold: 33 } })).rows()).toEqual([days[0]]);
  });

  it("holds inputs against their schema before anything runs", async () => {
    const error = await hotDays.invoke({ readings: [days[0], { date: "soon", temp: 1 }] as never }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ code: "SCHEMA_MISMATCH", asset: "weather/hot_days", side: 'input "readings"', row: 2, path: "date" });
  });

  it("takes an input as it is where its schema transforms: it is an output of that schema", async () => {
    const shout = asset("x/shout", { inputs: { city }, output: z.number(), run: ({ city }) => city.name });
    expect(await shout.invoke({ city: { name: 7 } })).toBe(7);
  });

  it("holds the output against its schema", async () => {
    const bad = asset("x/bad", { output: table(z.object({ n: z.number() })), run: () => [{ n: 1 }, { n: "2" as unknown as number }] });
    await expect(bad.invoke({})).rejects.toMatchObject({ name: "SchemaError", asset: "x/bad", side: "output", row: 2, path: "n" });
  });

  it("parses a view of the input by what the view gives", async () => {
    const warm = asset("x/warm", {
      inputs: { days: from(readings, { schema: table(z.object({ temp: z.number() })) }) },
      output: z.number(),
      run: async ({ days }) => (await days.rows()).length,
    });
    expect(await warm.invoke({ days: [{ temp: 1 }] })).toBe(1);
    await expect(warm.invoke({ days: [{ temp: "x" }] as never })).rejects.toMatchObject({ side: 'input "days"', row: 1, path: "temp" });
  });

  it("needs no value for an input that is not loaded", async () => {
    const after = asset("x/after", { inputs: { readings: unloaded(readings) }, output: z.string(), run: ({ readings }) => typeof readings });
    expect(await after.invoke({})).toBe("undefined");
  });

  it("says which input is missing, and which is unknown", async () => {
    await expect(hotDays.invoke({} as never)).rejects.toMatchObject({ side: 'input "readings"', details: { problem: "nothing was given for it" } });
    await expect(hotDays.invoke({ readings: days, reading: [] } as never)).rejects.toMatchObject({
      side: 'input "reading"',
      details: { problem: "there is no such input; the inputs are readings" },
    });
  });

  it("gives params and a quiet log, and passes on what the function throws", async () => {
    const failing = asset("x/failing", {
      params: { path: "orders" },
      output: z.number(),
      run: (_, { params, log, progress, metadata, run, asset }) => {
        log.info("working", { path: params.path });
        progress(0.5, "half");
        metadata({ rows: 3 });
        throw new RangeError(`${asset.key} ${params.path} ${run.attempt}`);
      },
    });
    await expect(failing.invoke({})).rejects.toThrow(new RangeError("x/failing orders 1"));
  });

  it("refuses a declaration that is wrong", async () => {
    const wrong = asset("x/wrong", { output: z.number(), run: undefined as never });
    await expect(wrong.invoke({})).rejects.toBeInstanceOf(DefinitionError);
  });
});

describe("a handle", () => {
  it("says what it is and cannot be changed", () => {
    expect({ ...hotDays }).toMatchObject({ kind: "asset", key: "weather/hot_days" });
    expect(readings.kind).toBe("source");
    expect(() => Object.assign(hotDays, { key: "other" })).toThrow(TypeError);
  });
});
