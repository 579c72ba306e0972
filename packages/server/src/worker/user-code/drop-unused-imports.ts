/** Leaves out imports that are used as types alone, as compilers do. */
import type { EcmaScriptModule, StaticImport } from "oxc-parser";
import { compile } from "./compile.ts";
import { projectOf } from "./compiler-options.ts";
import { type Edit, onTheLinesOf } from "./edit.ts";
import { parseModule } from "./parse-module.ts";

/** @returns nothing where `verbatimModuleSyntax` says that imports are meant as written */
export function dropUnusedImports(file: string, source: string, { staticImports }: EcmaScriptModule): readonly Edit[] {
  if (projectOf(file).options.verbatimModuleSyntax === true || staticImports.every(({ entries }) => entries.length === 0)) return [];
  const used = usedImports(file, source);
  return staticImports.flatMap((statement) => {
    const kept = statement.entries.filter(({ localName, isType }) => !isType && used.has(localName.value));
    if (kept.length === statement.entries.length) return [];
    return [onTheLinesOf(source, statement, used.get(kept[0]?.localName.value ?? "") ?? "")];
  });
}

/** The import statements that a compiler keeps, by the names that they bring. */
function usedImports(file: string, source: string): ReadonlyMap<string, string> {
  const code = compile(file, source, { withMap: false });
  const statements: readonly StaticImport[] = parseModule(`${file}.mjs`, code).module.staticImports;
  return new Map(statements.flatMap(({ start, end, entries }) => entries.map(({ localName }) => [localName.value, code.slice(start, end)])));
}
