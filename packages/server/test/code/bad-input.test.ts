/** Files that cannot be read, or only with difficulty: a clear error or a coarser version, and never a crash, a hang or a wrong "fresh". */
import { expect, test, vi } from "vitest";
import { type CodeFindings, codeFindings, type Project, startCodeReader } from "./code-findings.ts";

vi.setConfig({ testTimeout: 120_000 });

const entry = (imports: string, expression: string): string => `import { asset, define } from "@headwater/core";
import { z } from "zod";
${imports}
export const a = asset("a", { output: z.any(), run: () => (${expression}) });
export const other = asset("other", { output: z.any(), run: () => 1 });
export default define({ include: [a, other] });
`;
const project = (imports: string, expression: string, files: Project["files"]): Project => ({
  files: { "headwater.config.ts": entry(imports, expression), ...files },
});

async function problemOf(project: Project): Promise<{ readonly code: string | undefined; readonly message: string | undefined }> {
  const [findings] = await codeFindings([project]);
  expect(findings?.versions).toEqual({});
  expect(findings?.problems).toHaveLength(1);
  return { code: findings?.problems[0]?.code, message: findings?.problems[0]?.message };
}

/** Whether the asset `a` counts as changed, and `other` does not. */
async function sees(before: Project, after: Project): Promise<{ readonly first: CodeFindings; readonly tookMs: number }> {
  await using reader = await startCodeReader();
  const began = performance.now();
  const first = await reader.read(before);
  const tookMs = performance.now() - began;
  const [same, second] = [await reader.read(before), await reader.read(after)];
  for (const { problems } of [first, same, second]) expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(Object.keys(first.versions)).toEqual(["a", "other"]);
  expect(same.versions).toEqual(first.versions);
  expect(second.versions.a).not.toBe(first.versions.a);
  expect(second.versions.other).toBe(first.versions.other);
  return { first, tookMs };
}

const binary = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 167) % 256);

test.each<[string, Project, string]>([
  ["a binary file by the name of a module", project('import x from "./x.ts";', "x", { "x.ts": binary }), "x.ts:"],
  ["a directory by the name of a module", project('import x from "./x.ts";', "x", { "x.ts/note.md": "" }), "there is no file for the import"],
  ["a link that leads nowhere", project('import x from "./x.ts";', "x", { "x.ts": "-> nowhere.ts" }), "there is no file for the import"],
  ["a link that leads to itself", project('import x from "./x.ts";', "x", { "x.ts": "-> x.ts" }), "ELOOP"],
  [
    "code that throws when it is imported",
    project('import { x } from "./x.ts";', "x", { "x.ts": '\nthrow new Error("not today");\nexport const x = 1;' }),
    "not today",
  ],
  ["code that throws no error", project('import { x } from "./x.ts";', "x", { "x.ts": "throw null;\nexport const x = 1;" }), "null"],
  [
    "a syntax error in a module that nobody runs before",
    project('import { x } from "./x.ts";', "x", { "x.ts": 'export * from "./y.ts";', "y.ts": "export const x = ;" }),
    "y.ts:1",
  ],
  ["broken JSON", project('import x from "./x.json";', "x", { "x.json": "{ no }" }), "JSON"],
  [
    "a definition that a circular import needs too early",
    project('import { b } from "./b.ts";', "b", { "b.ts": 'import { a } from "./headwater.config.ts";\nexport const b = a.key;' }),
    "before initialization",
  ],
])("%s is an error that says where", async (_, files, message) => {
  const problem = await problemOf(files);
  expect(problem.code).toBe("ENTRY_FAILED");
  expect(problem.message).toContain(message);
});

test("two definitions of one key in two modules are one problem that names both places", async () => {
  const twin = (key: string): string =>
    `import { asset } from "@headwater/core";\nimport { z } from "zod";\nexport const ${key} = asset("twin", { output: z.number(), run: () => 1 });\n`;
  const config =
    'import { define } from "@headwater/core";\nimport { a } from "./a.ts";\nimport { b } from "./b.ts";\nexport default define({ include: [a, b] });\n';
  const problem = await problemOf({ files: { "headwater.config.ts": config, "a.ts": twin("a"), "b.ts": twin("b") } });
  expect(problem.code).toBe("ASSET_KEY_TAKEN");
  expect(problem.message).toMatch(/a\.ts:3 and .*b\.ts:3/);
});

test("modules that import each other in a circle, by name, by namespace and by export *", async () => {
  const files = (value: number): Project["files"] => ({
    "x.ts": 'import { y } from "./y.ts";\nexport * from "./y.ts";\nexport const x = (n: number): number => (n === 0 ? 0 : y(n - 1));\n',
    "y.ts": `import * as xs from "./x.ts";\nexport * from "./x.ts";\nexport const y = (n: number): number => (n === 0 ? ${value} : xs.x(n - 1));\n`,
    "self.ts": 'import * as self from "./self.ts";\nexport const again = (n: number): number => (n === 0 ? 0 : self.again(n - 1));\n',
  });
  const of = (value: number) => project('import { y } from "./x.ts";\nimport { again } from "./self.ts";', "y(3) + again(2)", files(value));
  await sees(of(1), of(2));
});

