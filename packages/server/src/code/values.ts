/** Follows expressions to what they stand for: constants, members of object literals, arguments of the calls that led to a definition. */
import type { CallSite, Site } from "./call-site.ts";
import type { CodeGraph } from "./code-graph.ts";
import type { DeclaredName } from "./declared-names.ts";
import { lookUp, type Scope } from "./scope.ts";
import { type SyntaxNode, staticName, unwrapped } from "./syntax.ts";

/** An expression where it stands. */
export interface Value {
  readonly node: SyntaxNode;
  readonly site: Site;
}

/** A property as it is written in an object literal. */
interface PropertyValue extends Value {
  readonly property: SyntaxNode;
}

export interface Properties {
  readonly byName: ReadonlyMap<string, PropertyValue>;
  /** Expressions that may hold further properties, or other ones. */
  readonly unknown: readonly Value[];
}

export class Values {
  readonly #graph: CodeGraph;
  /** The calls of one definition, the innermost first; `null` where a call was not found. */
  readonly #calls: readonly (CallSite | null)[];

  constructor(graph: CodeGraph, calls: readonly (CallSite | null)[]) {
    this.#graph = graph;
    this.#calls = calls;
  }

  /** What an expression stands for, as far as names lead to other expressions. */
  follow(value: Value): Value {
    let current = { ...value, node: unwrapped(value.node) };
    for (let steps = 0; steps < 50; steps++) {
      const next = this.#next(current);
      if (next === null) return current;
      current = { ...next, node: unwrapped(next.node) };
    }
    return current;
  }

  #next({ node, site }: Value): Value | null {
    if (node.type === "Identifier") return this.#named(node.name, site);
    if (node.type !== "MemberExpression") return null;
    const name = staticName(node.property, node.computed);
    if (name === null) return null;
    return this.#imported(node, name, site) ?? this.#property({ node: node.object, site }, name);
  }

  #named(name: string, site: Site): Value | null {
    const found = lookUp(site.around, name);
    if (found !== null) return this.captured(found.declared, found.scope, site);
    return this.#constant(site, name, []);
  }

  /** A member of a namespace. */
  #imported({ object }: SyntaxNode, member: string, site: Site): Value | null {
    const root = unwrapped(object);
    if (root.type !== "Identifier" || lookUp(site.around, root.name) !== null || !site.module.outline?.imports.has(root.name)) return null;
    return this.#constant(site, root.name, [member]);
  }

  #constant(site: Site, name: string, path: readonly string[]): Value | null {
    const link = this.#graph.linkOf(site.module, name, path);
    if (link?.kind !== "node" || link.suffix !== "") return null;
    const declaration = this.#graph.declared(link.node);
    const [syntax, more] = declaration?.nodes ?? [];
    if (syntax === undefined || more !== undefined || declaration?.constant !== true) return null;
    const there = { module: link.node.module, around: null, inside: null };
    if (syntax.type !== "VariableDeclarator") return { node: syntax, site: there };
    return syntax.init === null || syntax.id.type !== "Identifier" ? null : { node: syntax.init, site: there };
  }

  /** What a name of a function, loop or block around stands for: a constant, or an argument of the call that led there. */
  captured(declared: DeclaredName, scope: Scope, site: Site): Value | null {
    const { node, kind } = declared;
    if (kind === "parameter") return this.#argument(declared, scope);
    if (kind === "function") return { node, site: { ...site, around: scope } };
    if (kind !== "const" || node.type !== "VariableDeclarator" || node.init === null) return null;
    const value = { node: node.init, site: { ...site, around: scope } };
    return node.id.type === "Identifier" ? value : this.#destructured(node.id, declared, value);
  }

  #argument(declared: DeclaredName, scope: Scope): Value | null {
    const value = this.#given(declared, scope);
    if (value === null) return null;
    const { node: pattern } = declared;
    const target = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
    return target.type === "Identifier" ? value : this.#destructured(target, declared, value);
  }

  /** What the call gave for a parameter. */
  #given(declared: DeclaredName, { node: fn }: Scope): Value | null {
    const index = this.#calls.findIndex((call) => call !== null && call.inside === fn);
    const caller = index < 0 ? null : this.#calls[index + 1];
    if (!caller || this.follow({ node: caller.call.callee, site: caller }).node !== fn) return null;
    const place = (fn.params as readonly SyntaxNode[]).indexOf(declared.node);
    const given = (caller.call.arguments as readonly SyntaxNode[]).slice(0, place + 1);
    const argument = given[place];
    return argument === undefined || given.some(({ type }) => type === "SpreadElement") ? null : { node: argument, site: caller };
  }

  /** `({ run, ...rest }) =>`: the properties that are left of an argument. */
  #rest(name: string, site: Site): ReadonlyMap<string, PropertyValue> | null {
    const found = lookUp(site.around, name);
    if (found?.declared.kind !== "parameter") return null;
    const { declared, scope } = found;
    const properties: readonly SyntaxNode[] = declared.node.type === "ObjectPattern" ? declared.node.properties : [];
    if (!properties.some(({ type, argument }) => type === "RestElement" && argument === declared.identifier)) return null;
    const given = this.#given(declared, scope);
    const { byName, unknown } = given === null ? { byName: new Map(), unknown: [] } : this.properties(given);
    if (given === null || unknown.length > 0) return null;
    const taken = new Set(properties.map((property) => (property.type === "Property" ? staticName(property.key, property.computed) : null)));
    return new Map([...byName].filter(([own]) => !taken.has(own)));
  }

  /** `{ a: { b } }`: the member that a name of a pattern stands for. */
  #destructured(pattern: SyntaxNode, { identifier }: DeclaredName, value: Value): Value | null {
    const path = pathInPattern(pattern, identifier);
    return path?.reduce<Value | null>((current, name) => current && this.#property(current, name), value) ?? null;
  }

  #property(value: Value, name: string): Value | null {
    const { byName, unknown } = this.properties(value);
    return unknown.length > 0 ? null : (byName.get(name) ?? null);
  }

  /** The properties of an object literal, those of its spreads included. */
  properties(value: Value): Properties {
    const byName = new Map<string, PropertyValue>();
    const unknown: Value[] = [];
    this.#collect(value, byName, unknown);
    return { byName, unknown };
  }

  #collect(value: Value, byName: Map<string, PropertyValue>, unknown: Value[]): void {
    const { node, site } = this.follow(value);
    if (node.type !== "ObjectExpression") {
      const rest = node.type === "Identifier" ? this.#rest(node.name, site) : null;
      if (rest === null) unknown.push({ node, site });
      else for (const [name, property] of rest) byName.set(name, property);
      return;
    }
    for (const property of node.properties as readonly SyntaxNode[]) {
      if (property.type === "SpreadElement") {
        this.#collect({ node: property.argument, site }, byName, unknown);
        continue;
      }
      const name = staticName(property.key, property.computed);
      if (name === null || property.kind !== "init") unknown.push({ node: property.value, site });
      else byName.set(name, { node: property.value, site, property });
    }
  }
}

/** The names that lead to an identifier in a pattern of objects; `null` where it has a default, is a rest, or is in an array. */
export function pathInPattern(pattern: SyntaxNode, identifier: SyntaxNode): readonly string[] | null {
  if (pattern === identifier) return [];
  if (pattern.type !== "ObjectPattern") return null;
  for (const property of pattern.properties as readonly SyntaxNode[]) {
    if (property.type !== "Property") continue;
    const path = pathInPattern(property.value, identifier);
    const name = path === null ? null : staticName(property.key, property.computed);
    if (name !== null) return [name, ...(path ?? [])];
  }
  return null;
}
