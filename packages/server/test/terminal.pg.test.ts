/** Commands in a real terminal: what is drawn, when the window changes its size, and when Ctrl-C is pressed. */
import { stripVTControlCharacters } from "node:util";
import { testDatabase } from "@headwater/testkit";
import { expect, test } from "vitest";
import { widthOf } from "../src/cli/fit-text.ts";
import { controlC, headwaterInTerminal, type TerminalOptions } from "./pseudo-terminal.ts";
import { temporaryProject } from "./temporary-project.ts";

/** Steps that wait until a file says how far they are. */
const slow = `
import { setTimeout as sleep } from "node:timers/promises";
const told = (name: string) => (existsSync(new URL(name, import.meta.url)) ? readFileSync(new URL(name, import.meta.url), "utf8") : "");
const work = (name: string) => async (_: object, { progress, signal }: { progress(fraction: number): void; signal: AbortSignal }) => {
  for (let last = ""; ; await sleep(20, undefined, { signal })) {
    const now = told(name);
    if (now === "done") return 1;
    if (now !== last) progress(Number(now));
    last = now;
  }
};
const numbers = source("raw/numbers", csvFile("numbers.csv", z.object({ n: z.coerce.number() })));
const quick = asset("weather/quick", { inputs: { numbers }, output: z.number(), run: async ({ numbers }) => (await numbers.rows()).length });
const long = asset("weather/stations/observatory/long_computation", { output: z.number(), run: work("long") });
const other = asset("weather/天気", { output: z.number(), run: work("other") });
export default define({ include: [numbers, quick, long, other] });`;

