/** Edits of what is computed: any expression, constant, branch or schema, wherever it lies. */
import { changes, type EditTable, nothing, projectOf, replace, rewrite } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as assets from "./assets.ts";
export default define({ include: [assets] });
--- assets.ts
import { asset, from, table } from "@headwater/core";
import { z } from "zod";
import { label, Kinds, pattern, greeting, sql, Thermometer, Precise } from "./lib/values.ts";
import { normalise } from "./lib/units.ts";
import { Row, Day } from "./lib/schemas.ts";

export const body = asset("body", {
  output: z.number(),
  run: async () => {
    const values = [3, 1, 2];
    let sum = 0;
    for (const value of values) if (value < 3) sum += value;
    if (sum > 2 && values.length !== 0) return -sum;
    const maybe: { at?: { length: number } } = {};
    void (() => (maybe?.at).length);
    return sum ?? (await Promise.resolve(1));
  },
});
export const helped = asset("helped", { output: z.number(), run: () => normalise(3) });
export const labelled = asset("labelled", { output: z.string(), run: () => label(3) });
export const kinds = asset("kinds", { output: z.string(), run: () => Kinds.hot });
export const matched = asset("matched", { output: z.boolean(), run: () => pattern.test("A1") });
const nothing = undefined as unknown as { a: { b: number } };
export const chained = asset("chained", { output: z.any(), run: () => [() => (nothing?.a).b, () => nothing.a.b] });
export const greeted = asset("greeted", { output: z.string(), run: () => greeting("you") + sql\`select \${1}\` });
export const measured = asset("measured", { output: z.number(), run: () => new Thermometer().read(2) });
export const precise = asset("precise", { output: z.number(), run: () => new Precise().read(2) });
export const rows = asset("rows", { output: table(Row), run: () => [{ id: 1, name: "a" }] });
export const viewed = asset("viewed", {
  inputs: { rows: from(rows, { schema: table(Row.pick({ id: true })) }) },
  output: z.number(),
  run: async ({ rows }) => (await rows.rows()).length,
});
export const plain = asset("plain", { inputs: { rows }, output: z.number(), run: async ({ rows }) => (await rows.rows()).length });
export const versioned = asset("versioned", { output: z.string(), dataVersion: (value) => value.slice(0, 1), run: () => "text" });
export const limited = asset("limited", {
  config: z.object({ limit: z.number().default(3) }),
  output: z.object({ day: Day }),
  run: (_, { config }) => ({ day: String(config.limit) }),
});
export const typed = asset("typed", {
  output: z.number(),
  run: () => {
    const row: z.infer<typeof Row> = { id: 1, name: "a" };
    return row.id;
  },
});
export const shaped = asset("shaped", { output: rows.schema, run: () => [] });
export const stated = asset("stated", { codeVersion: "1", output: z.number(), run: () => normalise(1) });
--- lib/units.ts
import { round as rounded } from "./numbers.ts";
export function normalise(value: number): number {
  return scale(value);
  function scale(number: number): number {
    return rounded(number * factor);
  }
}
var factor = 1.8;
--- lib/numbers.ts
const precision = 10;
export function round(value: number): number {
  return Math.round(value * precision) / precision;
}
--- lib/values.ts
export const label = (value: number, unit = "C", { digits = 1 }: { digits?: number } = {}): string => value.toFixed(digits) + unit;
export const Kinds = { hot: "h", cold: "c" } as const;
export const pattern = /^[a-z]\\d+$/i;
export const greeting = (name: string): string => \`hello \${name}, how are you?\`;
export const sql = (parts: TemplateStringsArray, ...values: readonly unknown[]): string => parts.raw.join("?") + values.length;
export class Thermometer {
  static scale = 2;
  static {
    this.scale += 1;
  }
  readonly #offset: number = 1;
  get zero(): number {
    return 32;
  }
  private bias(): number {
    return 0.5;
  }
  read(value: number): number {
    return (value + this.#offset) * Thermometer.scale + this.bias();
  }
}
export class Precise extends Thermometer {
  override read(value: number): number {
    return super.read(value) + 0.01;
  }
}
--- lib/schemas.ts
import { z } from "zod";
const Name = z.string().min(1).describe("a name");
export const Row = z.object({ id: z.number().describe("the id"), name: Name });
export const Day = z
  .string()
  .refine((day) => isDay(day), "no day")
  .transform((day) => day.trim())
  .default(() => fallback)
  .meta({ title: "Day", examples: ["2024-01-01"] });
const isDay = (day: string): boolean => day.length > 0;
const fallback = "1970-01-01";
`);

const inBody = (promise: string, text: string, other: string) => changes("body", promise, replace("assets.ts", text, other));
const inValues = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("lib/values.ts", text, other));
const inSchemas = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("lib/schemas.ts", text, other));

