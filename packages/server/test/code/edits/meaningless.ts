/** Edits that mean nothing: whatever a compiler leaves out, and whatever only moves. */
import { append, changes, type EditTable, move, nothing, prepend, projectOf, remove, replace, rewrite, write } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as raw from "./raw.ts";
import * as weather from "./weather.ts";
export default define({ include: [raw, weather] });
--- raw.ts
import { csvFile, source } from "@headwater/core";
import { z } from "zod";
export const Reading = z.object({ date: z.string(), temp: z.coerce.number() });
export const readings = source("readings", csvFile("readings.csv", Reading));
--- weather.ts
import { asset, check, table } from "@headwater/core";
import { z } from "zod";
import { normalise, type Scale } from "./lib/units.ts";
import { readings } from "./raw.ts";

const common = { owners: ["weather@example.org"], tags: { city: "seattle" } };
const Day = z.object({ date: z.string(), temp: z.number() });

export const clean = asset("clean", {
  ...common,
  description: "Readings in degrees.",
  group: "weather",
  kinds: ["table"],
  metadata: { team: "sky" },
  retry: { attempts: 2 },
  timeout: "30s",
  launch: "auto",
  maxAge: "30d",
  inputs: { readings },
  output: table(Day),
  checks: { notEmpty: async (days) => (await days.rows()).length > 0 },
  run: async ({ readings }) => {
    // what they are
    const rows = await readings.rows();
    return rows.map((row) => ({ date: row.date, temp: normalise(row.temp) }));
  },
});

export const hot = asset("hot", {
  ...common,
  inputs: { clean },
  config: z.object({ threshold: z.number().default(30) }),
  output: z.object({ count: z.number(), label: z.string() }),
  run: async ({ clean }, { config }) => {
    const total = (await clean.rows()).filter((day) => day.temp > config.threshold).length;
    return { count: total, label: "hot" };
  },
});

export const scaled = asset("scaled", {
  output: z.array(z.number()),
  run: () => {
    const scale: Scale = { factor: 1000.5 };
    function twice(value: number): number {
      return value * scale.factor * 2;
    }
    return [1, 2, 3].map(twice);
  },
});

export const few = check("few", { asset: hot, run: (value) => value.count < 10 });
--- lib/units.ts
import { round } from "./numbers.ts";

export interface Scale {
  readonly factor: number;
}

/** In degrees. */
export function normalise(value: number, factor: number = 1.8): number {
  return round(value * factor) as number;
}

