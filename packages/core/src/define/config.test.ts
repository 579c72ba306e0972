import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json } from "../model/json.ts";
import { asset } from "./asset.ts";
import { parseConfig, parsedConfig } from "./config.ts";
import { define } from "./define.ts";
import { definitionOf } from "./definition.ts";
import { unknownKeys, unknownKeysByJson } from "./unknown-keys.ts";

const problemOf = (config: z.ZodType, given: unknown): string => {
  try {
    parseConfig({ key: "a", config }, given);
  } catch (error) {
    return (error as Error).message.replace('The config of "a" does not fit its schema: ', "");
  }
  return "none";
};
const Model = z.object({ threshold: z.number().default(30), nested: z.object({ rate: z.number().optional() }).default({}) });

describe("a config that does not fit", () => {
  it("is an error with the path and the value of everything that is wrong", () => {
    expect(problemOf(z.object({ list: z.array(z.number()), name: z.string() }), { list: [1, "two"], name: 3 })).toBe(
      'list[1]: "two": Invalid input: expected number, received string; name: number 3: Invalid input: expected string, received number.',
    );
    expect(problemOf(z.object({ name: z.string().max(3) }), { name: "x".repeat(500) })).toBe(
      "name: a string of 500 characters: Too big: expected string to have <=3 characters.",
    );
    expect(problemOf(z.object({ at: z.map(z.string(), z.number()) }), { at: new Map([["x", "y"]]) })).toBe(
      'at.x: "y": Invalid input: expected number, received string.',
    );
    expect(problemOf(z.number(), {})).toBe("Invalid input: expected number, received object.");
    expect(problemOf(z.number(), null)).toBe("null: Invalid input: expected number, received null.");
  });
});

describe("a key that the schema does not know", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["is named with what was meant", Model, { thresold: 3 }, 'there is no "thresold" (did you mean "threshold"?).'],
    ["is named with all keys where none is similar", Model, { x: 3 }, 'there is no "x" (known: "threshold", "nested").'],
    ["is found in objects within", Model, { nested: { rat: 1 } }, 'there is no "nested.rat" (did you mean "nested.rate"?).'],
    ["is found in wrapped schemas", Model.optional().default({ threshold: 1, nested: {} }), { thresold: 3 }, 'there is no "thresold"'],
    ["is found in schemas that are transformed", Model.refine(() => true).transform((model) => model.threshold), { thresold: 3 }, 'there is no "thresold"'],
    ["is told with what else is wrong", Model, { thresold: 3, threshold: "x" }, '"threshold"?); threshold: "x": Invalid input'],
    ["is told where there are no keys", z.object({}), { x: 1 }, 'there is no "x" (known: none).'],
    ["is like what every object has", Model, JSON.parse('{"constructor":1,"__proto__":2}'), 'there is no "constructor"'],
  ])("%s", (_, schema, given, problem) => {
    expect(problemOf(schema, given)).toContain(problem);
  });

  it.each<[string, z.ZodType]>([
    ["a loose schema", z.looseObject({ threshold: z.number().optional() })],
    ["a schema with a catchall", z.object({ threshold: z.number().optional() }).catchall(z.number())],
    ["a record", z.record(z.string(), z.number())],
    ["a union, of which another member may take it", z.union([z.object({ a: z.string() }), z.object({ thresold: z.number() })])],
  ])("is fine in %s", (_, schema) => {
    expect(problemOf(schema, { thresold: 3 })).toBe("none");
  });

  it.each<[string, z.ZodType, unknown]>([
    ["a plain object", Model, { thresold: 3, nested: { rat: 1, rate: 2 } }],
    ["a default", Model.default({ threshold: 1, nested: {} }), { thresold: 3 }],
    ["a transform", Model.transform((model) => model.threshold), { thresold: 3 }],
    ["a loose schema", z.looseObject({ threshold: z.number() }), { thresold: 3 }],
    ["a catchall", z.object({ threshold: z.number() }).catchall(z.number()), { thresold: 3 }],
    ["a record", z.record(z.string(), z.number()), { thresold: 3 }],
    ["a number", z.number(), 3],
    ["nothing", Model, undefined],
  ])("is found in %s by its JSON Schema as well", (_, schema, given) => {
    expect(unknownKeysByJson(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json, given)).toEqual(unknownKeys(schema, given));
  });

  it("is refused in define() with the place of the asset, and in the config of a run", () => {
    const limited = asset("x/limited", { config: z.object({ limit: z.number().default(3) }), output: z.number(), run: () => 1 });
    expect(() => define({ include: [limited], config: { "x/limited": { limt: 4 } } })).toThrow(
      /The config of "x\/limited" does not fit its schema: there is no "limt" \(did you mean "limit"\?\)\. .*config\.test\.ts:\d+\) \[CONFIG_INVALID\]/,
    );
    const definitions = define({ include: [limited] });
    const definition = definitionOf(limited);
    if (definition === undefined) throw new Error("not declared");
    expect(() => parsedConfig(definitions, definition, { "x/limited": { limt: 4 } })).toThrow('there is no "limt"');
    expect(parsedConfig(definitions, definition, { "x/limited": { limit: 4 } })).toEqual({ limit: 4 });
  });
});