export const table: EditTable = {
  name: "edits of what is computed",
  project,
  edits: [
    inBody("a number", "[3, 1, 2]", "[3, 1, 4]"),
    inBody("the sign of a number", "-sum", "+sum"),
    inBody("an operator", "sum > 2", "sum >= 2"),
    inBody("a logical operator", "&&", "||"),
    inBody("an operator that assigns", "sum += value", "sum -= value"),
    inBody("the order of elements", "[3, 1, 2]", "[1, 3, 2]"),
    inBody("a branch more", "let sum = 0;", "let sum = 0;\n    if (values.length > 9) sum = 1;"),
    inBody("an await less", "(await Promise.resolve(1))", "(Promise.resolve(1))"),
    inBody("parentheses that end an optional chain", "(maybe?.at).length", "maybe?.at.length"),
    inBody("a variable in the place of another", "return -sum", "return -values.length"),
    inBody("parentheses that matter", "sum > 2 && values.length !== 0", "sum > (2 && values.length) !== 0"),
    changes("chained", "parentheses that end an optional chain of a constant", replace("assets.ts", "(nothing?.a).b", "nothing?.a.b")),
    changes("chained", "a chain that is optional", replace("assets.ts", "=> nothing.a.b", "=> nothing.a?.b")),
    changes("helped", "a helper one module away", replace("lib/units.ts", "rounded(number * factor)", "rounded(number + factor)")),
    changes("helped", "a helper two modules away", replace("lib/numbers.ts", "Math.round", "Math.floor")),
    changes("helped", "a constant that a hoisted variable holds", replace("lib/units.ts", "1.8", "1.9")),
    changes("helped", "a constant two modules away", replace("lib/numbers.ts", "precision = 10", "precision = 100")),
    inValues("labelled", "a default argument", '"C"', '"F"'),
    inValues("labelled", "a default in a pattern", "digits = 1 }", "digits = 2 }"),
    inValues("kinds", "a member of an object that serves as an enum", '"h"', '"H"'),
    inValues("kinds", "another member of that object", '"c"', '"C"'),
    inValues("matched", "the pattern of a regular expression", "[a-z]", "[a-f]"),
    inValues("matched", "the flags of a regular expression", "$/i", "$/u"),
    inValues("greeted", "the text of a template", "how are you?", "how are you"),
    inValues("greeted", "what a tag makes of a template", '.join("?")', '.join("$")'),
    changes("greeted", "the text of a tagged template", replace("assets.ts", "select ", "SELECT ")),
    inValues("measured precise", "a method of a class", "+ this.bias()", "- this.bias()"),
    inValues("measured precise", "a private method", "0.5", "0.6"),
    inValues("measured precise", "a private field", "#offset: number = 1", "#offset: number = 2"),
    inValues("measured precise", "a static field", "static scale = 2", "static scale = 3"),
    inValues("measured precise", "a static block", "this.scale += 1", "this.scale += 2"),
    inValues("measured precise", "a getter", "32", "33"),
    inValues("precise", "a method of a class that extends another", "0.01", "0.02"),
    inValues("measured precise", "what a class extends", "export class Thermometer {", "export class Thermometer extends Object {"),
    changes(
      "measured precise",
      "the name of a class, which errors show",
      rewrite("lib/values.ts", (text) => text.replaceAll("Thermometer", "Gauge").concat("export { Gauge as Thermometer };\n")),
    ),
    nothing(
      "modifiers of TypeScript in a class",
      replace("lib/values.ts", "private bias", "protected bias"),
      replace("lib/values.ts", "readonly #offset", "#offset"),
      replace("lib/values.ts", "override read", "read"),
    ),
    inSchemas("rows shaped viewed", "a field of a schema", "id: z.number()", "id: z.number().int()"),
    inSchemas("rows shaped viewed", "a constraint of a schema that another one holds", "min(1)", "min(2)"),
    nothing("describe", replace("lib/schemas.ts", '"the id"', '"the number"'), replace("lib/schemas.ts", '.describe("a name")', "")),
    nothing(
      "meta",
      replace("lib/schemas.ts", 'title: "Day"', 'title: "A day"'),
      rewrite("lib/schemas.ts", (text) => text.replace("name: Name", 'name: Name.meta({ title: "Name" })')),
    ),
    inSchemas("limited", "a refinement", "isDay(day)", "!isDay(day)"),
    inSchemas("limited", "a helper of a refinement", "day.length > 0", "day.length > 1"),
    inSchemas("limited", "the message of a refinement", '"no day"', '"not a day"'),
    inSchemas("limited", "a transformation", "day.trim()", "day.trimEnd()"),
    inSchemas("limited", "what a function of a default returns", "1970-01-01", "1970-01-02"),
    changes("limited", "a default of the config", replace("assets.ts", "default(3)", "default(4)")),
    changes("viewed", "a view of an input", replace("assets.ts", "{ id: true }", "{ name: true }")),
    changes("versioned", "dataVersion", replace("assets.ts", "slice(0, 1)", "slice(0, 2)")),
    changes(
      "rows",
      "the run of an asset that others read, and not theirs",
      replace("assets.ts", 'run: () => [{ id: 1, name: "a" }]', 'run: () => [{ id: 2, name: "a" }]'),
    ),
    changes("stated", "a stated version", replace("assets.ts", 'codeVersion: "1"', 'codeVersion: "2"')),
    changes("helped", "what a stated version stands for is not looked at", replace("lib/units.ts", "scale(value)", "scale(value + 1)")),
  ],
};
