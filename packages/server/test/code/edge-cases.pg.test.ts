/** Edge cases of staleness that are about code, as users meet them: files are edited, and real processes tell the statuses that a real database knows. */
import { zstdDecompressSync } from "node:zlib";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { json, world } from "../cli-world.ts";

vi.setConfig({ testTimeout: 180_000 });

type World = Awaited<ReturnType<typeof world>>;
interface CellShape {
  readonly asset: string;
  readonly status: string;
  readonly causes: readonly { readonly code: string }[];
}

/** Those that are not fresh, with the codes of their causes. */
async function notFresh(it: World): Promise<Readonly<Record<string, string>>> {
  const { cells } = json(await it.run("status", "--json")) as { readonly cells: readonly CellShape[] };
  return Object.fromEntries(
    cells.filter(({ status }) => status !== "FRESH").map((cell) => [cell.asset, [cell.status, ...cell.causes.map(({ code }) => code)].join(" ")]),
  );
}

async function outcomes(it: World): Promise<Readonly<Record<string, string>>> {
  const ended = await it.run("materialize", "--json");
  expect(ended.stderr).not.toContain("✗");
  const { steps } = json(ended) as { readonly steps: readonly { readonly asset: string; readonly outcome: string }[] };
  return Object.fromEntries(steps.map(({ asset, outcome }) => [asset, outcome]));
}

async function edit(it: World, path: string, from: string, to: string): Promise<void> {
  const text = await it.project.read(path);
  expect(text.split(from)).toHaveLength(2);
  await it.project.write(path, text.replace(from, to));
}

const sum = async (it: World): Promise<number> => Object.values(await it.project.ran()).reduce((total, count) => total + count, 0);

/** Ten assets in one file: the last two read the first. */
const ten = `${[...Array(8).keys()].map((n) => `export const a${n} = asset("a${n}", { output: z.number(), run: () => { ran("a${n}"); return ${n} + 100; } });`).join("\n")}
export const below = asset("below", { inputs: { a0 }, output: z.number(), run: ({ a0 }) => { ran("below"); return a0; } });
export const last = asset("last", { inputs: { below }, output: z.number(), run: ({ below }) => { ran("last"); return below; } });
export default define({ include: [a0, a1, a2, a3, a4, a5, a6, a7, below, last] });`;

test("edge case 6: an edit of one asset in a file with ten: 1 is STALE, its descendants UPSTREAM_STALE, its neighbours FRESH", async () => {
  await using it = await world(ten);
  expect(Object.keys(await outcomes(it))).toHaveLength(10);
  expect(await notFresh(it)).toEqual({});
  await edit(it, "headwater.config.ts", "return 0 + 100", "return 1 + 99");
  expect(await notFresh(it)).toEqual({ a0: "STALE CODE_CHANGED", below: "UPSTREAM_STALE", last: "UPSTREAM_STALE" });
  expect(await outcomes(it)).toEqual({ a0: "SUCCEEDED", below: "UNCHANGED", last: "UNCHANGED" });
  expect(await it.project.ran()).toMatchObject({ a0: 2, a1: 1, below: 1, last: 1 });
  expect(await notFresh(it)).toEqual({});
});

const helpers = {
  "lib/units.ts":
    'import { round } from "./numbers.ts";\nexport const normalise = (value: number): number => round(value * 1.8);\nexport const other = (): number => 1;\n',
  "lib/numbers.ts": "export const round = (value: number): number => Math.round(value);\n",
};
const helped = `
import { normalise, other } from "./lib/units.ts";
import { round } from "./lib/numbers.ts";
const clean = asset("clean", { output: z.number(), run: () => { ran("clean"); return normalise(3); } });
const mean = asset("mean", { output: z.number(), run: () => { ran("mean"); return round(3.3); } });
const beside = asset("beside", { output: z.number(), run: () => { ran("beside"); return other(); } });
const below = asset("below", { inputs: { clean }, output: z.number(), run: ({ clean }) => { ran("below"); return clean; } });
export default define({ include: [clean, mean, beside, below] });`;

test("edge case 8: a helper in another module changes: every asset that reaches it, no other", async () => {
  await using it = await world(helped, helpers);
  await outcomes(it);
  await edit(it, "lib/units.ts", "value * 1.8", "value * 1.9");
  expect(await notFresh(it)).toEqual({ clean: "STALE CODE_CHANGED", below: "UPSTREAM_STALE" });
  await edit(it, "lib/numbers.ts", "Math.round", "Math.ceil");
  expect(await notFresh(it)).toEqual({ clean: "STALE CODE_CHANGED", mean: "STALE CODE_CHANGED", below: "UPSTREAM_STALE" });
  await edit(it, "lib/units.ts", "=> 1;", "=> 2;");
  expect(await notFresh(it)).toMatchObject({ beside: "STALE CODE_CHANGED" });
  await it.project.write("lib/numbers.ts", `// rounded up\n${await it.project.read("lib/numbers.ts")}`);
  expect(await outcomes(it)).toEqual({ clean: "SUCCEEDED", mean: "SUCCEEDED", beside: "SUCCEEDED", below: "SUCCEEDED" });
  expect(await notFresh(it)).toEqual({});
});

