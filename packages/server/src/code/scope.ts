/** Which declaration a name means at a place: the scopes of functions, blocks, loops, classes and namespaces. */
import { blockNames, type DeclaredName, declaratorNames, parameterNames, varNames } from "./declared-names.ts";
import { isFunction, type SyntaxNode } from "./syntax.ts";

export interface Scope {
  readonly parent: Scope | null;
  /** The node that makes it. */
  readonly node: SyntaxNode;
  readonly names: ReadonlyMap<string, DeclaredName>;
}

function namesOf(node: SyntaxNode): readonly (readonly DeclaredName[])[] | null {
  switch (node.type) {
    case "BlockStatement":
      return [lexicalNames(node.body)];
    case "Program":
    case "StaticBlock":
    case "TSModuleBlock":
      return [blockNames(node.body)];
    case "ForStatement":
      return [loopNames(node.init)];
    case "ForInStatement":
    case "ForOfStatement":
      return [loopNames(node.left)];
    case "SwitchStatement":
      return [lexicalNames((node.cases as readonly SyntaxNode[]).flatMap((one) => one.consequent as readonly SyntaxNode[]))];
    case "CatchClause":
      return node.param === null ? null : [parameterNames({ ...node, params: [node.param] })];
    case "ClassExpression":
      return node.id === null ? null : [[{ name: node.id.name, identifier: node.id, node, kind: "class" }]];
    default:
      return null;
  }
}

/** `var` is a name of the function, wherever in it it stands. */
const lexicalNames = (statements: readonly SyntaxNode[]): readonly DeclaredName[] => blockNames(statements).filter(({ kind }) => kind !== "var");

function ownNames(node: SyntaxNode): readonly DeclaredName[] {
  return node.type === "FunctionExpression" && node.id !== null ? [{ name: node.id.name, identifier: node.id, node, kind: "function" }] : [];
}

/** A `var` by the name of a parameter is that parameter. */
function bodyNames(node: SyntaxNode): readonly DeclaredName[] {
  const parameters = new Set(parameterNames(node).map(({ name }) => name));
  return node.body?.type === "BlockStatement" ? varNames(node.body).filter(({ name }) => !parameters.has(name)) : [];
}

const loopNames = (declaration: SyntaxNode | null): readonly DeclaredName[] =>
  declaration?.type === "VariableDeclaration" && declaration.kind !== "var" ? declaratorNames(declaration) : [];

/** Adds the scopes that a node makes for what is within it, the outermost first: of a function its name, its parameters, its body. Only those with names. */
export function within(parent: Scope | null, node: SyntaxNode): Scope | null {
  if (isFunction(node)) return withinBody(withinParameters(parent, node), node);
  const lists = namesOf(node);
  return lists === null ? parent : nested(parent, node, lists);
}

/** Where the parameters of a function stand, which see nothing of its body. */
export const withinParameters = (parent: Scope | null, fn: SyntaxNode): Scope | null => nested(parent, fn, [ownNames(fn), parameterNames(fn)]);

/** @param parameters The scope of the function's parameters. */
export const withinBody = (parameters: Scope | null, fn: SyntaxNode): Scope | null => nested(parameters, fn, [bodyNames(fn)]);

function nested(parent: Scope | null, node: SyntaxNode, lists: readonly (readonly DeclaredName[])[]): Scope | null {
  let scope = parent;
  for (const list of lists) if (list.length > 0) scope = { parent: scope, node, names: new Map(list.map((declared) => [declared.name, declared])) };
  return scope;
}

export interface Found {
  readonly declared: DeclaredName;
  readonly scope: Scope;
}

export function lookUp(scope: Scope | null, name: string): Found | null {
  for (let current = scope; current !== null; current = current.parent) {
    const declared = current.names.get(name);
    if (declared !== undefined) return { declared, scope: current };
  }
  return null;
}
