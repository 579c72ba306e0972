/** A config's form: which fields it has, and what the entries mean. */
import { expect, test } from "vitest";
import type { Json } from "../graphql/graphql.ts";
import { fieldsOf, labelOf, nameOf } from "./fields.ts";
import { type Entries, readForm } from "./read-form.ts";

const schema = (properties: Json): Json => ({ type: "object", properties });
const limits = schema({
  limit: { type: "number", minimum: 0, maximum: 100, default: 30, description: "in euros" },
  count: { type: "integer", exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  country: { type: "string", enum: ["de", "us"] },
  newest: { type: "boolean", default: false },
  label: { type: "string", maxLength: 3 },
  day: { type: "string", format: "date", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
  rounding: { type: "object", properties: { digits: { type: "integer" } }, default: {} },
  skip: { type: "array", items: { type: "integer" } },
  any: {},
});
const byLabel = (entries: Entries): Entries => Object.fromEntries(fieldsOf(limits).map((field) => [nameOf(field), entries[labelOf(field)] ?? ""]));
const read = (entries: Entries) => {
  const { config, problems } = readForm(fieldsOf(limits), byLabel(entries));
  return { config, problems: Object.values(problems) };
};

test("every property is a field of its kind; objects are opened, what a form cannot show is JSON", () => {
  expect(fieldsOf(limits).map((field) => `${labelOf(field)}: ${field.type.kind}`)).toEqual([
    "limit: number",
    "count: number",
    "country: choice",
    "newest: choice",
    "label: text",
    "day: text",
    "rounding.digits: number",
    "skip: json",
    "any: json",
  ]);
});

test("a config that is no object, and one with free names, is JSON as a whole", () => {
  for (const whole of [{ type: "array" }, { type: "object", additionalProperties: { type: "number" } }, {}]) {
    expect(fieldsOf(whole).map((field) => [labelOf(field), field.type.kind])).toEqual([["config", "json"]]);
  }
  expect(readForm(fieldsOf({ type: "array" }), { "[]": "[1]" }).config).toEqual([1]);
});

test("only what is filled in is sent, as values of its type", () => {
  expect(read({})).toEqual({ config: undefined, problems: [] });
  expect(read({ limit: " 2.5 ", newest: "true", country: "us", day: "2026-01-31", "rounding.digits": "3", skip: "[1, 2]", any: "null" })).toEqual({
    config: { limit: 2.5, newest: true, country: "us", day: "2026-01-31", rounding: { digits: 3 }, skip: [1, 2], any: null },
    problems: [],
  });
});

test("what does not fit is told in words, and the rest still counts", () => {
  expect(read({ limit: "101", count: "1.5", country: "fr", label: "long", day: "today", skip: "{}", any: "{", newest: "true" })).toEqual({
    config: { newest: true },
    problems: [
      "A number, at least 0, at most 100.",
      "A whole number, more than 0.",
      "One of de, us.",
      "At most 3 characters; these are 4.",
      "Not a date.",
      "A list, such as [1, 2].",
      expect.stringMatching(/^Not JSON: /),
    ],
  });
});

test("names like those that every object has are names like others", () => {
  const odd = fieldsOf(JSON.parse('{"type":"object","properties":{"__proto__":{"type":"number"},"constructor":{"type":"string"}}}'));
  const { config } = readForm(odd, { '["__proto__"]': "1", '["constructor"]': "x" });
  expect(JSON.stringify(config)).toBe('{"__proto__":1,"constructor":"x"}');
});
