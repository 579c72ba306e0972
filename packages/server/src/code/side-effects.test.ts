/** What side effects add to what a definition reaches, and what people are told about it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CodeGraph } from "./code-graph.ts";
import { createModuleCache } from "./local-module.ts";
import { Hashes } from "./merkle.ts";
import { Reach } from "./reach.ts";
import { SideEffects } from "./side-effects.ts";

const directory = mkdtempSync(join(tmpdir(), "headwater-side-effects-"));
afterAll(() => rmSync(directory, { recursive: true }));

function reachOf(text: string): Reach {
  const graph = new CodeGraph(createModuleCache(), []);
  const file = join(directory, "x.ts");
  writeFileSync(file, text);
  const reach = new Reach();
  new SideEffects(graph, [graph.module(file)], { madeIn: () => false, hashes: new Hashes() }).addTo(reach);
  return reach;
}

test("a declaration that counts for its effect alone is reached through its module, as it is no part of a definition", () => {
  const reach = reachOf('const setup = () => (process.env.HW_X = "1");\nexport const done = setup();\n');
  expect([...reach.nodes].map(([{ name }, through]) => [name, through])).toEqual([
    ["done", "x.ts"],
    ["setup", "done"],
  ]);
});

test("the module of a statement that counts is among the files, and its other statements do not count for that", () => {
  const reach = reachOf('process.env.HW_X = "1";\nperformance.mark("x");\n');
  expect([...reach.files].map(({ file }) => basename(file))).toEqual(["x.ts"]);
  expect(reach.size).toBe(1);
});
