/** Parses a module of the user; a syntax error names its line. */
import { type ParseResult, parseSync } from "oxc-parser";
import { lineAt, ModuleProblem } from "./module-problem.ts";

/** @throws ModuleProblem */
export function parseModule(file: string, source: string): ParseResult {
  const parsed = parseSync(file, source);
  const error = parsed.errors.find(({ severity }) => severity === "Error");
  if (error === undefined) return parsed;
  const line = lineAt(source, error.labels[0]?.start ?? 0);
  throw new ModuleProblem(error.message, { file, line }, { code: "ERR_INVALID_TYPESCRIPT_SYNTAX" });
}
