/** What modules do when they are loaded, and whose code that is: statements that stand there for their effect. */
import { isBuiltin } from "node:module";
import { basename } from "node:path";
import { hashJson } from "@headwater/core/engine";
import type { CodeGraph } from "./code-graph.ts";
import { type CodeNode, globalSpecifier, type Link, linkTo, packageLink, separator } from "./code-node.ts";
import type { LocalModule } from "./local-module.ts";
import { chainRoot, memberPath } from "./member-path.ts";
import type { Hashes } from "./merkle.ts";
import type { TopLevel } from "./module-outline.ts";
import { Reach } from "./reach.ts";
import { childrenOf, isFunction, nodesIn, type SyntaxNode, unwrapped } from "./syntax.ts";

/** Whether a definition is made by a call in a part of a module, as stacks say. */
export type MakesDefinitions = (module: LocalModule, part: { readonly start: number; readonly end: number }) => boolean;

type NodeLink = Link & { readonly kind: "node" };

export class SideEffects {
  readonly #graph: CodeGraph;
  readonly #madeIn: MakesDefinitions;
  readonly #statements = new Map<LocalModule, readonly CodeNode[]>();
  readonly #touching: ReadonlyMap<CodeNode, readonly CodeNode[]>;
  /** Statements that change globals, which anybody may read. */
  readonly #everywhere: readonly CodeNode[];