test("an edit that is taken back: fresh again before a run, and REUSED after one, without a function that runs", async () => {
  await using it = await world(helped, helpers);
  await outcomes(it);
  await edit(it, "lib/units.ts", "value * 1.8", "value * 3");
  expect(Object.keys(await notFresh(it))).toEqual(["clean", "below"]);
  await edit(it, "lib/units.ts", "value * 3", "value * 1.8");
  expect(await notFresh(it)).toEqual({});

  await edit(it, "lib/units.ts", "value * 1.8", "value * 3");
  expect(await outcomes(it)).toEqual({ clean: "SUCCEEDED", below: "SUCCEEDED" });
  const ran = await sum(it);
  await edit(it, "lib/units.ts", "value * 3", "value * 1.8");
  expect(await outcomes(it)).toEqual({ clean: "REUSED", below: "REUSED" });
  expect(await sum(it)).toBe(ran);
  expect(await notFresh(it)).toEqual({});
  expect((await it.run("value", "below")).stdout.trim()).toBe("5");
});

test("edge case 30: an upgrade of Headwater, with another way to find code versions, makes nothing stale; an edit beside it still does", async () => {
  await using it = await world(helped, helpers);
  await outcomes(it);
  await using database = await connected(it.database.url);
  // as another version of Headwater would have recorded it: nothing is alike but the source text
  const elsewhere = (parts: object, trace: { codeVersion: string }) => ({ ...trace, codeVersion: `0${trace.codeVersion.slice(1)}`, codeParts: parts });
  for (const hasRaw of [true, false]) {
    await rewriteTraces(database, (trace) => {
      const { module, raw, params } = trace.codeParts;
      const parts = { explicit: null, body: "b", schema: "s", config: "c", params, scheme: `another/${hasRaw}`, module, ...(hasRaw ? { raw } : {}) };
      return elsewhere(parts, trace);
    });
    expect(await notFresh(it)).toEqual({});
    expect(await outcomes(it)).toEqual({});
  }
  await edit(it, "headwater.config.ts", "round(3.3)", "round(4.4)");
  expect(Object.keys(await notFresh(it))).toContain("mean");
});

interface TraceShape {
  readonly codeVersion: string;
  readonly codeParts: { readonly params: string; readonly module?: string; readonly raw?: string };
}

async function connected(connectionString: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function rewriteTraces(client: pg.Client, edit: (trace: TraceShape) => object): Promise<void> {
  const { rows } = await client.query<{ seq: string; trace: TraceShape }>("select seq, trace from headwater.materializations");
  expect(rows.length).toBeGreaterThan(0);
  for (const { seq, trace } of rows) await client.query("update headwater.materializations set trace = $2 where seq = $1", [seq, JSON.stringify(edit(trace))]);
}

const factory = `
const season = (name: string, months: readonly string[]) =>
  asset(\`season/\${name}\`, { params: { months }, output: z.number(), run: (_, { params }) => { ran("season"); return params.months.length; } });
const seasons = [season("summer", ["06", "07"]), season("winter", ["12", "01"])];
const stations: ReturnType<typeof season>[] = [];
for (const { name, height } of [{ name: "a", height: 1 }, { name: "b", height: 2 }])
  stations.push(asset(\`station/\${name}\`, { params: { height }, output: z.number(), run: () => { ran("station"); return height; } }));
export default define({ include: [seasons, stations] });`;

test("edge case 32: the same code made by a factory or a loop with two params: an edit of one entry makes one asset stale", async () => {
  await using it = await world(factory);
  await outcomes(it);
  await edit(it, "headwater.config.ts", '["12", "01"]', '["12", "01", "02"]');
  expect(await notFresh(it)).toEqual({ "season/winter": "STALE CODE_CHANGED" });
  await edit(it, "headwater.config.ts", "height: 2", "height: 3");
  expect(await notFresh(it)).toEqual({ "season/winter": "STALE CODE_CHANGED", "station/b": "STALE CODE_CHANGED" });
  expect(await outcomes(it)).toEqual({ "season/winter": "SUCCEEDED", "station/b": "SUCCEEDED" });
  expect(await it.project.ran()).toEqual({ season: 3, station: 3 });
});

test("an extra input that changes makes its asset stale, and its value is stored and printed nowhere", async () => {
  await using it = await world(
    `import { env } from "@headwater/core";
const total = asset("total", { extraInputs: ["sql/*.sql", env("USER_REGION")], output: z.string(),
  run: () => { ran("total"); return readFileSync(new URL("sql/total.sql", import.meta.url), "utf8"); } });
const beside = asset("beside", { output: z.number(), run: () => 1 });
export default define({ include: [total, beside] });`,
    { "sql/total.sql": "select 1" },
  );
  await outcomes(it);
  expect(await notFresh(it)).toEqual({});
  await it.project.write("sql/total.sql", "select 2");
  expect(await notFresh(it)).toEqual({ total: "STALE CODE_CHANGED" });
  expect(await outcomes(it)).toEqual({ total: "SUCCEEDED" });
  process.env.USER_REGION = "between-us";
  try {
    expect(await notFresh(it)).toEqual({ total: "STALE CODE_CHANGED" });
    expect(await outcomes(it)).toEqual({ total: "SUCCEEDED" });
    expect(await notFresh(it)).toEqual({});
    expect((await it.run("why", "total", "--json")).stdout).not.toContain("between-us");
  } finally {
    delete process.env.USER_REGION;
  }
  await using database = await connected(it.database.url);
  const traces = await database.query("select trace::text as text from headwater.materializations");
  const manifests = await database.query<{ manifest: Buffer }>("select manifest from headwater.code_manifests");
  const stored = [...traces.rows.map(({ text }) => text), ...manifests.rows.map(({ manifest }) => zstdDecompressSync(manifest).toString())].join();
  expect(stored).toContain("env USER_REGION");
  expect(stored).not.toContain("between-us");
  expect((await it.run("why", "total", "--json")).stdout).toContain("env USER_REGION");
});
