/** What the command line says about code that changed, on real files: why, status, plan, accept, and values that come back. */
import { expect, test, vi } from "vitest";
import { WhyShape } from "./cli-shapes.ts";
import { json, world } from "./cli-world.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

const project = `import { normalise } from "./lib/units.ts";
const one = asset("one", { output: z.number(), run: () => { ran("one"); return normalise(9); } });
const two = asset("two", { inputs: { one }, output: z.number(), run: ({ one }) => { ran("two"); return one * 2; } });
const other = asset("other", { output: z.number(), run: () => { ran("other"); return 1; } });
export default define({ include: [one, two, other] });`;

const units = `import { divisor } from "./divisor.ts";

/** In halves. */
export function normalise(value: number): number {
  const whole = Math.round(value);
  return whole / divisor;
}

export const unused = 1;
`;

test("an edited helper is told with its name, its file and the way to it; why shows the diff; reverted, the value comes back", async () => {
  await using it = await world(project, { "lib/units.ts": units, "lib/divisor.ts": "export const divisor = 2;\n" });
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("lib/units.ts", units.replace("whole /", "whole * 3 /").replace("In halves", "In parts").replace("unused = 1", "unused = 2"));

  const message = "the code of one changed: `normalise` in `lib/units.ts` changed (reached through `run`)";
  const status = json(await it.run("status", "--json"));
  expect(
    status.cells.map((cell: { asset: string; status: string; causes: { message: string }[] }) => [cell.asset, cell.status, cell.causes[0]?.message]),
  ).toEqual(
    expect.arrayContaining([
      ["one", "STALE", message],
      ["two", "UPSTREAM_STALE", undefined],
      ["other", "FRESH", undefined],
    ]),
  );
  expect((await it.run("plan")).stdout.replaceAll(/\s+/g, " ")).toContain(message);

  const document = json(await it.run("why", "two", "--json"));
  expect(WhyShape.parse(document)).toMatchObject({ rootCauses: [{ asset: "one", message }] });
  expect(document.changes).toMatchObject([
    { asset: "one", kind: "DECLARATION", change: "CHANGED", name: "normalise", file: "lib/units.ts", line: 4, through: "run", diff: { omittedLines: 0 } },
  ]);
  const why = await it.run("why", "one");
  expect(why.stdout.split("\n").map((line) => line.trim())).toEqual(
    expect.arrayContaining(["-  return whole / divisor;", "+  return whole * 3 / divisor;", "const whole = Math.round(value);"]),
  );
  expect(why.stdout).toContain("lib/units.ts:4, of one");

  await it.project.write("lib/divisor.ts", "export const divisor = 4; // was 2\n");
  expect((await it.run("why", "one")).stdout.replaceAll(/\s+/g, " ")).toContain("`divisor` in `lib/divisor.ts` changed (reached through `normalise`)");

  expect((await it.run("materialize")).code).toBe(0);
  const ran = { one: 2, two: 2, other: 1 };
  expect(await it.project.ran()).toEqual(ran);
  await it.project.write("lib/units.ts", units);
  await it.project.write("lib/divisor.ts", "export const divisor = 2;\n");
  const reverted = json(await it.run("materialize", "--json"));
  expect(reverted.steps.map(({ asset, outcome }: { asset: string; outcome: string }) => [asset, outcome])).toEqual([
    ["one", "REUSED"],
    ["two", "REUSED"],
  ]);
  expect(await it.project.ran()).toEqual(ran);
});

test("what is accepted on the command line is fresh as it is, and a later edit is compared with what was accepted", async () => {
  await using it = await world(project, { "lib/units.ts": units, "lib/divisor.ts": "export const divisor = 2;\n" });
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("lib/units.ts", units.replace("whole /", "(whole + 0) /"));
  expect((await it.run("accept", "one", "--note", "adds nothing")).code).toBe(0);
  expect(json(await it.run("why", "one", "--json"))).toMatchObject({ status: "FRESH", changes: [] });
  await it.project.write("lib/units.ts", units.replace("whole /", "(whole + 1) /"));
  const [change] = json(await it.run("why", "one", "--json")).changes;
  expect(change.diff.text).toMatch(/-\s+return \(whole \+ 0\) \/ divisor;\n\+\s+return \(whole \+ 1\) \/ divisor;/);
});

test("packages, statements, other inputs and sources are named in the words that fit them", async () => {
  await using it = await world(
    `import { double } from "doubling";
import { rate } from "./lib/rates.ts";
import { amount } from "./lib/amount.ts";
const packaged = asset("packaged", { output: z.number(), run: () => double(2) });
const effect = asset("effect", { output: z.number(), run: () => rate("a") });
const sql = asset("sql", { extraInputs: ["sql/a.sql"], output: z.number(), run: () => 1 });
const raw = source("raw", { schema: z.number(), observe: () => "1", load: () => amount("3") });
const read = asset("read", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
export default define({ include: [packaged, effect, sql, raw, read] });
`,
    {
      "node_modules/doubling/package.json": JSON.stringify({ name: "doubling", version: "1.0.0", type: "module", exports: "./index.js" }),
      "node_modules/doubling/index.js": "export const double = (value) => value * 2;\n",
      "node_modules/doubling/index.d.ts": "export declare const double: (value: number) => number;\n",
      "lib/rates.ts": 'const rates = new Map<string, number>();\nrates.set("a", 1);\nexport const rate = (name: string): number => rates.get(name) ?? 0;\n',
      "lib/amount.ts": "export const amount = (text: string): number => Number(text);\n",
      "sql/a.sql": "select 1",
    },
  );
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("node_modules/doubling/package.json", (await it.project.read("node_modules/doubling/package.json")).replace("1.0.0", "1.1.0"));
  await it.project.write("lib/rates.ts", (await it.project.read("lib/rates.ts")).replace('"a", 1', '"a", 2'));
  await it.project.write("lib/amount.ts", "export const amount = (text: string): number => Number(text) * 2;\n");
  await it.project.write("sql/a.sql", "select 2");
  const { cells } = json(await it.run("status", "--json"));
  expect(Object.fromEntries(cells.map((cell: { asset: string; causes: { message: string }[] }) => [cell.asset, cell.causes[0]?.message ?? null]))).toEqual({
    packaged: "the code of packaged changed: package `doubling` 1.0.0 -> 1.1.0",
    effect: expect.stringMatching(/^the code of effect changed: a statement in `lib\/rates\.ts` changed/),
    sql: "the code of sql changed: `sql/a.sql` changed",
    raw: null,
    read: "raw is read differently (`amount` in `lib/amount.ts` changed (reached through `load`))",
  });
  const why = await it.run("why", "read");
  expect(why.stdout).toContain("+export const amount = (text: string): number => Number(text) * 2;");
});
