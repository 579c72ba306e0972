/** Syntax trees as the analysis reads them: loosely, by the names of their fields. */

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a field holds depends on the type of the node
  readonly [field: string]: any;
}

/** Syntax around a value that means nothing at run time. */
const wrappers: ReadonlySet<string> = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "ParenthesizedExpression",
]);

export const isWrapper = (node: SyntaxNode): boolean => wrappers.has(node.type);

/** The expression within types and parentheses. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (wrappers.has(inner.type)) inner = inner.expression;
  return inner;
}

const erased: ReadonlySet<string> = new Set([
  "EmptyStatement",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSNamespaceExportDeclaration",
  "TSIndexSignature",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSAbstractAccessorProperty",
]);

/** Whether nothing is left of a statement or a member once types are removed. */
export function isErased(node: SyntaxNode): boolean {
  if (erased.has(node.type) || node.declare === true) return true;
  if (node.type === "MethodDefinition") return node.value.type === "TSEmptyBodyFunctionExpression";
  if (node.type === "ExpressionStatement") return typeof node.directive === "string";
  if (node.type === "ExportNamedDeclaration") return node.exportKind === "type" || (node.declaration !== null && isErased(node.declaration));
  return node.type === "TSImportEqualsDeclaration" && node.importKind === "type";
}

const functions: ReadonlySet<string> = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

export const isFunction = (node: SyntaxNode): boolean => functions.has(node.type);

/** The name of a property, a member or a key that is written out; `null` for a computed one. */
export function staticName(key: SyntaxNode, computed: boolean): string | null {
  if (!computed && (key.type === "Identifier" || key.type === "JSXIdentifier")) return key.name;
  if (key.type === "Literal" && (typeof key.value === "string" || !computed)) return String(key.value);
  return null;
}

/** All nodes directly within a node, in no particular order. */
export function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (const field in node) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

const isNode = (value: unknown): value is SyntaxNode => typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";

/** A node and all that is within it; without recursion, since generated code may be nested deep. */
export function* nodesIn(root: SyntaxNode): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node));
  }
}

/** Whether syntax may give a variable of this name another value, or a member of it. */
export function assigns(root: SyntaxNode, name: string): boolean {
  for (const node of nodesIn(root)) {
    const target = targetOf(node);
    if (target !== null) for (const within of nodesIn(target)) if (within.type === "Identifier" && within.name === name) return true;
  }
  return false;
}

function targetOf(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "AssignmentExpression" || node.type === "ForOfStatement" || node.type === "ForInStatement") return node.left;
  return node.type === "UpdateExpression" || (node.type === "UnaryExpression" && node.operator === "delete") ? node.argument : null;
}
