/** Which names syntax declares: of patterns, of the statements of a block, of `var` within a function. */
import { isErased, isFunction, type SyntaxNode } from "./syntax.ts";

/** A name that syntax declares. */
export interface DeclaredName {
  readonly name: string;
  /** Where it is declared: the identifier. */
  readonly identifier: SyntaxNode;
  /** What declares it: a declarator, a function, a class, an enum, a namespace; the pattern of a parameter. */
  readonly node: SyntaxNode;
  readonly kind: "parameter" | "const" | "let" | "var" | "function" | "class" | "enum" | "namespace";
}

/** The identifiers that a pattern declares. */
export function patternIdentifiers(pattern: SyntaxNode | null, found: SyntaxNode[] = []): readonly SyntaxNode[] {
  if (pattern === null) return found;
  if (pattern.type === "Identifier") found.push(pattern);
  else if (pattern.type === "AssignmentPattern") patternIdentifiers(pattern.left, found);
  else if (pattern.type === "RestElement") patternIdentifiers(pattern.argument, found);
  else if (pattern.type === "TSParameterProperty") patternIdentifiers(pattern.parameter, found);
  else if (pattern.type === "ArrayPattern") for (const element of pattern.elements) patternIdentifiers(element, found);
  else if (pattern.type === "ObjectPattern")
    for (const property of pattern.properties) patternIdentifiers(property.type === "Property" ? property.value : property, found);
  return found;
}

export function parameterNames(fn: SyntaxNode): readonly DeclaredName[] {
  return (fn.params as readonly SyntaxNode[]).flatMap((node) => named(patternIdentifiers(node), node, "parameter")).filter(({ name }) => name !== "this");
}

const named = (identifiers: readonly SyntaxNode[], node: SyntaxNode, kind: DeclaredName["kind"]): readonly DeclaredName[] =>
  identifiers.map((identifier) => ({ name: identifier.name, identifier, node, kind }));

/** What a list of statements declares by itself, without `var` of nested statements. */
export function blockNames(statements: readonly SyntaxNode[]): readonly DeclaredName[] {
  const found: DeclaredName[] = [];
  for (const statement of statements) addStatement(statement, found);
  return found;
}

const declarationKinds: { readonly [type: string]: DeclaredName["kind"] } = {
  FunctionDeclaration: "function",
  ClassDeclaration: "class",
  TSEnumDeclaration: "enum",
  TSModuleDeclaration: "namespace",
};

function addStatement(statement: SyntaxNode, found: DeclaredName[]): void {
  if (isErased(statement)) return;
  if (statement.type === "ExportNamedDeclaration" && statement.declaration !== null) addStatement(statement.declaration, found);
  if (statement.type === "VariableDeclaration") found.push(...declaratorNames(statement));
  const kind = declarationKinds[statement.type];
  if (kind !== undefined && statement.id !== null) {
    const identifier = firstIdentifier(statement.id);
    found.push({ name: identifier.name, identifier, node: statement, kind });
  }
}

export const declaratorNames = (statement: SyntaxNode): readonly DeclaredName[] =>
  (statement.declarations as readonly SyntaxNode[]).flatMap((node) => named(patternIdentifiers(node.id), node, kindOf(statement.kind)));

const kindOf = (kind: string): DeclaredName["kind"] => (kind === "let" || kind === "var" ? kind : "const");

/** `namespace A.B` declares `A`. */
const firstIdentifier = (id: SyntaxNode): SyntaxNode => (id.type === "TSQualifiedName" ? firstIdentifier(id.left) : id);

/** All `var` within the body of a function, however deep, but not in functions within it. */
export function varNames(body: SyntaxNode, found: DeclaredName[] = []): readonly DeclaredName[] {
  if (body.type === "VariableDeclaration") {
    if (body.kind === "var") found.push(...declaratorNames(body));
    return found;
  }
  for (const statement of nestedStatements(body)) varNames(statement, found);
  return found;
}

function nestedStatements(node: SyntaxNode): readonly SyntaxNode[] {
  if (isFunction(node)) return [];
  switch (node.type) {
    case "BlockStatement":
      return node.body;
    case "IfStatement":
      return node.alternate === null ? [node.consequent] : [node.consequent, node.alternate];
    case "ForStatement":
      return node.init?.type === "VariableDeclaration" ? [node.init, node.body] : [node.body];
    case "ForInStatement":
    case "ForOfStatement":
      return [node.left, node.body];
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
    case "WithStatement":
      return [node.body];
    case "SwitchStatement":
      return (node.cases as readonly SyntaxNode[]).flatMap((one) => one.consequent as readonly SyntaxNode[]);
    case "TryStatement":
      return [node.block, ...(node.handler === null ? [] : [node.handler.body]), ...(node.finalizer === null ? [] : [node.finalizer])];
    default:
      return [];
  }
}
