import { describe, expect, it } from "vitest";
import type { NormalForm, Role } from "./gap.ts";
import { outlineOf } from "./module-outline.ts";
import { normalForm } from "./normal-form.ts";
import type { SyntaxNode } from "./syntax.ts";

const imports = 'import { asset, z, other, helper } from "x"; let state = 1;\n';
const roleOf = (name: string): Role => (name === "asset" ? "definition" : name === "z" ? "schema" : null);

/** The normal form of the declaration `it`. */
function formOf(declaration: string): NormalForm {
  const outline = outlineOf("a.tsx", imports + declaration);
  const node = outline?.declarations.get("it")?.nodes[0] as SyntaxNode;
  const isTop = (name: string): boolean => outline?.imports.has(name) === true || outline?.declarations.has(name) === true;
  return normalForm(node, { around: null, opaque: true, isTop, roleOf });
}

const written = (declaration: string): string => {
  const { texts, gaps } = formOf(declaration);
  return JSON.stringify([texts, gaps]);
};

describe("means the same", () => {
  it.each([
    ["format and comments", "const it = (a, b) => { return a + b; }", "const it = (a,b)=>{ /* sum */ return a+b }"],
    ["types", "const it = (a: number): number => (a as number)!", "const it = (a) => a"],
    ["generics and `satisfies`", "const it = helper<string>({ a: 1 } satisfies object)", "const it = helper({ a: 1 })"],
    ["overloads", "function it(a: string): void; function it(a: unknown) { helper(a); }", "function it(a) { helper(a); }"],
    ["a parameter `this`", "function it(this: Date, a) { return a; }", "function it(a) { return a; }"],
    ["members that are types", "class it { declare a: string; [key: string]: unknown; b(): void; b() {} }", "class it { b() {} }"],
    ["names of locals", "const it = (a) => { const b = a; return b; }", "const it = (x) => { const y = x; return y; }"],
    [
      "names of a caught error and of a label",
      "const it = () => { a: for (;;) try { break a } catch (e) { helper(e) } }",
      "const it = () => { b: for (;;) try { break b } catch (f) { helper(f) } }",
    ],
    ["its own name", "const it = 1", "function other2() {} const it = 1"],
    ["quotes, separators and bases", "const it = ['a', 1_000, 0x10]", 'const it = ["a", 1000, 16]'],
    ["keys in quotes, and in short form", 'const it = { "a": 1, helper }', "const it = { a: 1, helper: helper }"],
    ["parentheses", "const it = ((1 + 2)) * (3)", "const it = (1 + 2) * 3"],
    ["documentation of a schema", 'const it = z.object({ a: z.string().describe("a") }).meta({ title: "x" })', "const it = z.object({ a: z.string() })"],
    ["what a definition is", "const it = asset('a', { run: () => 1 })", "const it = asset('b', { run: () => 2 })"],
    ["an empty statement", "const it = () => { ; helper(); }", "const it = () => { helper(); }"],
    ["space between elements", "const it = <a>\n  <b />\n</a>", "const it = <a>\n<b />\n</a>"],
  ])("%s", (_, one, other) => {
    expect(written(one)).toBe(written(other));
  });
});

describe("means something else", () => {
  it.each([
    ["an operator", "const it = a => a + 1", "const it = a => a - 1"],
    ["which local", "const it = (a, b) => a - b", "const it = (a, b) => b - a"],
    ["a local and a global", "const it = (name) => name", "const it = (other2) => name"],
    ["a block that shadows", "const it = (a) => { { const a = 1; } return a; }", "const it = (a) => { { const b = 1; } return b; }"],
    ["`var` and `let` in a block", "const it = (x) => { { var a = x; } return a; }", "const it = (x) => { { let a = x; } return a; }"],
    ["a regular expression and its flags", "const it = /a/g", "const it = /a/i"],
    ["a text and a number", "const it = '1'", "const it = 1"],
    ["a number and a big one", "const it = 1", "const it = 1n"],
    ["white space in a template", "const it = `a b`", "const it = `a  b`"],
    ["an escape in a tagged template", "const it = helper`a`", "const it = helper`\\x61`"],
    ["the member of an object", "const it = state.a", "const it = state.b"],
    ["an optional call", "const it = helper?.()", "const it = helper()"],
    ["where a chain ends", "const it = (state?.a).b", "const it = state?.a.b"],
    ["what is imported", "const it = () => helper()", "const it = () => other()"],
    ["the name of a class", "class it {}", "const it = class Named {}"],
    ["a field that a parameter declares", "class it { constructor(readonly a) {} }", "class it { constructor(a) {} }"],
    ["`describe` of what is no schema", "const it = other.describe('a')", "const it = other.describe('b')"],
    ["an arrow and a function, which has a `this`", "const it = () => 1", "const it = function () { return 1 }"],
    ["async", "const it = () => {}", "const it = async () => {}"],
    ["how far a jump goes", "const it = () => { a: for (;;) for (;;) break a }", "const it = () => { a: for (;;) for (;;) break }"],
    ["an enum's value", "enum it { A = 1 }", "enum it { A = 2 }"],
  ])("%s", (_, one, other) => {
    expect(written(one)).not.toBe(written(other));
  });
});

describe("gaps", () => {
  it("say what of the top level is meant, and whether it is changed", () => {
    expect(formOf("const it = () => { helper.a.b(); state = 2; other.set(1); }").gaps).toEqual([
      { kind: "top", name: "helper", path: ["a", "b"], written: false },
      { kind: "top", name: "state", path: [], written: true },
      { kind: "top", name: "other", path: ["set"], written: true },
    ]);
  });

  it("say which module is imported later", () => {
    expect(formOf('const it = () => import("./later.ts")').gaps).toEqual([{ kind: "import", specifier: "./later.ts" }]);
  });

  it("tell what cannot be followed", () => {
    expect(formOf("const it = (path) => import(path)").unfollowed).toEqual([{ what: "an `import()` of what is computed", start: imports.length + 21 }]);
    expect(formOf("const it = () => eval('1')").unfollowed).toMatchObject([{ what: "`eval`" }]);
  });
});

it("what is nested deeper than can be walked is refused, on every machine at the same depth", () => {
  expect(() => formOf(`const it = ${"[".repeat(450)}${"]".repeat(450)}`)).not.toThrow();
  expect(() => formOf(`const it = ${"[".repeat(501)}${"]".repeat(501)}`)).toThrow(RangeError);
});
