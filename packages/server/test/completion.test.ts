/** Completion as a user of bash has it: a real shell, and the Tab key. */
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inTerminal } from "./pseudo-terminal.ts";
import { temporaryProject } from "./temporary-project.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const tab = "\t";
/** Takes what was typed away. */
const controlU = "\u0015";

test("Tab completes commands, options, their values and the assets of the project", { timeout: 60_000 }, async () => {
  await using project = await temporaryProject(`
console.log("what user code prints is no completion");
const numbers = source("raw/numbers", csvFile("numbers.csv", z.object({ n: z.coerce.number() })));
const hot = asset("weather/hot_days", { inputs: { numbers }, output: z.number(), run: async ({ numbers }) => (await numbers.rows()).length });
export default define({ include: [numbers, hot] });`);
  const program = join(project.directory, "headwater");
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" --conditions=@headwater/source "${main}" "$@"\n`);
  await chmod(program, 0o755);
  const env = { PATH: `${project.directory}:${process.env.PATH}`, HOME: project.directory, TERM: "xterm-256color", PS1: "$ " };
  await using shell = inTerminal("bash", ["--norc", "--noprofile"], { cwd: project.directory, env });
  await shell.shows(/\$ *$/);
  shell.press("source <(headwater completion bash); echo loaded\r");
  await shell.shows(/^loaded\n\$ *$/m);
  for (const [typed, completed] of [
    ["headwater mate", "headwater materialize"],
    ["headwater status --obs", "headwater status --observe"],
    ["headwater plan --mode=a", "headwater plan --mode=all"],
    ["headwater status weather/", "headwater status weather/hot_days"],
    ["headwater why raw", "headwater why raw/numbers"],
    ["headwater status +wea", "headwater status +weather/hot_days"],
    ["headwater validate --entry headwater.c", "headwater validate --entry headwater.config.ts"],
  ] as const) {
    shell.press(typed + tab);
    await shell.shows(new RegExp(`\\$ ${completed.replaceAll(/[+./]/g, "\\$&")} *$`));
    shell.press(controlU);
    await shell.shows(/\$ *$/);
  }
  expect(shell.lines().join("\n")).not.toContain("no completion");
  shell.press("exit\r");
  expect(await shell.ended).toBe(0);
});
