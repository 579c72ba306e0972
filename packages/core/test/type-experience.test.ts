/** What the compiler says to authors, and how much it writes for them: messages at the row, and small declaration files. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../../..");
/** Inside the repository, so that packages resolve as they do for its examples. */
let project: string;

beforeAll(async () => {
  await mkdir(join(repository, "node_modules/.cache"), { recursive: true });
  project = await mkdtemp(join(repository, "node_modules/.cache/types-"));
  const compilerOptions = {
    ...{ target: "esnext", module: "nodenext", strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true },
    ...{ customConditions: ["@headwater/source"], allowImportingTsExtensions: true, rewriteRelativeImportExtensions: true, types: ["node"] },
    ...{ declaration: true, emitDeclarationOnly: true, outDir: "out", rootDir: repository, exactOptionalPropertyTypes: true },
  };
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["assets.ts"] }));
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** What `tsc` prints for a file of assets, and the declarations it emits. */
async function compile(source: string): Promise<{ readonly messages: string; readonly declarations: string }> {
  const header = 'import { asset, assets, check, source, table } from "@headwater/core";\nimport { z } from "zod";\n';
  await writeFile(join(project, "assets.ts"), header + source);
  const tsc = join(repository, "node_modules/.bin/tsc");
  const { stdout } = await run(tsc, ["-p", project, "--pretty", "false"]).catch((error: { readonly stdout: string }) => error);
  const out = join(project, "out", project.slice(repository.length + 1), "assets.d.ts");
  return { messages: stdout.replaceAll(/^.*?assets\.ts/gm, "assets.ts"), declarations: await readFile(out, "utf8").catch(() => "") };
}

const days = `
const Day = z.object({ date: z.iso.date(), high: z.number(), low: z.number() });
export const raw = source("raw/days", { schema: table(Day), observe: () => "1", load: () => [] });
`;

describe("what the compiler says", { timeout: 60_000 }, () => {
  it("is one line at the row where a column is missing", async () => {
    const { messages } = await compile(`${days}
export const report = asset("w/report", { inputs: { raw }, output: table(Day), run: () => [
  { date: "2015-01-01", high: 31 },
] });`);
    expect(messages.trim().split("\n")).toEqual([
      expect.stringMatching(/^assets\.ts\(8,3\): .*Property 'low' is missing in type '\{ date: string; high: number; }'/),
    ]);
  });

  it("is one line at the name of an input that was not declared", async () => {
    const { messages } = await compile(`${days}
export const report = asset("w/report", { inputs: { raw }, output: z.number(), run: ({ rwa }) => 1 });`);
    expect(messages.trim().split("\n")).toEqual([expect.stringMatching(/^assets\.ts\(7,.*Property 'rwa' does not exist/)]);
  });

  it("is one line at the member that a checked value does not have", async () => {
    const { messages } = await compile(`${days}
export const total = asset("w/total", { output: z.object({ high: z.number() }), run: () => ({ high: 1 }), checks: { hot: ({ hihg }) => hihg > 1 } });
export const hot = check("hot", { asset: total, run: (value) => value.hihg > 1 });`);
    expect(messages.trim().split("\n")).toEqual([
      expect.stringMatching(/^assets\.ts\(7,.*Property 'hihg' does not exist on type '\{ high: number; }'/),
      expect.stringMatching(/^assets\.ts\(8,.*Property 'hihg' does not exist on type '\{ high: number; }'/),
    ]);
  });

  it("is one line where a function of several outputs leaves one out, and names those assets in declarations", async () => {
    const { messages, declarations } = await compile(`${days}
export const split = assets("w/split", { inputs: { raw }, outputs: { hot: table(Day), count: z.number() }, run: ({ raw }) => ({ hot: raw }) });`);
    const lines = messages.trim().split("\n");
    expect(lines[0]).toMatch(/^assets\.ts\(7,/);
    expect(messages).toMatch(/Property 'count' is missing/);
    expect(declarations).toMatch(/split: (import\("@headwater\/core"\)\.)?OutputAssets</);
  });
});

it("declarations of 200 assets with three inputs each stay under half a megabyte", { timeout: 60_000 }, async () => {
  const columns = Array.from({ length: 8 }, (_, index) => `column_${index}: z.number()`).join(", ");
  const assets = Array.from({ length: 200 }, (_, index) => {
    const inputs = [1, 2, 3].map((back) => (index < back ? "raw" : `asset${index - back}`));
    return `export const asset${index} = asset("wide/${index}", { inputs: { a: ${inputs[0]}, b: ${inputs[1]}, c: ${inputs[2]} }, output: table(Row), run: ({ a }) => a.stream() });`;
  });
  const { messages, declarations } = await compile(`
const Row = z.object({ ${columns} });
export const raw = source("raw/rows", { schema: table(Row), observe: () => "1", load: () => [] });
${assets.join("\n")}`);
  expect(messages).toBe("");
  expect(declarations).toContain("asset199");
  expect(declarations.length).toBeLessThan(500_000);
});