export const unused = (value: number): number => value + 1;
--- lib/numbers.ts
export const digits = 10;
export const round = (value: number) => Math.round(value * digits) / digits;
`);

const reindented = (text: string): string => text.replaceAll("  ", "\t").replaceAll(", ", " ,\n").replaceAll(" => ", "=>").replaceAll("{ ", "{\n");

export const table: EditTable = {
  name: "edits that mean nothing",
  project,
  edits: [
    nothing("the same files in another directory"),
    nothing("a comment in a function", replace("weather.ts", "// what they are", "// what they really are")),
    nothing(
      "comments everywhere else",
      prepend("lib/units.ts", "// units\n/* of\n * all */\n"),
      replace("lib/numbers.ts", "value * digits", "value /* many */ * digits // so\n"),
    ),
    nothing("a doc comment", replace("lib/units.ts", "In degrees.", "In degrees Fahrenheit.")),
    nothing("indentation and line breaks", rewrite("weather.ts", reindented), rewrite("lib/units.ts", reindented)),
    nothing(
      "line endings of another system, and a byte order mark",
      rewrite("weather.ts", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`),
    ),
    nothing("other quotes and escapes", replace("weather.ts", 'label: "hot"', "label: 'h\\u006ft'")),
    nothing("another spelling of a number", replace("weather.ts", "1000.5", "1_000.50"), replace("weather.ts", "default(30)", "default(0x1e)")),
    nothing(
      "semicolons and trailing commas",
      rewrite("weather.ts", (text) => text.replaceAll(";\n", "\n")),
      replace("weather.ts", "[1, 2, 3]", "[1, 2, 3,]"),
    ),
    nothing("parentheses that change nothing", replace("lib/numbers.ts", "Math.round(value * digits) / digits", "(Math.round((value * digits)) / (digits))")),
    nothing("a type annotation", replace("lib/numbers.ts", "(value: number) =>", "(value: number): number =>")),
    nothing("an annotation less", replace("lib/units.ts", "factor: number = 1.8", "factor = 1.8")),
    nothing("an interface", replace("lib/units.ts", "readonly factor: number", "readonly factor: number;\n  readonly offset?: number")),
    nothing(
      "as, satisfies, ! and type arguments",
      replace("lib/units.ts", "as number", "satisfies number"),
      replace("weather.ts", "rows.map((row)", "rows!.map<{ date: string; temp: number }>((row)"),
    ),
    nothing(
      "an overload",
      replace(
        "lib/units.ts",
        "export function normalise(value: number, f",
        "export function normalise(value: number): number;\nexport function normalise(value: number, f",
      ),
    ),
    nothing(
      "declarations of types alone",
      append("lib/units.ts", "\ndeclare const elsewhere: number;\ntype Number = number;\ndeclare global {\n  interface Window {\n    a: 1;\n  }\n}\n"),
    ),
    nothing(
      "a renamed local",
      rewrite("weather.ts", (text) => text.replaceAll("rows = ", "all = ").replaceAll("return rows.map", "return all.map")),
    ),
    nothing(
      "a renamed parameter",
      rewrite("lib/numbers.ts", (text) => text.replaceAll("value", "x")),
    ),
    nothing(
      "a renamed local that an object names by its old name",
      rewrite("weather.ts", (text) => text.replace("const total", "const count").replace("count: total", "count")),
    ),
    nothing(
      "an input that is bound by another name",
      replace("weather.ts", "async ({ clean }, { config })", "async ({ clean: days }, { config })"),
      replace("weather.ts", "(await clean.rows())", "(await days.rows())"),
    ),
    nothing(
      "a renamed function within a function",
      rewrite("weather.ts", (text) => text.replaceAll("twice", "double")),
    ),
    nothing(
      "reordered declarations",
      rewrite("lib/numbers.ts", (text) => text.split("\n").reverse().join("\n")),
    ),
    nothing(
      "reordered assets",
      rewrite("weather.ts", (text) => {
        const [start = "", scaled = "", end = ""] = text.split(/(?=export const scaled)|(?=export const few)/);
        return start.replace("export const clean", `${scaled}export const clean`) + end;
      }),
    ),
    nothing(
      "a renamed helper",
      rewrite("lib/numbers.ts", (text) => text.replaceAll("round =", "rounded =").replaceAll("digits", "places")),
      rewrite("lib/units.ts", (text) => text.replaceAll("round", "rounded")),
    ),
    nothing(
      "an import by another name",
      replace("weather.ts", "normalise, type Scale", "normalise as degrees, type Scale"),
      replace("weather.ts", "normalise(row.temp)", "degrees(row.temp)"),
    ),
    nothing("an import without its extension", replace("weather.ts", '"./lib/units.ts"', '"./lib/units"')),
    nothing("a moved file", move("lib/numbers.ts", "shared/numbers.ts"), replace("lib/units.ts", "./numbers.ts", "../shared/numbers.ts")),
    nothing(
      "a helper that moved into another module",
      remove("lib/numbers.ts"),
      rewrite("lib/units.ts", (text) => text.replace(/import .*\n/, "")),
      append("lib/units.ts", "export const digits = 10;\nconst round = (value: number) => Math.round(value * digits) / digits;\n"),
    ),
    nothing(
      "a file of assets that moved",
      move("weather.ts", "assets/weather.ts"),
      rewrite("assets/weather.ts", (text) => text.replaceAll('"./', '"../')),
      replace("headwater.config.ts", "./weather.ts", "./assets/weather.ts"),
    ),
    nothing(
      "an asset that moved into a file of its own",
      rewrite("weather.ts", (text) => text.replace(/export const scaled[\s\S]*?\n\}\);\n/, "")),
      write(
        "scaled.ts",
        `import { asset } from "@headwater/core";
import { z } from "zod";
import type { Scale } from "./lib/units.ts";
${/export const scaled[\s\S]*?\n\}\);\n/.exec(String(project.files["weather.ts"]))?.[0]}`,
      ),
      write(
        "headwater.config.ts",
        'import { define } from "@headwater/core";\nimport * as raw from "./raw.ts";\nimport * as weather from "./weather.ts";\nimport { scaled } from "./scaled.ts";\nexport default define({ include: [scaled, raw, weather] });\n',
      ),
    ),
    nothing("an export more", replace("weather.ts", "const Day", "export const Day"), replace("lib/numbers.ts", "export const digits", "const digits")),
    nothing("an unused helper", replace("lib/units.ts", "value + 1", "value + 2")),
    nothing(
      "an unused helper more, and one less",
      rewrite("lib/units.ts", (text) => text.replace("export const unused", "export const other")),
      append("weather.ts", "const nobody = (): number => 42;\n"),
    ),
    nothing("an import that nothing uses", prepend("weather.ts", 'import { digits } from "./lib/numbers.ts";\nimport { basename } from "node:path";\n')),
    nothing("import type", prepend("weather.ts", 'import type { basename } from "node:path";\nimport type * as numbers from "./lib/numbers.ts";\n')),
    nothing("a description", replace("weather.ts", "Readings in degrees.", "Readings, in degrees.")),
    nothing(
      "owners and tags in an object that assets share",
      replace("weather.ts", "weather@example.org", "sky@example.org"),
      replace("weather.ts", 'city: "seattle"', 'city: "seattle", sky: "grey"'),
    ),
    nothing(
      "group, kinds and metadata",
      replace("weather.ts", 'group: "weather"', 'group: "sky"'),
      replace("weather.ts", '["table"]', '["rows"]'),
      replace("weather.ts", 'team: "sky"', 'team: "sea"'),
    ),
    nothing(
      "how a step is carried out: retry, timeout, launch, maxAge",
      replace("weather.ts", "attempts: 2", "attempts: 3"),
      replace("weather.ts", '"30s"', '"40s"'),
      replace("weather.ts", '"auto"', '"manual"'),
      replace("weather.ts", '"30d"', '"60d"'),
    ),
    nothing(
      "the body of a check, inline and of its own",
      replace("weather.ts", ".length > 0", ".length > 1"),
      replace("weather.ts", "value.count < 10", "value.count < 20"),
    ),
    nothing("a check more", replace("weather.ts", "checks: {", "checks: { any: () => true,")),
    nothing(
      "the order of assets in define, and its config",
      replace("headwater.config.ts", "[raw, weather]", "[weather, raw]"),
      replace("headwater.config.ts", "raw] })", "raw], config: { hot: { threshold: 33 } } })"),
    ),
    nothing(
      "the order of keys in a spec",
      rewrite("weather.ts", (text) =>
        text
          .replace("  output: z.object({ count: z.number(), label: z.string() }),\n", "")
          .replace("  ...common,\n  inputs: { clean },", "  output: z.object({ count: z.number(), label: z.string() }),\n  ...common,\n  inputs: { clean },"),
      ),
    ),
    nothing("a spec key in quotes", replace("weather.ts", "  output: z.array(", '  "output": z.array(')),
    nothing("a file beside that nobody imports", write("lib/other.ts", "export const other = 1;\n")),
    changes(
      "clean",
      "what does mean something, beside all that does not",
      prepend("lib/units.ts", "// units\n"),
      replace("lib/numbers.ts", "digits = 10", "digits: number = 100"),
    ),
  ],
};
