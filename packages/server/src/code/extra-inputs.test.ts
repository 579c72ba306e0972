import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { asset, define, type ExtraInput, env } from "@headwater/core";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { extraInputReader, type ReadExtraInputs } from "./extra-inputs.ts";

async function directoryOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "headwater-extra-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

function read(root: string, extraInputs: readonly ExtraInput[], environment: Readonly<Record<string, string>> = {}): ReadExtraInputs {
  const definition = define({ include: [asset("a", { output: z.number(), run: () => 1, extraInputs })] }).byKey.get("a");
  if (definition === undefined) throw new Error("no asset");
  return extraInputReader(root, environment)(definition);
}
const namesOf = ({ inputs }: ReadExtraInputs): readonly string[] => inputs.map(({ name }) => name);

test("files that globs match, each once, by their names from the root; directories and what is installed are left out", async () => {
  const root = await directoryOf({
    "sql/b.sql": "b",
    "sql/deep/a.sql": "a",
    "sql/note.md": "",
    "node_modules/x/sql/c.sql": "",
    ".headwater/d.sql": "",
    "e.sql": "",
  });
  const found = read(root, ["**/*.sql", "./sql/*.sql", "sql/**"]);
  expect(namesOf(found)).toEqual(["e.sql", "sql/b.sql", "sql/deep/a.sql", "sql/note.md"]);
  expect(found.files).toEqual(["e.sql", "sql/b.sql", "sql/deep/a.sql", "sql/note.md"].map((name) => join(root, name)));
  expect(found.problems).toEqual([]);
});

test("the content counts and the place of the root does not, bytes that are no text included", async () => {
  const [one, same, other] = await Promise.all([{ x: "a" }, { x: "a" }, { x: Uint8Array.of(0xff, 0) }].map(directoryOf));
  const [a, b, c] = [one, same, other].map((root) => read(root ?? "", ["x"]).inputs[0]?.hash);
  expect(a).toBe(b);
  expect(a).not.toBe(c);
});

test("a variable counts by a hash of its value, never by the value, and one that is not set is not an empty one", async () => {
  const root = await directoryOf({});
  const hashIn = (environment: Readonly<Record<string, string>>) => read(root, [env("REGION")], environment).inputs[0]?.hash;
  const hashes = [hashIn({ REGION: "eu" }), hashIn({ REGION: "us" }), hashIn({ REGION: "" }), hashIn({})];
  expect(new Set(hashes).size).toBe(4);
  expect(hashIn({ REGION: "eu", OTHER: "x" })).toBe(hashes[0]);
  expect(JSON.stringify(read(root, [env("REGION")], { REGION: "between-us" }))).not.toContain("between-us");
  const [a, b] = read(root, [env("A"), env("B")], { A: "1", B: "1" }).inputs;
  expect(a?.hash).not.toBe(b?.hash);
});

test("a circle of links ends, and a link to a file is that file", async () => {
  const root = await directoryOf({ "sql/a.sql": "a" });
  await symlink(".", join(root, "sql/again"));
  await symlink("../..", join(root, "sql/up"));
  await symlink("a.sql", join(root, "sql/b.sql"));
  expect(namesOf(read(root, ["**/*.sql"]))).toEqual(["sql/a.sql", "sql/b.sql"]);
});

test.each<[string, string, string]>([
  ["a glob that matches nothing", "sql/*.sq", 'The extra input "sql/*.sq" of "a" matches no file.'],
  ["a file that is not there", "nothing.json", 'The extra input "nothing.json" of "a" matches no file.'],
  ["a directory", "sql", 'The extra input "sql" of "a" is a directory; its files are "sql/**".'],
  ["what is installed", "node_modules/x/c.sql", "matches no file"],
  ["a link that leads to itself", "self", 'The extra input "self" of "a" cannot be read: ELOOP'],
])("%s is a problem with the place of the declaration", async (_, glob, message) => {
  const root = await directoryOf({ "sql/a.sql": "a", "node_modules/x/c.sql": "" });
  await symlink("self", join(root, "self"));
  const { problems, inputs } = read(root, [glob, "sql/*.sql"]);
  expect(problems).toMatchObject([
    { code: "EXTRA_INPUT_INVALID", asset: "a", file: import.meta.filename, severity: "error", message: expect.stringContaining(message) },
  ]);
  expect(inputs).toHaveLength(1);
});
