/** Chains of members and calls, such as `a.b?.c` and `z.object(...).optional()`: where they begin, and what they lead to. */
import { type SyntaxNode, staticName, unwrapped } from "./syntax.ts";

interface MemberPath {
  /** The name at which the path begins; `null` for any other expression, or where a member is computed. */
  readonly root: SyntaxNode | null;
  readonly path: readonly string[];
  /** Which of its steps are optional. */
  readonly optional: string;
}

/** `a.b?.c`: the name that it begins with and its members. */
export function memberPath(node: SyntaxNode): MemberPath {
  const path: string[] = [];
  let optional = "";
  let current = unwrapped(node);
  while (current.type === "MemberExpression") {
    const name = staticName(current.property, current.computed);
    if (name === null) return { root: null, path: [], optional: "" };
    path.unshift(name);
    optional = (current.optional ? "?" : ".") + optional;
    current = unwrapped(current.object);
  }
  return { root: current.type === "Identifier" ? current : null, path, optional };
}

/** The name at which a chain of calls and members begins, and the first member. */
export function chainRoot(node: SyntaxNode): { readonly name: string; readonly member: string | null } | null {
  let current = unwrapped(node);
  let member: string | null = null;
  while (current.type !== "Identifier") {
    if (current.type === "MemberExpression") {
      member = staticName(current.property, current.computed);
      current = unwrapped(current.object);
    } else if (current.type === "CallExpression") current = unwrapped(current.callee);
    else if (current.type === "ChainExpression") current = unwrapped(current.expression);
    else return null;
  }
  return { name: current.name, member };
}