async function world(definitions = slow) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const project = stack.use(await temporaryProject(definitions, { "numbers.csv": "n\n1\n2\n" }));
  return {
    project,
    open: (args: readonly string[], options: Partial<TerminalOptions> = {}) =>
      stack.use(headwaterInTerminal(args, { cwd: project.directory, databaseUrl: database.url, ...options })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test("a run shows each step that runs with how far it is, and nothing of that stays", async () => {
  await using here = await world();
  const terminal = here.open(["materialize"], { columns: 120 });
  await terminal.shows(/. weather\/stations\/observatory\/long_computation .*\d s\n. weather\/天気 .*\d s\n1 of 3 steps$/);
  expect(terminal.isCursorShown).toBe(false);
  await here.project.write("long", "0.5");
  await terminal.shows(/long_computation {2}━{10}┈{10} {2}50 % {2}\d+ s {2}\d+ s left\n/);
  await here.project.write("long", "done");
  await terminal.shows(/✓ weather\/stations\/observatory\/long_computation {2}.* ?m?s\n. weather\/天気 +\d+ s\n2 of 3 steps$/);
  await here.project.write("other", "done");
  expect(await terminal.ended).toBe(0);
  expect(terminal.isCursorShown).toBe(true);
  const lines = terminal.lines();
  expect(lines.filter((line) => line.startsWith("✓"))).toHaveLength(3);
  expect(lines.join("\n")).not.toMatch(/of 3 steps|[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
  expect(lines.at(-1)).toMatch(/^Run \S+ succeeded in .*: 3 computed$/);
});

test("the window becomes narrower and wider while a run goes on: what is drawn fits", async () => {
  await using here = await world();
  const terminal = here.open(["materialize"], { columns: 100 });
  await here.project.write("long", "0.25");
  await terminal.shows(/long_computation {2}━{5}┈{15} {2}25 %/);
  for (const [columns, shown] of [
    [40, "weather/stati…_computation  25 %  "],
    [20, "wea…on  25 %  "],
    [60, "weather/stations/observatory/long_computation  25 %  "],
    [200, "weather/stations/observatory/long_computation  ━━━━━┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈  25 %  "],
  ] as const) {
    terminal.resize(columns);
    await terminal.shows(new RegExp(`\\n. ${shown}.*\\n. we.*\\n1 of 3 steps$`));
  }
  terminal.press(controlC);
  expect(await terminal.ended).toBe(130);
});

test("Ctrl-C cancels the run, says so and gives the terminal back; the run is recorded as cancelled", async () => {
  await using here = await world();
  const terminal = here.open(["materialize"]);
  await terminal.shows(/1 of 3 steps$/);
  terminal.press(controlC);
  expect(await terminal.ended).toBe(130);
  expect(terminal.isCursorShown).toBe(true);
  const text = terminal.lines().join(" ").replaceAll(/ +/g, " ");
  expect(text).toContain("Cancelling the run. Press Ctrl-C again to leave at once.");
  expect(text).toMatch(/■ weather\/天気 cancelled: the run was cancelled/);
  expect(text).toMatch(/Run \S+ cancelled in [^:]*: 1 computed, 2 cancelled$/);
  const runs = here.open(["runs"]);
  expect(await runs.ended).toBe(0);
  expect(runs.lines().join("\n")).toContain("cancelled");
});

test("a second Ctrl-C leaves at once, with the cursor back", async () => {
  await using here = await world(slow.replace("{ signal })", "{})"));
  const terminal = here.open(["materialize"]);
  await terminal.shows(/1 of 3 steps$/);
  terminal.press(controlC);
  await terminal.shows(/Press Ctrl-C again/);
  // the same key held down for a moment is one wish
  await new Promise((resolve) => setTimeout(resolve, 400));
  terminal.press(controlC);
  expect(await terminal.ended).toBe(130);
  expect(terminal.isCursorShown).toBe(true);
});

test("Ctrl-C ends a command that has nothing to cancel", async () => {
  await using here = await world('console.log("loading"); await new Promise(() => setInterval(() => undefined, 1_000));');
  const terminal = here.open(["status"]);
  await terminal.shows(/loading/);
  terminal.press(controlC);
  expect(await terminal.ended).toBe(130);
});

test.each([20, 60])("status, plan and observe fit a terminal of %i columns", async (columns) => {
  await using here = await world();
  for (const args of [["observe"], ["status"], ["plan"]]) {
    const terminal = here.open(args, { columns });
    expect(await terminal.ended).toBe(0);
    // a line that was too long would have been broken by the terminal, in the middle of a word
    const written = stripVTControlCharacters(terminal.sent).split(/\r?\n/);
    expect(written.map(widthOf).filter((width) => width > columns)).toEqual([]);
    expect(terminal.lines().join("\n")).toMatch(/raw\/\S*bers/);
  }
});

test.each([20, 40, 100])("the help of every command and the answer to wrong usage fit a terminal of %i columns, with no word broken", async (columns) => {
  await using here = await world();
  for (const args of [["--help"], ["materialize", "--help"], ["gc", "--help"], ["value", "--help"], ["run", "--levl", "1"]]) {
    const terminal = here.open(args, { columns });
    await terminal.ended;
    const lines = stripVTControlCharacters(terminal.sent).split(/\r?\n/);
    // An option, a key or an address that is too long alone stays in one piece.
    expect(lines.filter((line) => widthOf(line) > columns && line.trim().includes(" "))).toEqual([]);
    expect(lines.join(" ").replaceAll(/\s+/g, " ")).toMatch(
      args[1] === "--levl" ? /Did you mean --level\?\) Add --help to see what it takes\./ : /Usage: headwater .*Examples/,
    );
  }
});

test("colours are for terminals; NO_COLOR takes them away, a dumb terminal gets plain lines", async () => {
  await using here = await world();
  const colour = "\u001B[35m";
  const sentWith = async (environment: Readonly<Record<string, string>>) => {
    const terminal = here.open(["status"], { environment });
    expect(await terminal.ended).toBe(0);
    return terminal.sent;
  };
  expect(await sentWith({})).toContain(colour);
  expect(await sentWith({ NO_COLOR: "1" })).not.toContain(colour);
  expect(await sentWith({ TERM: "dumb" })).not.toContain("\u001B");
  expect(await sentWith({ TERM: "dumb", FORCE_COLOR: "1" })).toContain(colour);
});
