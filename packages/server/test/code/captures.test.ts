/** What a function captures from around it must be covered by `params` or `codeVersion`: all that is not is told at once. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type CodeFindings, codeFindings, type Project } from "./code-findings.ts";

vi.setConfig({ hookTimeout: 120_000 });

const project = (code: string): Project => ({
  files: {
    "headwater.config.ts": `import { asset, assets, define, source, from, table, resource } from "@headwater/core";
import { z } from "zod";
const output = z.number();
const all: any[] = [];
const raw = source("raw", { schema: output, observe: () => "1", load: () => 1 });
all.push(raw);
${code}
export default define({ include: all });
`,
  },
});

/** Line of the code of a project. */
const first = 7;

const covered: Readonly<Record<string, string>> = {
  "what params holds": `for (const item of [1, 2]) all.push(asset(\`a/\${item}\`, { params: { item }, output, run: () => item }));`,
  "a member of what params holds": `for (const item of [{ rate: 1 }]) all.push(asset("a", { params: { item }, output, run: () => item.rate }));`,
  "a member that params holds": `for (const item of [{ rate: 1, other: () => 1 }]) all.push(asset("a", { params: { rate: item.rate }, output, run: () => item.rate }));`,
  "what a stated version stands for": `for (const item of [1]) all.push(asset("a", { codeVersion: String(item), output, run: () => item }));`,
  "what is spread into params": `for (const item of [{ rate: 1 }]) all.push(asset("a", { params: { ...item }, output, run: () => item.rate }));`,
  "a member of a spread that nothing overrides": `for (const item of [{ rate: 1 }]) all.push(asset("a", { params: { ...item, other: 2 }, output, run: () => item.rate }));`,
  "params that is the variable itself": `const make = (params: { rate: number }) => asset("a", { params, output, run: () => params.rate });\nall.push(make({ rate: 1 }));`,
  "a constant of what is covered": `for (const item of [{ rate: 1 }]) {\n  const twice = item.rate * 2;\n  all.push(asset("a", { params: { item }, output, run: () => twice }));\n}`,
  "a function beside it that captures what is covered": `for (const item of [1]) {\n  function twice() { return item * 2; }\n  all.push(asset("a", { params: { item }, output, run: () => twice() }));\n}`,
  "a constant of a block, whose text counts": `{\n  const rate = 2;\n  all.push(asset("a", { output, run: () => rate }));\n}`,
  "a key and a description": `for (const item of ["x"]) all.push(asset(item, { description: item, tags: { item }, output, run: () => 1 }));`,
  "variables of the module": `let counter = 1;\nconst rate = 2;\nall.push(asset("a", { output, run: () => rate + counter }));`,
  "variables of the function itself": `all.push(asset("a", { output, run: () => { const a = 1; return [1].map((b) => a + b)[0] ?? 0; } }));`,
  "globals and arguments": `all.push(asset("a", { output, run: function () { return Math.max(arguments.length, Number(process.pid > 0)); } }));`,
  "a body of a check": `for (const limit of [1]) all.push(asset("a", { output, checks: { few: (value: number) => value > limit }, run: () => 1 }));`,
  "what an input is": `for (const upstream of [raw]) all.push(asset("a", { inputs: { upstream }, output, run: ({ upstream }) => upstream }));`,
};