test("a circle of links to directories: one module by many paths is one module", async () => {
  const of = (value: number) =>
    project('import { x } from "./lib/again/again/x.ts";\nimport { x as same } from "./lib/x.ts";', "x + same", {
      "lib/x.ts": `export const x = ${value};\n`,
      "lib/again": "-> ../lib",
    });
  await sees(of(1), of(2));
});

test("a generated module of 2 MB is analysed within a minute on a busy machine, and a constant in its middle counts", async () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `export const item${index} = { id: ${index}, name: "number ${index}" };`);
  const of = (value: string) =>
    project('import { item20000 } from "./generated.ts";', "item20000.name", { "generated.ts": lines.join("\n").replace('"number 20000"', value) });
  const { tookMs } = await sees(of('"number 20000"'), of('"NUMBER 20000"'));
  expect(lines.join("\n").length).toBeGreaterThan(2_000_000);
  expect(tookMs).toBeLessThan(60_000);
});

test("a generated table of 2 MB in one declaration", async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => `  { id: ${index}, name: "a row of the table, ${index}" },`).join("\n");
  const of = (name: string) =>
    project('import { rows } from "./generated.ts";', "rows.length", { "generated.ts": `export const rows = [\n${rows.replace("table, 39999", name)}\n];\n` });
  const { tookMs } = await sees(of("table, 39999"), of("TABLE, 39999"));
  expect(tookMs).toBeLessThan(60_000);
});

test("expressions that are nested thousands deep", async () => {
  const sum = (last: number): string => `${Array.from({ length: 3_000 }, (_, index) => index).join(" + ")} + ${last}`;
  const chain = `${"[".repeat(600)}1${"]".repeat(600)}`;
  const of = (last: number) =>
    project('import { sum } from "./deep.ts";', "sum", { "deep.ts": `export const sum = ${sum(last)};\nexport const chain = ${chain};\n` });
  await sees(of(1), of(2));
});

test("a chain of 300 modules", async () => {
  const files = (last: number) =>
    Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `chain/m${index}.ts`,
        index === 299
          ? `export const m299 = () => ${last};\n`
          : `import { m${index + 1} } from "./m${index + 1}.ts";\nexport const m${index} = () => m${index + 1}();\n`,
      ]),
    );
  const of = (last: number) => project('import { m0 } from "./chain/m0.ts";', "m0()", files(last));
  await sees(of(1), of(2));
});

test("a chain of 3,000 functions, and a circle of as many", async () => {
  const link = (index: number, next: string): string => `const f${index} = (n: number): number => (n > 3 ? n : ${next});`;
  const text = (last: string): string =>
    `${Array.from({ length: 3_000 }, (_, index) => link(index, index === 2_999 ? last : `f${index + 1}(n + 1)`)).join("\n")}\nexport { f0 };\n`;
  const of = (last: string) => project('import { f0 } from "./functions.ts";', "f0(0)", { "functions.ts": text(last) });
  await sees(of("1"), of("2"));
  await sees(of("f0(n + 1)"), of("f0(n + 2)"));
});

test("a file that is not UTF-8 counts by what Node reads of it", async () => {
  const latin1 = (value: number) => Uint8Array.from(Buffer.from(`// caf\u00e9\nexport const x = "\u00fc" + ${value};\n`, "latin1"));
  await sees(project('import { x } from "./x.ts";', "x", { "x.ts": latin1(1) }), project('import { x } from "./x.ts";', "x", { "x.ts": latin1(2) }));
});

test("empty files, files of comments, a byte order mark and a hashbang", async () => {
  const files = (value: number): Project["files"] => ({
    "empty.ts": "",
    "comments.ts": "// nothing\n",
    "marked.ts": "\uFEFFexport const marked = 1;\n",
    "x.ts": `#!/usr/bin/env node\nimport "./marked.ts";\nimport "./empty.ts";\nimport "./comments.ts";\nexport const x = ${value};\n`,
  });
  await sees(project('import { x } from "./x.ts";', "x", files(1)), project('import { x } from "./x.ts";', "x", files(2)));
});

test.each<[string, (value: number) => Project]>([
  ["eval", (value) => project(`const secret = ${value};`, 'eval("secret")', {})],
  [
    "a dynamic import whose path is calculated",
    (value) => project(`const name: string = "x${value}.ts";`, 'import("./" + name)', { "x1.ts": "", "x2.ts": "" }),
  ],
])("%s is told as a warning with its file and line, and what lies in its file counts", async (_, of) => {
  await using reader = await startCodeReader();
  const [before, after] = [await reader.read(of(1)), await reader.read(of(2))];
  expect(before.problems).toMatchObject([{ code: "CODE_NOT_FOLLOWED", severity: "warning", line: 4 }]);
  expect(before.problems[0]?.file).toMatch(/headwater\.config\.ts$/);
  expect(after.versions.a).not.toBe(before.versions.a);
});

test("a bound function has no text of its own: its warning stays, and what it was made of counts", async () => {
  const of = (value: number) => ({
    files: {
      "headwater.config.ts": entry("", "2")
        .replace("run: () => (2)", "run")
        .replace("export const a", `const run = function (this: number) { return this + ${value}; }.bind(1);\nexport const a`),
    },
  });
  await sees(of(1), of(2));
});
