/** Which captured values the `params` of an asset already count: those that stand in it as they are. */
import type { DeclaredName } from "./declared-names.ts";
import { memberPath } from "./member-path.ts";
import { lookUp } from "./scope.ts";
import { type SyntaxNode, staticName, unwrapped } from "./syntax.ts";
import { pathInPattern, type Value } from "./values.ts";

/** @returns Where in `params` a value stands that is read of a captured name, as text; `null`: nowhere. */
export type Coverage = (declared: DeclaredName, path: readonly string[]) => string | null;

export const coversNothing: Coverage = () => null;

interface Covered {
  readonly declared: DeclaredName;
  readonly path: readonly string[];
  readonly where: string;
}

/** @param params The expression that was given for `params`. */
export function coverageOf(params: Value): Coverage {
  const found: Covered[] = [];
  collect(params, "", found, 0);
  return (declared, path) => {
    for (const one of found) {
      if (one.declared.identifier === declared.identifier && one.path.every((name, index) => path[index] === name))
        return JSON.stringify([one.where, ...path.slice(one.path.length)]);
    }
    return null;
  };
}

/** Through literals and spreads; what is called or computed may hold only a part of a value. */
function collect(value: Value, where: string, found: Covered[], depth: number): void {
  const node = unwrapped(value.node);
  const inner = (next: SyntaxNode, name: string): void => collect({ ...value, node: next }, `${where}.${name}`, found, depth);
  if (node.type === "ObjectExpression") {
    for (const property of node.properties as readonly SyntaxNode[]) {
      const name = property.type === "SpreadElement" ? null : staticName(property.key, property.computed);
      if (property.type === "SpreadElement") inner(property.argument, "...");
      else if (name !== null && property.kind === "init") inner(property.value, name);
    }
  } else if (node.type === "ArrayExpression") {
    for (const [index, element] of (node.elements as readonly (SyntaxNode | null)[]).entries())
      if (element !== null) inner(element.type === "SpreadElement" ? element.argument : element, element.type === "SpreadElement" ? "..." : String(index));
  } else read(value, node, where, found, depth);
}

function read(value: Value, node: SyntaxNode, where: string, found: Covered[], depth: number): void {
  const { root, path } = memberPath(node);
  const named = root === null ? null : lookUp(value.site.around, root.name);
  if (named === null || depth > 20) return;
  const { declared, scope } = named;
  found.push({ declared, path, where });
  const site = { ...value.site, around: scope };
  if (declared.kind !== "const" || declared.node.type !== "VariableDeclarator" || declared.node.init === null) return;
  if (path.length === 0 && declared.node.id.type === "Identifier") collect({ node: declared.node.init, site }, where, found, depth + 1);
}

/** What a destructured constant reads, such as `item.rate` for `const { rate } = item`. */
export function sourceOf(declared: DeclaredName): { readonly node: SyntaxNode; readonly path: readonly string[] } | null {
  if (declared.node.type !== "VariableDeclarator" || declared.node.init === null) return null;
  const path = pathInPattern(declared.node.id, declared.identifier);
  return path === null ? null : { node: declared.node.init, path };
}
