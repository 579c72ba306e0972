/** Definitions whose import does not come to an end: commands end all the same, and say where it hangs. */
import { expect, test } from "vitest";
import { headwater } from "./headwater-process.ts";
import { temporaryProject } from "./temporary-project.ts";

const entry = `import { helper } from "./helper.ts";
helper();
export default define({ include: [] });`;

/** What `headwater validate` says of a project with this helper, and how long it took. */
async function validate(helper: string, environment: Readonly<Record<string, string>> = {}) {
  await using project = await temporaryProject(entry, { "helper.ts": helper });
  const began = performance.now();
  const ended = await headwater(["validate"], { cwd: project.directory, environment });
  return { ...ended, seconds: (performance.now() - began) / 1_000 };
}
const brief = { HEADWATER_IMPORT_TIMEOUT: "1" };

test("a loop that does not end is ended, and named by its file and line", { timeout: 60_000 }, async () => {
  const { code, stderr } = await validate("type T = number;\nexport function helper(): void {\n  let x: T = 0;\n  for (;;) x += 1;\n}\n", brief);
  expect(code).toBe(2);
  expect(stderr).toMatch(/headwater\.config\.ts" was not loaded within 1 s: it is still busy \(.*helper\.ts:4\)\n/);
  expect(stderr).toContain("  > 4 |   for (;;) x += 1;");
  expect(stderr).not.toContain("debugger");
});

test("so is one that only awaits what is there already", { timeout: 60_000 }, async () => {
  const { code, stderr } = await validate("export const helper = () => 1;\nfor (;;) {\n  await 1;\n}\n", brief);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/it is still busy \(.*helper\.ts:[234]\)/)]);
});

test("an await for what cannot happen any more is told at once, without waiting for the limit", { timeout: 60_000 }, async () => {
  const { code, stderr, seconds } = await validate("export const helper = () => 1;\nawait new Promise(() => {});\n");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/it waits outside of functions for something that has not happened yet \(.*helper\.ts:2\)/)]);
  expect(seconds).toBeLessThan(30);
});

test("an await for what takes too long is given up", { timeout: 60_000 }, async () => {
  const helper = "export const helper = () => 1;\nawait new Promise((resolve) => setTimeout(resolve, 60_000));\n";
  expect(await validate(helper, brief)).toMatchObject({ code: 2, stderr: expect.stringMatching(/within 1 s: it waits outside of functions .*helper\.ts:2\)/) });
});

test("a call of the system that cannot be ended ends the process, with a word", { timeout: 60_000 }, async () => {
  const helper = 'import { execFileSync } from "node:child_process";\nexport const helper = () => execFileSync("sleep", ["20"]);\n';
  expect(await validate(helper, brief)).toMatchObject({
    signal: "SIGKILL",
    stderr: expect.stringContaining("was not loaded within 1 s: it keeps the process busy"),
  });
});
