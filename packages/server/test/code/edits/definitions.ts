/** Edits of definitions in all the ways that they can be written. */
import { changes, type EditTable, nothing, projectOf, remove, replace, rewrite, setVariable, write } from "../edit.ts";

const project = projectOf(
  `
--- headwater.config.ts
import { define } from "@headwater/core";
import * as declared from "./declared.ts";
import * as made from "./made.ts";
import * as raw from "./raw.ts";
export default define({ include: [raw, declared, made] });
--- raw.ts
import { createHash } from "node:crypto";
import { csvFile, httpResource, source } from "@headwater/core";
import { z } from "zod";
const Line = z.object({ a: z.string() });
const hash = (text: string): string => createHash("sha1").update(text).digest("hex");
const parse = (text: string): string[] => text.split(",");
export const file = source("raw/file", csvFile("data.csv", Line));
export const api = source("raw/api", httpResource("http://localhost:1/", { schema: z.string() }));
export const own = source("raw/own", { schema: z.array(z.string()), observe: () => hash("1"), load: () => parse("a,b") });
--- declared.ts
import { asset, assets, env, from, resource } from "@headwater/core";
import { z } from "zod";
import { own } from "./raw.ts";
import { connect, disconnect } from "./connect.ts";

export const reader = asset("reader", { inputs: { own }, output: z.number(), run: ({ own }) => own.length });
const Train = z.number();
const Test = z.number();
export const split = assets("split", {
  inputs: { reader },
  outputs: { train: Train, test: Test },
  run: ({ reader }) => ({ train: reader - 1, test: 1 }),
});
export const model = asset("model", { inputs: { train: split.train }, output: z.number(), run: ({ train }) => train });

const tracked = resource({ tracked: true, config: z.object({ url: z.string() }), values: { url: "a" }, open: ({ config }) => connect(config.url), close: disconnect });
const untracked = resource({ config: z.object({ url: z.string() }), values: { url: "b" }, open: ({ config }) => connect(config.url) });
const versioned = resource({ codeVersion: "1", open: () => connect("c") });
export const tracking = asset("tracking", { resources: { tracked }, output: z.string(), run: (_, { resources }) => resources.tracked });
export const trusting = asset("trusting", { resources: { untracked }, output: z.string(), run: (_, { resources }) => resources.untracked });
export const stating = asset("stating", { resources: { versioned }, output: z.string(), run: (_, { resources }) => resources.versioned });

const extra = { output: z.string(), run: () => "" };
export const sql = asset("sql", { ...extra, extraInputs: ["sql/*.sql"] });
export const region = asset("region", { ...extra, extraInputs: [env("HEADWATER_TEST_REGION")] });

async function method() {
  return 1;
}
const spec = { output: z.number(), run: method };
export const referenced = asset("referenced", spec);
export const written = asset("written", {
  output: z.number(),
  async run() {
    return helper();
  },
});
const helper = (): number => 3;
const run = (): number => 4;
export const short = asset("short", { output: z.number(), run });
const base = { output: z.number(), description: "base", run: () => 5 };
export const spread = asset("spread", { ...base, tags: { a: "b" } });
export const replaced = asset("replaced", { ...base, run: () => 6 });
export const looking = asset("looking", { inputs: { own: from(own, { schema: z.array(z.string().min(1)) }) }, output: z.number(), run: ({ own }) => own.length });
export const lazy = asset("lazy", { output: z.number(), run: pick(true) });
function pick(first: boolean): () => number {
  return first ? () => 1 : () => 2;
}
--- connect.ts
export const connect = (url: string): string => url;
export const disconnect = (): void => {};
--- sql/a.sql
select 1
--- sql/b.sql
select 2
--- made.ts
import { asset as declare } from "@headwater/core";
import * as headwater from "@headwater/core";
import { z } from "zod";
import { daily, season } from "./factories.ts";

export const summer = season("summer", ["06", "07"]);
export const winter = season("winter", ["12", "01"]);
export const today = daily("today", { output: z.number(), run: () => 1 });
export const yesterday = daily("yesterday", { output: z.number(), run: () => 2 });
export const stations = ["a", "b"].map((station, index) =>
  declare(\`station/\${station}\`, { params: { station, index }, output: z.string(), run: (_, { params }) => params.station }),
);
export const cities = Object.fromEntries(
  Object.entries({ rome: { height: 21 }, oslo: { height: 23 } }).map(([name, { height }]) => [
    name,
    headwater.asset(\`city/\${name}\`, { params: { height }, output: z.number(), run: () => above(height) }),
  ]),
);
const above = (height: number): number => height + 1;
export const pinned = [1, 2].map((n) => declare(\`pinned/\${n}\`, { codeVersion: String(n), output: z.number(), run: () => n * 2 }));
--- factories.ts
import { asset, type Asset } from "@headwater/core";
import { z } from "zod";
const tags = { cadence: "daily" };
export const season = (name: string, months: readonly string[]) =>
  asset(\`season/\${name}\`, {
    description: \`What \${name} is like.\`,
    params: { months },
    output: z.number(),
    run: (_, { params }) => count(params.months),
  });
const count = (months: readonly string[]): number => months.length;
export function daily(key: string, spec: { output: z.ZodNumber; run: () => number }): Asset<z.ZodNumber> {
  return asset(\`daily/\${key}\`, { ...spec, tags });
}
`,
  { HEADWATER_TEST_REGION: "eu" },
);

const declared = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("declared.ts", text, other));
const outputs = "split/test split/train";

