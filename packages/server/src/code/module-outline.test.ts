import { expect, it } from "vitest";
import { outlineOf } from "./module-outline.ts";

const outline = (text: string) => {
  const found = outlineOf("a.ts", text);
  if (found === null) throw new Error("it cannot be parsed");
  return found;
};

it("imports are known by their local names, those of types are not", () => {
  const { imports, bareImports, specifiers } = outline(
    'import a, { b as c, type D } from "x"; import * as e from "y"; import "z"; import type { F } from "types"; const g = () => import(`later`);',
  );
  expect(Object.fromEntries(imports)).toEqual({ a: { specifier: "x", name: "default" }, c: { specifier: "x", name: "b" }, e: { specifier: "y", name: "*" } });
  expect(bareImports).toEqual(["z"]);
  expect([...specifiers].sort()).toEqual(["later", "x", "y", "z"]);
});

it("exports lead to local names or to other modules", () => {
  const { exports, stars } = outline(
    'export const a = 1; const b = 2; export { b as c }; export { d } from "x"; export * as e from "y"; export * from "z"; export default function f() {} export type G = 1;',
  );
  expect(Object.fromEntries(exports)).toEqual({
    ...{ a: { local: "a" }, c: { local: "b" }, default: { local: "f" } },
    ...{ d: { specifier: "x", name: "d" }, e: { specifier: "y", name: "*" } },
  });
  expect(stars).toEqual(["z"]);
});

it("each name of a pattern, and all parts of what is merged, are declarations", () => {
  const { declarations } = outline("const { a, b: [c] } = x; enum E { A } enum E { B = 1 } let d; declare const no: number; interface I {}");
  expect([...declarations].map(([name, { nodes, constant }]) => [name, nodes.length, constant])).toEqual([
    ["a", 1, true],
    ["c", 1, true],
    ["E", 2, true],
    ["d", 1, false],
  ]);
});

it("what declares nothing is there for what it does", () => {
  const { statements } = outline('"use strict"; f(); for (const a of b) f(a); ; type T = 1; { const c = 1; }');
  expect(statements.map(({ type }) => type)).toEqual(["ExpressionStatement", "ForOfStatement", "BlockStatement"]);
});

it("what cannot be parsed has none", () => {
  expect(outlineOf("a.ts", "const = 1")).toBeNull();
});
