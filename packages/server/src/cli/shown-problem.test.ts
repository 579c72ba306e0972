import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DefinitionError, HeadwaterError, type Problem } from "@headwater/core/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problemsOf } from "./shown-problem.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-"));
  await writeFile(join(directory, "a.ts"), `one\ntwo\r\n\u0007three\n${"x".repeat(10_000)}\nfive\nsix\n`);
});
afterAll(() => rm(directory, { recursive: true }));

const problem = (file: string, line: number): Problem => ({
  code: "X",
  severity: "error",
  message: "m",
  fix: "f",
  asset: null,
  file: join(directory, file),
  line,
});
const frameAt = (file: string, line: number) => problemsOf(new DefinitionError([problem(file, line)]))[0]?.frame ?? null;

test("two lines on both sides of the place are shown, long ones cut and without control characters", () => {
  expect(frameAt("a.ts", 3)?.split("\n")).toEqual(["  1 | one", "  2 | two", "> 3 | \uFFFDthree", "    | ^", `  4 | ${"x".repeat(160)}`, "  5 | five"]);
});

test("there is none where the file or the line does not exist", () => {
  expect([frameAt("nothing.ts", 1), frameAt("a.ts", 99), frameAt(".", 1)]).toEqual([null, null, null]);
});

test("an error of an entry file is placed by its details, any other nowhere", () => {
  const place = `${join(directory, "a.ts")}:2`;
  expect(problemsOf(new HeadwaterError("ENTRY_FAILED", { path: "/entry.ts", problem: "p", place }))).toMatchObject([
    { code: "ENTRY_FAILED", file: join(directory, "a.ts"), line: 2, frame: expect.stringContaining("> 2 | two") },
  ]);
  expect(problemsOf(new HeadwaterError("ENTRY_MISSING", { path: "/entry.ts" }))).toMatchObject([{ file: null, line: null, frame: null }]);
});
