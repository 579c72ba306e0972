/** What modules do when they are loaded, and whose code that is: statements that stand there for their effect. */
import { hashJson } from "@headwater/core/engine";
import type { CodeGraph } from "./code-graph.ts";
import { type CodeNode, type Link, linkTo, packageLink, separator } from "./code-node.ts";
import type { LocalModule } from "./local-module.ts";
import { chainRoot } from "./member-path.ts";
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
    this.#everywhere = loaded.flatMap((module) => this.#of(module)).filter(changesGlobals);
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
    for (const statement of this.#everywhere) reach.addStatement(statement, null);
    for (let size = -1; size !== reach.modules.size + reach.size; ) {
      size = reach.modules.size + reach.size;
      for (const module of reach.modules) {
        const links = this.#ofModule(module, reach);
        note(links);
        reach.add(links, reach.firstIn(module));
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
    const declarations = [...(module.outline?.declarations.values() ?? [])].filter((one) => hasStatics(one) || this.#isCall(module, one));
    return declarations.map((one) => this.#graph.declaration(module, one)).filter((node) => touchedBy(node, this.#changes).size > 0);
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
  const reach = new Reach();
  reach.addStatement(acting, null);
  const links = [...reach.nodes].flatMap(([node]) => node.content().links);
  return new Set(links.flatMap((link) => (link.kind === "node" && link.node !== acting && mayTouch(link) ? [link.node] : [])));
}

/** `globalThis.x = ...`, `process.env.X = ...`, by the statement itself or by what it calls. */
function changesGlobals(acting: CodeNode): boolean {
  const reach = new Reach();
  reach.addStatement(acting, null);
  return [...reach.nodes].some(([node]) => node.content().links.some((link) => link.kind === "package" && link.specifier === "(global)"));
}

/** A class that does something when it is declared. */
function hasStatics({ nodes: [syntax] }: TopLevel): boolean {
  const members: readonly SyntaxNode[] = syntax?.type === "ClassDeclaration" ? syntax.body.body : [];
  return members.some((member) => member.type === "StaticBlock" || (member.static === true && member.type === "PropertyDefinition"));
}

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