export const table: EditTable = {
  name: "edits of definitions",
  project,
  edits: [
    changes("raw/file", "the path of a ready-made source", replace("raw.ts", "data.csv", "other.csv")),
    changes("raw/file", "the rows of a ready-made source", replace("raw.ts", "{ a: z.string()", "{ a: z.string().min(1)")),
    changes("raw/api", "the address of a ready-made source", replace("raw.ts", "localhost:1/", "localhost:2/")),
    changes("raw/own", "what a source calls to observe, and not its readers", replace("raw.ts", "sha1", "sha256")),
    changes("raw/own", "what a source calls to load, and not its readers", replace("raw.ts", 'split(",")', 'split(";")')),
    changes("raw/own", "the schema of a source", replace("raw.ts", "schema: z.array(z.string())", "schema: z.array(z.string().min(1))")),
    declared("reader", "an asset that others read, and not theirs", "=> own.length });\nconst Train", "=> own.length + 1 });\nconst Train"),
    declared(outputs, "the function of several outputs", "reader - 1", "reader - 2"),
    declared("split/train", "the schema of one of several outputs", "Train = z.number()", "Train = z.number().int()"),
    declared("split/test", "the schema of the other one", "test: Test", "test: Test.int()"),
    declared("tracking", "the values of a tracked resource", 'url: "a"', 'url: "A"'),
    declared(
      "tracking",
      "how a tracked resource is opened",
      'tracked: true, config: z.object({ url: z.string() }), values: { url: "a" }, open: ({ config }) => connect(config.url)',
      'tracked: true, config: z.object({ url: z.string() }), values: { url: "a" }, open: ({ config }) => connect(config.url + 1)',
    ),
    changes("tracking", "a helper of a tracked resource", replace("connect.ts", "=> url", "=> url + 1")),
    nothing("how a tracked resource is closed", replace("connect.ts", "=> {}", "=> void 1")),
    nothing("the values of an untracked resource", replace("declared.ts", 'url: "b"', 'url: "B"')),
    declared("stating", "the stated version of a resource", 'codeVersion: "1"', 'codeVersion: "2"'),
    nothing("what the stated version of a resource stands for", replace("declared.ts", 'connect("c")', 'connect("C")')),
    changes("sql", "a file that is an extra input", replace("sql/a.sql", "select 1", "select 10")),
    changes("sql", "a file more that a glob of extra inputs matches", write("sql/c.sql", "select 3\n")),
    changes("sql", "a file less that a glob of extra inputs matches", remove("sql/b.sql")),
    nothing("a file beside extra inputs", write("sql/note.md", "what they are\n")),
    changes("region", "a variable of the environment that is an extra input", setVariable("HEADWATER_TEST_REGION", "us")),
    nothing("a variable of the environment that is none", setVariable("HEADWATER_TEST_OTHER", "us")),
    declared("referenced", "a function that the spec names", "async function method() {\n  return 1;", "async function method() {\n  return 2;"),
    declared("written", "a helper of a run that is a method", "helper = (): number => 3", "helper = (): number => 30"),
    declared("short", "a run in short form", "run = (): number => 4", "run = (): number => 40"),
    declared("spread", "a function in an object that the spec spreads", "run: () => 5", "run: () => 50"),
    declared("replaced", "a function in the place of one that the spec spreads", "run: () => 6", "run: () => 60"),
    declared("replaced spread", "the schema in an object that specs spread", "base = { output: z.number(),", "base = { output: z.number().int(),"),
    nothing("the description in an object that specs spread", replace("declared.ts", 'description: "base"', 'description: "basis"')),
    declared("lazy", "the choice of a function", "pick(true)", "pick(false)"),
    declared("lazy", "what makes the function", "() => 2;", "() => 3;"),
    changes("season/summer", "one entry of params", replace("made.ts", '["06", "07"]', '["06", "07", "08"]')),
    changes("season/summer season/winter", "the function of a factory", replace("factories.ts", "count(params.months)", "count(params.months) + 1")),
    changes("season/summer season/winter", "a helper of a factory", replace("factories.ts", "=> months.length", "=> months.length + 1")),
    nothing("the description that a factory makes", replace("factories.ts", "is like.", "is really like.")),
    changes(
      "daily/today",
      "the function that is given to a factory",
      replace("made.ts", 'daily("today", { output: z.number(), run: () => 1', 'daily("today", { output: z.number(), run: () => 10'),
    ),
    changes(
      "daily/yesterday",
      "the schema that is given to a factory",
      replace("made.ts", 'daily("yesterday", { output: z.number()', 'daily("yesterday", { output: z.number().int()'),
    ),
    nothing("tags that a factory adds", replace("factories.ts", 'cadence: "daily"', 'cadence: "every day"')),
    changes(
      "station/b",
      "one entry of a list that is mapped",
      replace("made.ts", '["a", "b"].map((station, index)', '["a", "b"].map((station, place) => [station, place * 2] as const).map(([station, index])'),
    ),
    changes("station/a station/b", "the function of a list that is mapped", replace("made.ts", "=> params.station", "=> params.station + 1")),
    changes("city/oslo", "one entry of a record that is mapped", replace("made.ts", "oslo: { height: 23 }", "oslo: { height: 24 }")),
    changes("city/oslo city/rome", "a helper of assets that are made of a record", replace("made.ts", "height + 1", "height + 2")),
    nothing("what stated versions of a list stand for", replace("made.ts", "n * 2", "n * 3")),
    changes("pinned/2", "the stated version of one of a list", replace("made.ts", "codeVersion: String(n)", "codeVersion: String(n > 1 ? n + 1 : n)")),
    nothing(
      "assets that call asset by another name",
      rewrite("made.ts", (text) => text.replace("asset as declare", "asset as make").replaceAll("declare(", "make(")),
    ),
  ],
};
