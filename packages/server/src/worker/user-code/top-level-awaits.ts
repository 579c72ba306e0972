/** Where a module waits while it is imported. */
import { readFileSync } from "node:fs";
import { type Span, Visitor } from "oxc-parser";
import { lineAt } from "./module-problem.ts";
import { parseModule } from "./parse-module.ts";

/** `file:line` of every `await` outside of functions; none where the file is no module that can be parsed. */
export function topLevelAwaits(file: string): readonly string[] {
  try {
    const source = readFileSync(file, "utf8");
    return awaitsIn(file, source).map((position) => `${file}:${lineAt(source, position)}`);
  } catch {
    return [];
  }
}

function awaitsIn(file: string, source: string): readonly number[] {
  const functions: Span[] = [];
  const awaits: number[] = [];
  const inside = (node: Span): void => void functions.push(node);
  new Visitor({
    FunctionDeclaration: inside,
    FunctionExpression: inside,
    ArrowFunctionExpression: inside,
    AwaitExpression: ({ start }) => void awaits.push(start),
    ForOfStatement: (node) => {
      if (node.await) awaits.push(node.start);
    },
  }).visit(parseModule(file, source).program);
  return awaits.filter((position) => !functions.some(({ start, end }) => start <= position && position < end));
}