  constructor(graph: CodeGraph, loaded: readonly LocalModule[], { madeIn, hashes }: { readonly madeIn: MakesDefinitions; readonly hashes: Hashes }) {
    this.#graph = graph;
    this.#madeIn = madeIn;
    this.#touching = this.#findTouching(loaded);
    this.#everywhere = loaded.flatMap((module) => this.#of(module)).filter((node) => this.#changesGlobals(node));
    this.version = hashJson(loaded.flatMap((module) => this.#of(module).map((node) => [module.file, node.start, hashes.of(node)])));
  }

  /** Equal where all statements are, of all modules: what they touch is, too. */
  readonly version: string;

  /** Adds to what a definition reaches all that happens when the modules are loaded that it reaches; and, of any module, what touches state that it reaches. */
  addTo(reach: Reach): readonly Link[] {
    const found = new Map<CodeNode | string, Link>();
    const note = (links: readonly Link[]): void => {
      for (const link of links) found.set(link.kind === "node" ? link.node : link.specifier, link);
    };
    note(this.#everywhere.map((statement) => linkTo(statement, [])));
    for (const statement of this.#everywhere) reach.addStatement(statement, throughOf(statement));
    for (let size = -1; size !== reach.modules.size + reach.size; ) {
      size = reach.modules.size + reach.size;
      for (const module of reach.modules) {
        const links = this.#ofModule(module, reach);
        note(links);
        const through = reach.firstIn(module);
        for (const link of links) reach.add([link], through ?? (link.kind === "node" ? throughOf(link.node) : null));
      }
      for (const [node] of reach.nodes) {
        const statements = this.#touching.get(node) ?? [];
        note(statements.map((statement) => linkTo(statement, [])));
        for (const statement of statements) reach.addStatement(statement, node.name);
      }
    }
    return [...found.values()];
  }

  /** Its own statements, and what it imports for an effect alone. */
  #ofModule(module: LocalModule, reach: Reach): readonly Link[] {
    const imported = (module.outline?.bareImports ?? []).flatMap((specifier): readonly Link[] => {
      const found = this.#graph.resolve(specifier, module.file);
      if (found.kind === "package") return [packageLink(found, [])];
      if (found.kind === "file") reach.modules.add(this.#graph.module(found.file));
      return [];
    });
    return [...imported, ...this.#of(module).map((statement) => linkTo(statement, []))];
  }

  #of(module: LocalModule): readonly CodeNode[] {
    const known = this.#statements.get(module);
    if (known !== undefined) return known;
    const { outline } = module;
    const statements = outline?.statements.flatMap((statement) => this.#withoutDefinitions(module, statement)) ?? [];
    const unused = outline === null ? [] : this.#unusedCalls(module);
    const nodes = [...statements, ...unused].map((statement) => this.#graph.statement(module, statement));
    const found = [...nodes, ...this.#acting(module)].sort((a, b) => a.start - b.start);
    this.#statements.set(module, found);
    return found;
  }

  /** Statements that make definitions are none of their neighbours' business; others within them are. */
  #withoutDefinitions(module: LocalModule, statement: SyntaxNode): readonly SyntaxNode[] {
    if (!this.#makesDefinitions(module, statement)) return /Declaration$/.test(statement.type) || !mayDoAnything(statement) ? [] : [statement];
    return nestedStatements(statement).flatMap((nested) => this.#withoutDefinitions(module, nested));
  }

  #makesDefinitions(module: LocalModule, node: SyntaxNode): boolean {
    return this.#madeIn(module, node) || this.#callsMaker(module, node);
  }

  #callsMaker(module: LocalModule, part: SyntaxNode): boolean {
    for (const node of nodesIn(part)) {
      const root = node.type === "CallExpression" ? chainRoot(node.callee) : null;
      if (root !== null && this.#graph.roleOf(module, root.name, root.member) === "definition") return true;
    }
    return false;
  }

  /** `const _ = register(x)`: a declaration that nobody can use is there for its call. */
  #unusedCalls(module: LocalModule): readonly SyntaxNode[] {
    const { declarations, exports, statements } = module.outline ?? { declarations: new Map(), exports: new Map(), statements: [] };
    const exported = new Set([...exports.values()].flatMap((one) => ("local" in one ? [one.local] : [])));
    const candidates = [...declarations.values()].filter((one: TopLevel) => !exported.has(one.name) && this.#isCall(module, one));
    if (candidates.length === 0) return [];
    const used = new Set<string>();
    const note = (node: SyntaxNode, own: string | null): void => {
      for (const gap of this.#graph.form(module, node, null, false).gaps) if (gap.kind === "top" && gap.name !== own) used.add(gap.name);
    };
    for (const { name, nodes } of declarations.values()) for (const node of nodes) note(node, name);
    for (const statement of statements) note(statement, null);
    return candidates.filter(({ name }) => !used.has(name)).flatMap(({ nodes }) => nodes);
  }

  #isCall(module: LocalModule, declaration: TopLevel): boolean {
    const value = initialiser(declaration);
    return value !== null && callLike.has(value.type) && !this.#isSchema(module, value) && !this.#makesDefinitions(module, value);
  }

  #isSchema(module: LocalModule, value: SyntaxNode): boolean {
    const root = chainRoot(value);
    return root !== null && this.#graph.roleOf(module, root.name, root.member) === "schema";
  }

  /** By declarations that hold state: the statements that may change it, themselves or by what they call. */
  #findTouching(loaded: readonly LocalModule[]): ReadonlyMap<CodeNode, readonly CodeNode[]> {
    const touching = new Map<CodeNode, CodeNode[]>();
    for (const statement of loaded.flatMap((module) => this.#of(module))) {
      const mayTouch = statement.kind === "declaration" ? this.#changes : this.#mayTouch;
      for (const node of touchedBy(statement, mayTouch)) touching.set(node, [...(touching.get(node) ?? []), statement]);
    }
    return touching;
  }

  /** Declarations that change state when they are loaded. What is declared by a call is seldom there for that: only where it surely does. */
  #acting(module: LocalModule): readonly CodeNode[] {
    const acts = ({ nodes }: TopLevel): boolean => nodes.some((node) => actsWhenLoaded(node) && !this.#makesDefinitions(module, node));
    const declarations = [...(module.outline?.declarations.values() ?? [])].filter(acts).map((one) => this.#graph.declaration(module, one));
    return declarations.filter((node) => touchedBy(node, this.#changes).size > 0 || this.#changesGlobals(node));
  }

  /** `globalThis.x = ...`, `process.env.X = ...`, by the statement itself or by what it calls. */
  #changesGlobals(acting: CodeNode): boolean {
    const links = linksFrom(acting);
    return links.some((link) => (link.kind === "package" ? link.specifier === globalSpecifier : link.written && this.#isGlobal(link.node, 0)));
  }

  /** `const { env } = process`, `const all = globalThis`: other names of what is global. */
  #isGlobal(node: CodeNode, depth: number): boolean {
    const declaration = this.#graph.declared(node);
    const value = declaration === null || depth > 20 ? null : initialiser(declaration);
    const { root, path } = value === null ? { root: null, path: [] } : memberPath(value);
    if (root === null) return false;
    const link = this.#graph.linkOf(node.module, root.name, path);
    if (link === null) return globalObjects.has(root.name);
    return link.kind === "package" ? isBuiltin(link.specifier) : this.#isGlobal(link.node, depth + 1);
  }

  readonly #changes = ({ node, written }: NodeLink): boolean => written && this.#holdsState(node);

  /** A constant in an object literal, such as `limits.rows`, cannot be changed by who reads it. */
  readonly #mayTouch = ({ node, suffix, written }: NodeLink): boolean => {
    if (written || !this.#holdsState(node)) return written;
    const declaration = this.#graph.declared(node);
    const value = declaration === null ? null : initialiser(declaration);
    if (value?.type !== "ObjectExpression" || declaration?.constant !== true) return true;
    const [member] = suffix.split(separator);
    const property = (value.properties as readonly SyntaxNode[]).find(({ key }) => key?.name === member);
    return property?.type !== "Property" || unwrapped(property.value).type !== "Literal";
  };

  #holdsState(node: CodeNode): boolean {
    const declaration = this.#graph.declared(node);
    if (declaration === null) return false;
    const value = initialiser(declaration);
    if (!declaration.constant) return true;
    return value !== null && stateful.has(value.type) && !this.#isSchema(node.module, value);
  }
}

const acting: ReadonlySet<string> = new Set([
  ...["CallExpression", "NewExpression", "TaggedTemplateExpression", "ImportExpression", "AwaitExpression", "YieldExpression"],
  ...["AssignmentExpression", "UpdateExpression", "ThrowStatement", "ForOfStatement", "DebuggerStatement", "TSExportAssignment"],
]);

/** `void x;` does nothing. */
function mayDoAnything(statement: SyntaxNode): boolean {
  for (const { type, operator } of nodesIn(statement)) if (acting.has(type) || operator === "delete") return true;
  return false;
}

/** What is referred to in a way that may change it, by a statement or by what that calls. */
function touchedBy(acting: CodeNode, mayTouch: (link: NodeLink) => boolean): ReadonlySet<CodeNode> {
  return new Set(linksFrom(acting).flatMap((link) => (link.kind === "node" && link.node !== acting && mayTouch(link) ? [link.node] : [])));
}

function linksFrom(acting: CodeNode): readonly Link[] {
  const reach = new Reach();
  reach.addStatement(acting, null);
  return [...reach.nodes].flatMap(([node]) => node.content().links);
}

/** A declaration that counts for its effect alone is no part of a definition: its module leads there. */
const throughOf = ({ kind, module }: CodeNode): string | null => (kind === "declaration" ? basename(module.file) : null);

/** Whether a declaration does more than declare, outside of functions. */
function actsWhenLoaded(declaration: SyntaxNode): boolean {
  const queue = [declaration];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (isFunction(node)) continue;
    if (acting.has(node.type) || node.operator === "delete") return true;
    for (const child of childrenOf(node)) queue.push(child);
  }
  return false;
}

const globalObjects: ReadonlySet<string> = new Set(["globalThis", "global", "process"]);

const callLike: ReadonlySet<string> = new Set(["CallExpression", "NewExpression", "AwaitExpression", "TaggedTemplateExpression"]);
const stateful: ReadonlySet<string> = new Set([...callLike, "ObjectExpression", "ArrayExpression"]);

function initialiser({ nodes }: TopLevel): SyntaxNode | null {
  const [syntax] = nodes;
  if (syntax === undefined || /Declaration$/.test(syntax.type)) return null;
  const value = syntax.type === "VariableDeclarator" ? syntax.init : syntax;
  return value === null ? null : unwrapped(value);
}

/** Statements directly within a statement or an expression, in functions too. */
function nestedStatements(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const child of childrenOf(node)) {
    if (/Statement$/.test(child.type) && child.type !== "BlockStatement") found.push(child);
    else if (!isFunction(child) || child.body.type === "BlockStatement") found.push(...nestedStatements(child));
  }
  return found;
}
