/** User code loads as it would under tsx; each test loads a small project in a process of its own. */
import { expect, test, vi } from "vitest";
import { assetOf, load, problemOf } from "./user-project.ts";

vi.setConfig({ testTimeout: 60_000 });

const computed = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
  const { assets, stderr } = await load(files);
  expect(stderr).toBe("");
  expect(assets[0]?.error).toBeNull();
  return assets[0]?.value;
};

test("relative imports need no extension, may name the compiled file, a directory or the source", async () => {
  const files = {
    "bare.ts": "export const bare = 1;",
    "compiled.ts": "export const compiled = 2;",
    "compiled.js": "throw new Error('the source comes first');",
    "module.mts": "export const module = 3;",
    "folder/index.ts": 'export { nested as folder } from "./nested";',
    "folder/nested.ts": "export const nested = 4;",
    "written.ts": "export const written = 5;",
    "plain.js": "export const plain = 6;",
    "with space.ts": "export const space = 7;",
    "dotted.name.ts": "export const dotted = 8;",
  };
  const imports = `import { bare } from "./bare";
import { compiled } from "./compiled.js";
import { module } from "./module.mjs";
import { folder } from "./folder";
import { written } from "./written.ts";
import { plain } from "./plain";
import { space } from "./with%20space";
import { dotted } from "./dotted.name";
`;
  const config = imports + assetOf("[bare, compiled, module, folder, written, plain, space, dotted]");
  expect(await computed({ ...files, "headwater.config.ts": config })).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("dynamic imports and those of steps that run later are found, too", async () => {
  const files = { "later.ts": "export enum Later { Value = 1 }" };
  expect(await computed({ ...files, "headwater.config.ts": assetOf('(await import("./later")).Later.Value') })).toBe(1);
});

test("paths of the nearest tsconfig.json, also of one that it extends", async () => {
  const files = {
    "tsconfig.base.json": `{ // comments are allowed
      "compilerOptions": { "paths": { "@/*": ["./src/*"], "settings": ["./src/lib/settings.ts"] } } }`,
    "tsconfig.json": '{ "extends": "./tsconfig.base.json" }',
    "src/lib/sum.ts": 'import settings from "settings"; export const sum = () => settings + 1;',
    "src/lib/settings.ts": "export default 41;",
  };
  expect(await computed({ ...files, "headwater.config.ts": `import { sum } from "@/lib/sum";\n${assetOf("sum()")}` })).toBe(42);
});

test("enums, namespaces, parameter properties, assertions in angle brackets", async () => {
  const code = `export enum Colour { Red, Green = "green" }
const enum Size { Small = 7 }
namespace Geometry { export const pi = 3; export const area = (r: number): number => pi * r * r; }
class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y; } }
const text = <string>"text";
`;
  expect(
    await computed({ "headwater.config.ts": code + assetOf("[Colour[0], Colour.Green, Size.Small, Geometry.area(2), new Point(1).sum(), text]") }),
  ).toEqual(["Red", "green", 7, 12, 3, "text"]);
});

test("imports of what is only a type are left out, as compilers do, unless tsconfig.json says that they are meant as written", async () => {
  const files = {
    "types.ts": "export interface Shape { kind: string }\nexport const circle = 'circle';",
    "only-types.ts": "export type Name = string;\nthrow new Error('nobody needs me at run time');",
    "headwater.config.ts": `import {
  Shape,
  circle,
} from "./types";
import { Name } from "./only-types";
const shape = (name: Name): Shape => ({ kind: name });
${assetOf("shape(circle).kind")}`,
  };
  expect(await computed(files)).toBe("circle");
  const strict = { ...files, "tsconfig.json": '{ "compilerOptions": { "verbatimModuleSyntax": true } }' };
  expect(await problemOf(strict)).toMatchObject({ code: "ENTRY_FAILED", message: expect.stringContaining("does not provide an export named") });
});

test("JSON: as default, by name, with and without an attribute", async () => {
  const files = { "data.json": '{ "name": "rain", "not an identifier": 2, "class": 3 }', "list.json": "[1, 2]" };
  const imports = `import data from "./data.json";
import same from "./data.json" with { type: "json" };
import { name } from "./data.json";
import * as all from "./data.json";
import list from "./list.json";
`;
  const config = imports + assetOf('[data.name, same.name, name, all["not an identifier"], all["class"], list]');
  expect(await computed({ ...files, "headwater.config.ts": config })).toEqual(["rain", "rain", "rain", 2, 3, [1, 2]]);
});

test("CommonJS packages: by name, as default and as a namespace", async () => {
  const files = {
    "node_modules/old/package.json": '{ "name": "old", "main": "main.js" }',
    "node_modules/old/main.js": 'exports.two = () => 2; exports.data = require("./data.json");',
    "node_modules/old/data.json": '{ "three": 3 }',
    "node_modules/whole/package.json": '{ "name": "whole" }',
    "node_modules/whole/index.js": "module.exports = () => 4;",
  };
  const imports = 'import { two, data } from "old";\nimport old from "old";\nimport whole from "whole";\n';
  const config = imports + assetOf("[two(), data.three, old.two(), whole()]");
  expect(await computed({ ...files, "headwater.config.ts": config })).toEqual([2, 3, 2, 4]);
});

test("a project without a type, and one of CommonJS, with files of either kind", async () => {
  const files = {
    "esm.ts": 'import all from "./cjs.cjs"; export const esm = all.cjs + 1;',
    "cjs.cts": "import other = require('./untyped');\nenum N { One = 1 }\nconst value: number = N.One;\nexport = { cjs: value + other.untyped };",
    "untyped.ts": "exports.untyped = 10 as number;",
    "headwater.config.ts": `import { esm } from "./esm";\n${assetOf("esm")}`,
  };
  expect(await computed({ ...files, "package.json": "{}" })).toBe(12);
  expect(await computed({ ...files, "package.json": '{ "type": "commonjs" }' })).toBe(12);
});

test("top-level await, import.meta and a config that is itself compiled", async () => {
  const code = "enum Never {}\nconst waited = await Promise.resolve(1);\nconst here = import.meta.filename;\n";
  expect(await computed({ "headwater.config.ts": code + assetOf('[waited, here.endsWith("headwater.config.ts")]') })).toEqual([1, true]);
});

test("elements in .tsx files, by the settings of tsconfig.json", async () => {
  const files = {
    "tsconfig.json": '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
    "page.tsx":
      "const h = (tag: string, _: unknown, ...inside: string[]) => '<' + tag + '>' + inside.join('') + '</' + tag + '>';\nexport const page = <p>{'hello'}</p>;",
  };
  expect(await computed({ ...files, "headwater.config.ts": `import { page } from "./page";\n${assetOf("page")}` })).toBe("<p>hello</p>");
});

test("declarations and errors have the line that was written, also in a file that is compiled", async () => {
  const body = `import { asset, define } from "@headwater/core";
import {
  z } from "zod";
interface Unused { a: string }

export const a = asset("a", {
  output: z.number(),
  run: () => {
    throw new Error("line 9");
  },
});
export default define({ include: [a] });
`;
  for (const [extra, line] of [
    ["", 0],
    ["enum Kind {\n  A,\n  B,\n}\n", 4],
    ["namespace Kind {\n  export const a = 1;\n}\n", 3],
  ] as const) {
    const { assets, directory } = await load({ "headwater.config.ts": extra + body });
    expect(assets[0]?.declaredAt).toEqual({ file: "headwater.config.ts", line: 6 + line });
    expect(assets[0]?.error?.stack).toContain(`${directory}/headwater.config.ts:${9 + line}`);
  }
});

test("the code version of a function is that of its text: no matter what its module imports, how, and which enums are beside it", async () => {
  const beside = [
    "",
    'import { Type } from "./types";\n',
    'import { type Type } from "./types.ts";\nimport data from "./data.json";\nvoid data;\n',
    "export enum Kind { // what it is\n  A = 'https://example.org',\n  B = 2 ** 3,\n}\nconst enum Other { C = Kind.B }\nvoid Other.C;\n",
  ];
  const versions = await Promise.all(
    beside.map(async (code) => {
      const files = { "types.ts": "export type Type = string;", "data.json": "{}", "headwater.config.ts": code + assetOf("'its' as string") };
      return (await load(files)).assets[0]?.codeVersion;
    }),
  );
  expect(new Set(versions).size).toBe(1);
});

test("enums work as compiled ones: merged, in terms of each other, exported, with computed members, within functions", async () => {
  const code = `export enum Size { Small = 1, Large }
enum Size { Huge = Large * 10 }
enum Flag { None, A = 1 << 0, B = 1 << 1, AB = A | B, Long = "text".length }
declare enum Nowhere { X }
enum Text { T = \`a
b\` }
`;
  const inside = "const inside = () => { enum Inner { One = 1 } return Inner[1]; };\n";
  const expected = [2, "Large", 20, 3, 4, "a\nb"];
  const values = "[Size.Large, Size[2], Size.Huge, Flag.AB, Flag.Long, Text.T]";
  expect(await computed({ "headwater.config.ts": code + assetOf(values) })).toEqual(expected);
  const without = code.replace(/enum Text [^}]*}/, 'enum Text { T = "a\\nb" }');
  expect(await computed({ "headwater.config.ts": without + assetOf(values) })).toEqual(expected);
  expect(await computed({ "headwater.config.ts": inside + assetOf("inside()") })).toBe("One");
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    "a package that is not installed",
    { "headwater.config.ts": `import x from "./x";\n${assetOf("x")}`, "x.ts": '\n\nimport lodash from "lodash";\nexport default lodash;' },
    'the package of the import "lodash" is not installed (x.ts:3)',
  ],
  [
    "a file that is not there",
    { "headwater.config.ts": `import y from './y.js';\n${assetOf("y")}` },
    'there is no file for the import "./y.js" (headwater.config.ts:1)',
  ],
  [
    "a syntax error",
    { "headwater.config.ts": `import x from "./x";\n${assetOf("x")}`, "x.ts": "export const x = {\n  a: 1,\n  b: = 2,\n};" },
    "Unexpected token (x.ts:3)",
  ],
  [
    "a decorator",
    {
      "headwater.config.ts": `import x from "./x";\n${assetOf("x")}`,
      "x.ts": "const d = (_: unknown) => {};\nexport default 1;\nclass A {\n  @d method() {}\n}",
    },
    "decorators are not supported (x.ts:4)",
  ],
  ["a syntax error in JavaScript", { "headwater.config.ts": `import x from "./x.js";\n${assetOf("x")}`, "x.js": "export const x = 1;\nlet = ;" }, "(x.js:2)"],
  [
    "an export that does not exist",
    { "headwater.config.ts": `\nimport { no } from "./x";\n${assetOf("no")}`, "x.ts": "export const yes = 1;" },
    "does not provide an export named 'no' (headwater.config.ts:2)",
  ],
  ["what a module throws", { "headwater.config.ts": `\nthrow new Error("not today");\n${assetOf("1")}` }, "not today (headwater.config.ts:2)"],
  [
    "a tsconfig.json that extends what is not there",
    { "headwater.config.ts": assetOf("1"), "tsconfig.json": '{ "extends": "./base.json" }' },
    "File './base.json' not found. (tsconfig.json:1)",
  ],
  ["broken JSON", { "headwater.config.ts": `import x from "./x.json";\n${assetOf("x")}`, "x.json": "{ no }" }, "in JSON at position 2"],
])("%s is an error that says where", async (_, files, says) => {
  const { code, message } = await problemOf(files);
  expect(code).toBe("ENTRY_FAILED");
  expect(message).toContain('"headwater.config.ts" cannot be loaded: ');
  expect(message).toContain(says);
});

test("a missing default export is an error that names the file", async () => {
  expect(await problemOf({ "headwater.config.ts": "export const a = 1;" })).toEqual({
    code: "ENTRY_WITHOUT_DEFINITIONS",
    message: 'The default export of "headwater.config.ts" is missing, not the result of define().',
  });
});

test("a module that is saved while it is being loaded is an error: what runs would have the code version of other code", async () => {
  const files = {
    "helper.ts": "export const helper = 1;",
    "save.ts": 'import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("helper.ts", import.meta.url), "export const helper = 2;");',
  };
  const config = `import "./save.ts";\nimport { helper } from "./helper.ts";\n${assetOf("helper")}`;
  expect(await problemOf({ ...files, "headwater.config.ts": config })).toEqual({
    code: "ENTRY_CHANGED",
    message: '"helper.ts" changed while it was being loaded: what runs and what is in the files would be two different things.',
  });
  // written again as it is
  const same = { ...files, "save.ts": files["save.ts"].replace("helper = 2", "helper = 1") };
  expect(await computed({ ...same, "headwater.config.ts": config })).toBe(1);
});
