/** How changes of code look in a terminal. */
import colors from "picocolors";
import { expect, test } from "vitest";
import { printChanges, type ShownChange } from "./code-view.ts";
import type { Terminal } from "./terminal.ts";

const change: ShownChange = {
  ...{ asset: "clean", kind: "DECLARATION", change: "CHANGED", name: "normalise", file: "lib/units.ts", line: 4, fromLine: 4, through: "run" },
  ...{ from: "1", to: "2", message: "`normalise` in `lib/units.ts` changed (reached through `run`)" },
  diff: { text: "@@ -4,2 +4,2 @@\n const a = 1;\n-return a;\n+return 2 * a; \u001b[2J", omittedLines: 3 },
};

function printed(changes: readonly ShownChange[], palette: Terminal["colors"]): readonly string[] {
  const lines: string[] = [];
  const terminal: Pick<Terminal, "colors" | "width" | "print"> = {
    colors: palette,
    width: Number.POSITIVE_INFINITY,
    print: (line = "") => void lines.push(line),
  };
  printChanges(terminal as Terminal, changes);
  return lines;
}

test("a change is told with its place and its diff, how much is left out, and nothing of it is carried out", () => {
  expect(printed([change], colors.createColors(false))).toEqual([
    "",
    "What changed in the code",
    "  `normalise` in `lib/units.ts` changed (reached through `run`)  lib/units.ts:4, of clean",
    "    @@ -4,2 +4,2 @@",
    "     const a = 1;",
    "    -return a;",
    "    +return 2 * a; \uFFFD[2J",
    "    … and 3 more lines",
  ]);
});

test("what came is green and what went is red, where there are colours", () => {
  const lines = printed([change], colors.createColors(true));
  expect(lines).toContain("    \u001b[31m-return a;\u001b[39m");
  expect(lines.some((line) => line.startsWith("    \u001b[32m+return 2 * a;"))).toBe(true);
});

test("of many changes the first are told, and of what is no declaration the words alone", () => {
  const upgraded: ShownChange = { ...change, kind: "PACKAGE", name: "ms", file: null, line: null, message: "package `ms` 1 -> 2", diff: null };
  expect(printed([upgraded], colors.createColors(false)).slice(2)).toEqual(["  package `ms` 1 -> 2  of clean"]);
  expect(printed(Array(12).fill(upgraded), colors.createColors(false)).at(-1)).toBe("  … and 2 more changes: see --json");
  expect(printed([], colors.createColors(false))).toEqual([]);
});