const uncovered: Readonly<Record<string, readonly [code: string, variable: string, line: number]>> = {
  "a member of a spread that is overridden": [
    `for (const item of [{ rate: 1 }]) all.push(asset("a", { params: { ...item, rate: 2 }, output, run: () => item.rate }));`,
    "item",
    0,
  ],
  "a member of a spread that another may override": [
    `const others = { rate: 2 };\nfor (const item of [{ rate: 1 }]) all.push(asset("a", { params: { ...item, ...others }, output, run: () => item.rate }));`,
    "item",
    1,
  ],
  "a property that a later spread may override": [
    `const others = { rate: 2 };\nfor (const rate of [1]) all.push(asset("a", { params: { rate, ...others }, output, run: () => rate }));`,
    "rate",
    1,
  ],
  "the whole of what is spread": [
    `for (const item of [{ rate: 1 }]) all.push(asset("a", { params: { ...item }, output, run: () => Object.keys(item).length }));`,
    "item",
    0,
  ],
  "a variable of a loop": [`for (const item of [1]) all.push(asset("a", { output, run: () => item }));`, "item", 0],
  "a parameter of a factory": [`const make = (rate: number) =>\n  asset("a", {\n    output,\n    run: () => rate,\n  });\nall.push(make(1));`, "rate", 3],
  "a member that params does not hold": [
    `for (const item of [{ rate: 1, base: 2 }]) all.push(asset("a", { params: { rate: item.rate }, output, run: () => item.rate + item.base }));`,
    "item",
    0,
  ],
  "what params holds only after a calculation": [
    `for (const item of [1]) all.push(asset("a", { params: { big: item > 10 }, output, run: () => item }));`,
    "item",
    0,
  ],
  "what params gives to a function": [
    `for (const item of [{ a: 1 }]) all.push(asset("a", { params: { keys: Object.keys(item) }, output, run: () => item.a }));`,
    "item",
    0,
  ],
  "a let of what is covered": [
    `for (const item of [1]) {\n  let twice = item * 2;\n  twice += 1;\n  all.push(asset("a", { params: { item }, output, run: () => twice }));\n}`,
    "twice",
    3,
  ],
  "a constant of what is not covered": [
    `for (const item of [1]) {\n  const twice = item * 2;\n  all.push(asset("a", { output, run: () => twice }));\n}`,
    "item",
    1,
  ],
  "a capture of dataVersion": [`for (const item of ["1"]) all.push(asset("a", { output, dataVersion: () => item, run: () => 1 }));`, "item", 0],
  "a capture of load": [`for (const item of [1]) all.push(source("a", { schema: output, observe: () => "1", load: () => item }));`, "item", 0],
  "a capture of a refinement": [`for (const item of [1]) all.push(asset("a", { output: output.refine((value) => value > item), run: () => 1 }));`, "item", 0],
  "a capture of a default function of the config": [
    `for (const item of [1]) all.push(asset("a", { config: z.object({ n: z.number().default(() => item) }), output, run: () => 1 }));`,
    "item",
    0,
  ],
  "a capture of the function of several outputs": [
    `for (const item of [1]) all.push(assets("a", { outputs: { x: output }, run: () => ({ x: item }) }));`,
    "item",
    0,
  ],
  "a capture of a tracked resource": [
    `for (const item of [1]) all.push(asset("a", { resources: { r: resource({ tracked: true, open: () => item }) }, output, run: () => 1 }));`,
    "item",
    0,
  ],
  "a capture within a nested function": [`for (const item of [1]) all.push(asset("a", { output, run: () => [1].map((n) => n + item)[0] ?? 0 }));`, "item", 0],
};

const found = new Map<string, CodeFindings>();
const several = `for (const item of [1]) {
  all.push(asset("a", { output, run: () => item }));
  all.push(asset("b", { output, extraInputs: ["nothing.sql"], run: () => item }));
}`;

beforeAll(async () => {
  const codes = [...Object.entries(covered), ...Object.entries(uncovered).map(([name, [code]]) => [name, code] as const), ["several", several] as const];
  const findings = await codeFindings(codes.map(([, code]) => project(code)));
  for (const [index, [name]] of codes.entries()) found.set(name, findings[index] as CodeFindings);
});

describe("covered", () => {
  test.each(Object.keys(covered))("%s", (name) => {
    expect(found.get(name)?.problems).toEqual([]);
    expect(Object.keys(found.get(name)?.versions ?? {}).length).toBeGreaterThanOrEqual(2);
  });
});

describe("not covered", () => {
  test.each(Object.keys(uncovered))("%s", (name) => {
    const [, variable, line] = uncovered[name] ?? ["", "", 0];
    const { problems = [], versions } = found.get(name) ?? {};
    expect(versions).toEqual({});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "UNTRACKED_CAPTURE", severity: "error", line: first + line });
    expect(problems[0]?.file).toMatch(/headwater\.config\.ts$/);
    expect(problems[0]?.message).toContain(`\`${variable}\``);
    expect(`${problems[0]?.message} ${problems[0]?.fix}`).toMatch(/params.*codeVersion/s);
  });

  test("all of them are told at once, with what is wrong with extra inputs", () => {
    expect(
      found
        .get("several")
        ?.problems.map(({ code, asset }) => [code, asset])
        .sort(),
    ).toEqual([
      ["EXTRA_INPUT_INVALID", "b"],
      ["UNTRACKED_CAPTURE", "a"],
      ["UNTRACKED_CAPTURE", "b"],
    ]);
  });
});
