/** Shows an error and says which exit code it means. Expected ones have a fix and no stack. */
import { inspect } from "node:util";
import type { Problem } from "@headwater/core/engine";
import { type ExitCode, exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** Thrown where a command stops because the user asked for it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

interface ExpectedError extends Error {
  readonly code: string;
  readonly fix: string;
  readonly kind: "definition" | "request" | "user" | "system";
}

/** By name and not by class: definitions may have been loaded with another copy of the package. */
const isExpected = (error: unknown): error is ExpectedError => error instanceof Error && error.name === "HeadwaterError" && "fix" in error;
const isDefinitionError = (error: unknown): error is Error & { readonly problems: readonly Problem[] } =>
  error instanceof Error && error.name === "DefinitionError" && "problems" in error;

export function reportError(terminal: Terminal, error: unknown): ExitCode {
  terminal.progress(null);
  if (error instanceof Interrupted) return exitCode.interrupted;
  const problems = problemsOf(error);
  if (terminal.json) terminal.document({ problems });
  for (const problem of problems) writeProblem(terminal, problem);
  if (isDefinitionError(error)) return exitCode.usage;
  if (isConnectionLoss(error)) return exitCode.usage;
  if (!isExpected(error)) {
    terminal.note("This is a bug in Headwater. Please report it with the lines above.");
    return exitCode.failed;
  }
  if (error.code === "PLAN_BLOCKED") return exitCode.blocked;
  return error.kind === "user" ? exitCode.failed : exitCode.usage;
}

/** Postgres was stopped or restarted while a command used it: no fault of anybody's code. */
const isConnectionLoss = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^Connection terminated|^Client has encountered a connection error/.test(error.message) ||
    ("code" in error && typeof error.code === "string" && /^(08|57P)\w+$|^ECONN(REFUSED|RESET)$/.test(error.code)));

type ShownProblem = Omit<Problem, "asset">;

function problemsOf(error: unknown): readonly ShownProblem[] {
  if (isDefinitionError(error)) return error.problems;
  const nowhere = { severity: "error", file: null, line: null } as const;
  if (isExpected(error)) return [{ ...nowhere, code: error.code, message: error.message, fix: error.fix }];
  if (isConnectionLoss(error)) {
    const fix = "Check that Postgres is running, and try again. A run that was started goes on by itself once a worker is there.";
    return [{ ...nowhere, code: "DATABASE_LOST", message: `The connection to the database broke: ${error.message}.`, fix }];
  }
  return [{ ...nowhere, code: "BUG", message: error instanceof Error ? (error.stack ?? error.message) : inspect(error), fix: "" }];
}

export function writeProblem({ colors }: Terminal, { severity, message, file, line, fix }: ShownProblem): void {
  const mark = severity === "error" ? colors.red("✗") : colors.yellow("!");
  const place = file === null ? "" : `\n  ${file}${line === null ? "" : `:${line}`}`;
  process.stderr.write(`${mark} ${message}${colors.dim(place)}${fix === "" ? "" : `\n  ${fix}`}\n`);
}
