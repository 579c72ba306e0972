import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadwaterError } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { entryProblem } from "./definition-problem.ts";
import { loadDefinitions } from "./load-definitions.ts";

test("a file that does not exist is named", async () => {
  await expect(loadDefinitions("/nowhere/headwater.config.ts")).rejects.toThrow('There is no file "/nowhere/headwater.config.ts"');
});

test.each([
  ["export const assets = [];", "is missing, not the result of define()"],
  ["export default null;", "is null, not the result of define()"],
  ["export default 5;", "is a number, not the result of define()"],
  ["export default {};", "is an object of another kind, not the result of define()"],
])("a default export that is no definitions is told: %s", async (content, says) => {
  const directory = await mkdtemp(join(tmpdir(), "headwater-"));
  try {
    const entry = join(directory, "headwater.config.mjs");
    await writeFile(entry, content);
    await expect(loadDefinitions(entry)).rejects.toThrow(says);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("what user code throws is placed at its first own frame", () => {
  const thrown = new Error("not today");
  thrown.stack = `Error: not today
    at node:internal/modules/run_main:123:12
    at define (file:///app/node_modules/@headwater/core/dist/index.js:3:9)
    at file:///app/pipeline.ts:7:11`;
  expect(entryProblem("/app/headwater.config.ts", thrown)).toMatchObject({
    code: "ENTRY_FAILED",
    message: '"/app/headwater.config.ts" cannot be loaded: not today (/app/pipeline.ts:7)',
    cause: thrown,
  });
});

test("a syntax error is placed at the line that stands above its stack", () => {
  const thrown = new SyntaxError("Unexpected token ';'");
  thrown.stack =
    "file:///app/pipeline.ts:3\nexport default {;\n                ^\n\nSyntaxError: Unexpected token ';'\n    at compileSourceTextModule (node:internal:1:1)";
  expect(entryProblem("/app/headwater.config.ts", thrown)).toMatchObject({
    message: expect.stringContaining("SyntaxError: Unexpected token ';' (/app/pipeline.ts:3)"),
  });
});

test("errors that Headwater reports itself pass as they are", () => {
  const error = new HeadwaterError("ENTRY_MISSING", { path: "/x" });
  expect(entryProblem("/app/headwater.config.ts", error)).toBe(error);
});
