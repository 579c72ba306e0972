/** What changed in the text of a declaration: a unified diff with the line numbers of its file. */
import type { CodeChange } from "@headwater/core/engine";
import { structuredPatch } from "diff";

export interface CodeDiff {
  /** Hunks as `diff -u` writes them, without the names of files; lines of more than {@link longestLine} characters are cut. */
  readonly text: string;
  /** How many lines are left out at the end. */
  readonly omittedLines: number;
}

/** Nobody reads more; who wants to has the files. */
const mostLines = 120;
const longestLine = 400;
const contextLines = 3;

/** Beyond this many changed lines, the search for the shortest diff is given up: all is gone and all is new. */
const maxEditLength = 2_000;

/** Hashes of the texts that the diffs of some changes need. */
export const textsNeeded = (changes: readonly CodeChange[]): readonly string[] =>
  changes.filter(({ kind }) => kind === "DECLARATION").flatMap(({ from, to }) => [...(from === null ? [] : [from]), ...(to === null ? [] : [to])]);

/** `null` for what is no declaration, and where a text was not kept. */
export function codeDiff(change: CodeChange, texts: ReadonlyMap<string, string>): CodeDiff | null {
  const before = textOf(change.from, texts);
  const after = textOf(change.to, texts);
  if (change.kind !== "DECLARATION" || before === undefined || after === undefined) return null;
  const lines = hunksOf(before, after).flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines, change.fromLine)} +${range(newStart, newLines, change.line)} @@`,
    ...lines.filter((line) => !line.startsWith("\\")),
  ]);
  const shown = lines.slice(0, mostLines).map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return { text: shown.join("\n"), omittedLines: lines.length - shown.length };
}

const textOf = (hash: string | null, texts: ReadonlyMap<string, string>): string | undefined => (hash === null ? "" : texts.get(hash));

interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

function hunksOf(before: string, after: string): readonly Hunk[] {
  const patch = structuredPatch("", "", endedLine(before), endedLine(after), undefined, undefined, { context: contextLines, maxEditLength });
  if (patch !== undefined) return patch.hunks;
  const [gone, added] = [before.split("\n"), after.split("\n")];
  const lines = [...gone.map((line) => `-${line}`), ...added.map((line) => `+${line}`)];
  return [{ oldStart: 1, oldLines: gone.length, newStart: 1, newLines: added.length, lines }];
}

const endedLine = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** A declaration begins somewhere in its file; what is on one side alone is nowhere on the other. */
const range = (start: number, lines: number, declaredAt: number | null): string => `${lines === 0 ? 0 : start + (declaredAt ?? 1) - 1},${lines}`;
