/** An error as people see it: what is wrong, where, what to do, and the code around the place. */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { codeFrameColumns } from "@babel/code-frame";
import type { Problem, ShownProblem } from "@headwater/core/engine";

export interface ExpectedError extends Error {
  readonly code: string;
  readonly fix: string;
  readonly kind: "definition" | "request" | "user" | "system";
}

/** By name and not by class: definitions may have been loaded with another copy of the package. */
export const isExpected = (error: unknown): error is ExpectedError => error instanceof Error && error.name === "HeadwaterError" && "fix" in error;
export const isDefinitionError = (error: unknown): error is Error & { readonly problems: readonly Problem[] } =>
  error instanceof Error && error.name === "DefinitionError" && "problems" in error;

/** Postgres was stopped or restarted while a command used it: no fault of anybody's code. */
export const isConnectionLoss = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^Connection terminated|^Client has encountered a connection error/.test(error.message) ||
    ("code" in error && typeof error.code === "string" && /^(08|57P)\w+$|^ECONN(REFUSED|RESET)$/.test(error.code)));

/** Never empty. */
export const problemsOf = (error: unknown): readonly ShownProblem[] => thrownProblems(error).map(withFrame);

function thrownProblems(error: unknown): readonly Problem[] {
  if (isDefinitionError(error)) return error.problems;
  const nowhere = { severity: "error", asset: null, file: null, line: null } as const;
  if (isExpected(error)) return [{ ...nowhere, code: error.code, message: error.message, fix: error.fix, ...placeIn(error) }];
  if (isConnectionLoss(error)) {
    const fix = "Check that Postgres is running, and try again. A run that was started goes on by itself once a worker is there.";
    return [{ ...nowhere, code: "DATABASE_LOST", message: `The connection to the database broke: ${error.message}.`, fix }];
  }
  return [{ ...nowhere, code: "BUG", message: error instanceof Error ? (error.stack ?? error.message) : inspect(error), fix: "" }];
}

/** The place that the details of an error name as `file:line`. */
function placeIn(error: ExpectedError): Partial<Pick<Problem, "file" | "line">> {
  const place = "details" in error ? (error.details as { readonly place?: unknown }).place : null;
  const [, file, line] = /^(.+):(\d+)$/.exec(typeof place === "string" ? place : "") ?? [];
  return file === undefined ? {} : { file, line: Number(line) };
}

/** The problem with the code around its line, where that can be read. */
export const withFrame = (problem: Problem): ShownProblem => ({
  ...problem,
  frame: problem.file === null || problem.line === null ? null : codeFrame(problem.file, problem.line),
});

const linesAround = 2;
const longestLine = 160;

function codeFrame(file: string, line: number): string | null {
  const first = Math.max(1, line - linesAround);
  try {
    const lines = readFileSync(file, "utf8")
      .split(/\r?\n/)
      .slice(first - 1, line + linesAround);
    if (lines.length <= line - first) return null;
    const shown = lines.map((text) => text.slice(0, longestLine).replaceAll(/[^\P{Cc}\t]/gu, "\uFFFD"));
    return codeFrameColumns(shown.join("\n"), { start: { line, column: 0 } }, { startLine: first, linesAbove: linesAround, linesBelow: linesAround });
  } catch {
    return null;
  }
}
