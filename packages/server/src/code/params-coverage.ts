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
  /** It is spread there, and these members of it are overridden. `null`: it stands there itself. */
  readonly spread: ReadonlySet<string> | null;
}

/** @param params The expression that was given for `params`. */
export function coverageOf(params: Value): Coverage {
  const found: Covered[] = [];
  collect(params, { where: "", spread: null }, found, 0);
  return (declared, path) => {
    for (const one of found) {
      const stands = one.declared.identifier === declared.identifier && one.path.every((name, index) => path[index] === name);
      const member = path[one.path.length];
      if (stands && (one.spread === null || (member !== undefined && !one.spread.has(member))))
        return JSON.stringify([one.where, ...path.slice(one.path.length)]);
    }
    return null;
  };
}

type Place = Pick<Covered, "where" | "spread">;

/** Through literals and spreads; what is called or computed may hold only a part of a value. */
function collect(value: Value, place: Place, found: Covered[], depth: number): void {
  const node = unwrapped(value.node);
  if (node.type === "ObjectExpression") collectMembers(value, node.properties, place, found, depth);
  else if (node.type === "ArrayExpression") collectElements(value, node.elements, place, found, depth);
  else read(value, node, place, found, depth);
}

function collectMembers(value: Value, properties: readonly SyntaxNode[], { where, spread }: Place, found: Covered[], depth: number): void {
  for (const [index, property] of properties.entries()) {
    const isSpread = property.type === "SpreadElement";
    const name = isSpread ? null : staticName(property.key, property.computed);
    const later = properties.slice(index + 1).map((other) => (other.type === "SpreadElement" ? null : staticName(other.key, other.computed)));
    const overriding = new Set([...later, ...(spread ?? [])].filter((other) => other !== null));
    if (later.includes(null)) continue;
    if (isSpread) collect({ ...value, node: property.argument }, { where: `${where}....`, spread: overriding }, found, depth);
    else if (name !== null && property.kind === "init" && !overriding.has(name))
      collect({ ...value, node: property.value }, { where: `${where}.${name}`, spread: null }, found, depth);
  }
}

/** Where two lists are spread, nothing tells where one ends. */
function collectElements(value: Value, elements: readonly (SyntaxNode | null)[], { where }: Place, found: Covered[], depth: number): void {
  const spreads = elements.filter((element) => element?.type === "SpreadElement").length;
  for (const [index, element] of elements.entries()) {
    if (element === null) continue;
    if (element.type !== "SpreadElement") collect({ ...value, node: element }, { where: `${where}.${index}`, spread: null }, found, depth);
    else if (spreads === 1) collect({ ...value, node: element.argument }, { where: `${where}....`, spread: null }, found, depth);
  }
}

function read(value: Value, node: SyntaxNode, place: Place, found: Covered[], depth: number): void {
  const { root, path } = memberPath(node);
  const named = root === null ? null : lookUp(value.site.around, root.name);
  if (named === null || depth > 20) return;
  const { declared, scope } = named;
  found.push({ declared, path, ...place });
  const site = { ...value.site, around: scope };
  if (declared.kind !== "const" || declared.node.type !== "VariableDeclarator" || declared.node.init === null) return;
  if (path.length === 0 && declared.node.id.type === "Identifier") collect({ node: declared.node.init, site }, place, found, depth + 1);
}

/** What a destructured constant reads, such as `item.rate` for `const { rate } = item`. */
export function sourceOf(declared: DeclaredName): { readonly node: SyntaxNode; readonly path: readonly string[] } | null {
  if (declared.node.type !== "VariableDeclarator" || declared.node.init === null) return null;
  const path = pathInPattern(declared.node.id, declared.identifier);
  return path === null ? null : { node: declared.node.init, path };
}
