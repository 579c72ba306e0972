/** Deployments of compiled output: code versions are those of the source, by the manifest that was made when it was built. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { json, world } from "../cli-world.ts";
import { headwater } from "../headwater-process.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

const files = {
  "headwater.config.ts": `import { asset, define, env, resource } from "@headwater/core";
import { z } from "zod";
import { half } from "./lib/half.ts";
const list = ["a", "b"].map((name) => asset(\`list/\${name}\`, { params: { name }, output: z.string(), run: (_, { params }) => params.name }));
const one = asset("one", { output: z.number(), extraInputs: ["sql/*.sql", env("REGION")], run: (): number => half(8) });
const config = z.object({ region: z.string() });
const store = resource({ tracked: true, config, values: { region: process.env.REGION ?? "" }, open: () => 1 });
const kept = asset("kept", { output: z.number(), resources: { store }, run: (_, { resources }) => resources.store });
export default define({ include: [one, kept, list] });
`,
  "lib/half.ts": "/** Half of it. */\nexport const half = (value: number): number => value / 2;\n",
  "sql/one.sql": "select 1",
};

/** As a compiler would write it: without types and comments, and in other words. */
async function compile(directory: string, out: string): Promise<void> {
  for (const file of ["headwater.config", "lib/half"]) {
    const javascript = stripTypeScriptTypes(await readFile(join(directory, `${file}.ts`), "utf8"), { mode: "transform" });
    const text = javascript
      .replaceAll(".ts", ".js")
      .replaceAll(/\bvalue\b/g, "v")
      .replace("=>half(8)", "=>{ return half(8); }");
    await mkdir(join(out, "lib"), { recursive: true });
    await writeFile(join(out, `${file}.js`), text);
  }
}

test("what was computed from the source is fresh for the compiled output beside its manifest; stale without it", async () => {
  await using it = await world("", files);
  const dist = join(it.project.directory, "dist");
  const run = (region: string, ...args: string[]) =>
    headwater(args, { cwd: it.project.directory, databaseUrl: it.database.url, environment: { REGION: region } });
  const statuses = async (region: string): Promise<object> => {
    const { cells } = json(await run(region, "status", "--entry", "dist/headwater.config.js", "--json"));
    return Object.fromEntries(cells.map(({ asset, status }: { asset: string; status: string }) => [asset, status]));
  };
  expect((await run("eu", "materialize")).code).toBe(0);
  await compile(it.project.directory, dist);

  const built = await run("eu", "build-manifest", "--json");
  expect(json(built)).toEqual({ path: join(dist, "headwater.manifest.json"), assets: 4, files: 3 });
  expect(await readFile(join(dist, "headwater.manifest.json"), "utf8")).not.toContain("env REGION");
  const fresh = { one: "FRESH", kept: "FRESH", "list/a": "FRESH", "list/b": "FRESH" };
  expect(await statuses("eu")).toEqual(fresh);
  // the environment is that of the deployment
  expect(await statuses("us")).toEqual({ ...fresh, one: "STALE", kept: "STALE" });

  await it.project.remove("dist/headwater.manifest.json");
  await it.project.write("dist/sql/one.sql", "select 1");
  expect(await statuses("eu")).toEqual({ ...fresh, one: "STALE" });
});

test("an edit of the source shows in the deployment with the declaration, once it is built anew", async () => {
  await using it = await world("", files);
  const entry = ["--entry", "dist/headwater.config.js"];
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("lib/half.ts", files["lib/half.ts"].replace("/ 2", "* 0.25"));
  await compile(it.project.directory, join(it.project.directory, "dist"));
  expect((await it.run("build-manifest")).stdout).toContain("the code of 4 assets, found in 3 files");
  const { causes } = json(await it.run("why", "one", ...entry, "--json"));
  expect(causes.map(({ message }: { message: string }) => message)).toEqual([
    "the code of one changed: `half` in `lib/half.ts` changed (reached through `run`)",
  ]);
  const { steps } = json(await it.run("plan", ...entry, "--json"));
  expect(steps.map(({ asset }: { asset: string }) => asset)).toEqual(["one"]);
});

test("a manifest of another state of the project is refused with what to do, never used", async () => {
  await using it = await world("", files);
  expect((await it.run("build-manifest", "--out", ".")).code).toBe(0);
  await it.project.write("lib/half.ts", "export const half = (value: number): number => value / 4;\n");
  const changed = await it.run("validate");
  expect([changed.code, changed.stderr.replaceAll(/\s+/g, " ")]).toEqual([
    2,
    expect.stringMatching(/is of another state of the project: "lib\/half\.ts" has changed since.*build-manifest/),
  ]);
  // made anew in its place
  expect((await it.run("build-manifest", "--out", ".")).code).toBe(0);
  expect((await it.run("validate")).code).toBe(0);

  await compile(it.project.directory, join(it.project.directory, "dist"));
  await it.project.write("dist/headwater.manifest.json", JSON.stringify({ ...JSON.parse(await it.project.read("headwater.manifest.json")), assets: {} }));
  const unknown = await it.run("validate", "dist/headwater.config.js");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('it does not know "one"')]);

  await it.project.write("dist/headwater.manifest.json", '{ "format": 2 }');
  const invalid = await it.run("validate", "dist/headwater.config.js");
  expect([invalid.code, invalid.stderr]).toEqual([2, expect.stringMatching(/cannot be read:.*format/s)]);
});
