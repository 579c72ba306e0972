/** Decorators run in no Node yet and are not compiled: told by their place instead of as an unexpected character. */
import { type Program, Visitor } from "oxc-parser";
import { lineAt, ModuleProblem } from "./module-problem.ts";

/** @throws ModuleProblem */
export function refuseDecorators(file: string, source: string, program: Program): void {
  if (!source.includes("@")) return;
  new Visitor({
    Decorator({ start }) {
      throw new ModuleProblem("decorators are not supported", { file, line: lineAt(source, start) }, { code: "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" });
    },
  }).visit(program);
}
