/** Shows an error and says which exit code it means. Expected ones have a fix and no stack. */
import type { ShownProblem } from "@headwater/core/engine";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { isConnectionLoss, isDefinitionError, isExpected, problemsOf } from "./shown-problem.ts";
import type { Terminal } from "./terminal.ts";

/** Thrown where a command stops because the user asked for it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

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

export function writeProblem({ colors }: Terminal, { severity, message, file, line, fix, frame }: ShownProblem): void {
  const mark = severity === "error" ? colors.red("✗") : colors.yellow("!");
  const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}`;
  const where = place === "" || message.includes(place) ? "" : `\n  ${colors.dim(place)}`;
  const code = frame === null ? "" : `\n${indented(frame)}`;
  process.stderr.write(`${mark} ${message}${where}${code}${fix === "" ? "" : `\n  ${fix}`}\n`);
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
