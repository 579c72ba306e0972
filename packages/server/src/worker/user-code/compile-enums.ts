/** Enums of a module as JavaScript in their places: all else keeps its text, so an enum beside an asset is no change of the asset. */
import type { Span } from "oxc-parser";
import { compile } from "./compile.ts";
import { type Edit, onTheLinesOf } from "./edit.ts";
import { parseModule } from "./parse-module.ts";

/** @returns `null` where they cannot be written in one line each */
export function compileEnums(file: string, source: string, enums: readonly Span[]): readonly Edit[] | null {
  if (enums.length === 0) return [];
  const code = compile(file, enums.map(({ start, end }) => source.slice(start, end)).join("\n"), { withMap: false });
  const { program, comments } = parseModule(`${file}.mjs`, code);
  if (program.body.length !== enums.length || comments.some(({ type }) => type === "Line") || code.includes("`")) return null;
  return enums.map((span, index) => {
    const { start, end } = program.body[index] ?? { start: 0, end: 0 };
    return onTheLinesOf(source, span, code.slice(start, end).replaceAll(/\s*\n\s*/g, " "));
  });
}
