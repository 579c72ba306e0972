/** Finds a call in the syntax of a module by the place that a stack names. */
import { type LocalModule, positionOf } from "./local-module.ts";
import { type Scope, within } from "./scope.ts";
import { isFunction, nodesIn, type SyntaxNode } from "./syntax.ts";

/** Where an expression stands: in a module, within functions, loops and blocks, called from somewhere. */
export interface Site {
  readonly module: LocalModule;
  /** `null`: at the top level. */
  readonly around: Scope | null;
  /** The innermost function around; `null`: the top level of the module. */
  readonly inside: SyntaxNode | null;
}

export interface CallSite extends Site {
  readonly call: SyntaxNode;
}

/** @param key What the first argument says where the place is not exact, as in code that was compiled. */
export function callSite(module: LocalModule, frame: { readonly line: number; readonly column: number }, key: string | null): CallSite | null {
  if (module.outline === null) return null;
  const position = positionOf(module, frame.line, frame.column);
  const path = pathTo(module.outline.program, position);
  const index = path.findLastIndex((node) => anchorOf(node) === position);
  if (index >= 0) return siteOf(module, path.slice(0, index + 1));
  return key === null ? null : siteOf(module, pathToKey(module.outline.program, key));
}

function siteOf(module: LocalModule, path: readonly SyntaxNode[]): CallSite | null {
  const call = path.at(-1);
  if (call === undefined) return null;
  const above = path.slice(1, -1);
  return { module, call, around: above.reduce<Scope | null>(within, null), inside: above.findLast(isFunction) ?? null };
}

/** Where a stack says that a call stands: at the name that is called. */
function anchorOf(node: SyntaxNode): number | null {
  if (node.type === "NewExpression") return node.start;
  if (node.type !== "CallExpression") return null;
  const { callee } = node;
  if (callee.type === "Identifier") return callee.start;
  return callee.type === "MemberExpression" ? callee.property.start : null;
}

/** From the program down to the innermost node at a position. */
function pathTo(program: SyntaxNode, position: number): readonly SyntaxNode[] {
  const path = [program];
  for (let node: SyntaxNode | null = program; node !== null; ) {
    node = childAt(node, position);
    if (node !== null) path.push(node);
  }
  return path;
}

function childAt(node: SyntaxNode, position: number): SyntaxNode | null {
  for (const field in node) {
    const value: unknown = node[field];
    if (typeof value !== "object" || value === null) continue;
    const found = Array.isArray(value) ? inList(value, position) : isAround(value as SyntaxNode, position) ? (value as SyntaxNode) : null;
    if (found !== null) return found;
  }
  return null;
}

const isAround = ({ type, start, end }: SyntaxNode, position: number): boolean => typeof type === "string" && start <= position && position < end;

/** Lists of nodes are in the order of the text; those of arrays and patterns may have holes. */
function inList(nodes: readonly (SyntaxNode | null)[], position: number): SyntaxNode | null {
  if (nodes.length < 16 || nodes.includes(null)) return nodes.find((node) => node !== null && isAround(node, position)) ?? null;
  let [low, high] = [0, nodes.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as SyntaxNode).start <= position) low = middle;
    else high = middle;
  }
  const found = nodes[low] as SyntaxNode;
  return isAround(found, position) ? found : null;
}

/** The path to the only call whose first argument is this text; empty where there is none, or several. */
function pathToKey(program: SyntaxNode, key: string): readonly SyntaxNode[] {
  const found = [...nodesIn(program)].filter((node) => node.type === "CallExpression" && node.arguments.length > 1 && node.arguments[0].value === key);
  const [only, more] = found;
  if (only === undefined || more !== undefined) return [];
  const path = pathTo(program, only.start);
  return path.slice(0, path.indexOf(only) + 1);
}
