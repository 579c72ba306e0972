import { expect, test } from "vitest";
import { z } from "zod";
import { DefinitionError } from "../model/errors.ts";
import { asset } from "./asset.ts";
import { assets } from "./assets.ts";
import { define } from "./define.ts";
import { env } from "./extra-input.ts";
import { source } from "./source.ts";

const good = { output: z.number(), run: () => 1 };

const problemsOf = (extraInputs: unknown, others: object = {}): readonly string[] => {
  try {
    define({ include: [asset("a", { ...good, extraInputs } as never)], ...others });
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map(({ message }) => message);
    throw error;
  }
};

test("globs and variables are kept as they were written, by assets, each output of several, and sources", () => {
  const extraInputs = ["sql/**/*.sql", "./a.json", "..hidden/x", env("REGION")];
  const definitions = define({
    include: [
      asset("a", { ...good, extraInputs }),
      assets("b", { outputs: { x: z.number(), y: z.number() }, extraInputs, run: () => ({ x: 1, y: 1 }) }),
      source("c", { schema: z.number(), observe: () => "1", load: () => 1, extraInputs }),
      asset("none", good),
    ],
    untrackedPackages: ["pino"],
  });
  expect([...definitions.byKey.values()].map((definition) => [definition.key, definition.extraInputs])).toEqual([
    ["a", extraInputs],
    ["b/x", extraInputs],
    ["b/y", extraInputs],
    ["c", extraInputs],
    ["none", []],
  ]);
  expect(definitions.untrackedPackages).toEqual(["pino"]);
  expect(define({ include: [] }).untrackedPackages).toEqual([]);
});

test.each<[string, unknown, string]>([
  ["no list", "sql/*.sql", "`extraInputs`: Invalid input: expected array, received string"],
  ["a number", [3], '`extraInputs.0`: expected a glob of files, such as "sql/*.sql", or env("REGION"), found number 3'],
  ["an empty text", ["a", " "], '`extraInputs.1`: expected a glob of files, such as "sql/*.sql", found " "'],
  ["an absolute path", ["/etc/passwd"], '`extraInputs.0`: "/etc/passwd" leads out of the directory of the entry file'],
  ["an absolute path of Windows", ["C:\\secrets.txt"], "leads out of the directory of the entry file"],
  ["a way up", ["sql/../../x.sql"], '`extraInputs.0`: "sql/../../x.sql" leads out of the directory of the entry file'],
  ["a variable without a name", [env("")], '`extraInputs.0`: env() was given "", not the name of a variable, such as env("REGION")'],
  ["a variable with a strange name", [env("my region")], 'env() was given "my region", not the name of a variable'],
  ["the value of a variable that is not set", [undefined], '`extraInputs.0`: expected a glob of files, such as "sql/*.sql", or env("REGION")'],
])("%s is no extra input", (_, extraInputs, problem) => {
  const [found, ...others] = problemsOf(extraInputs);
  expect(others).toEqual([]);
  expect(found).toContain(problem);
});

test.each<[unknown, string]>([
  ["lodash", 'define({ untrackedPackages }) was given "lodash"; it takes a list of names of npm packages.'],
  [["lodash", 3], "define({ untrackedPackages }) was given number 3;"],
  [[" "], 'define({ untrackedPackages }) was given " ";'],
  [null, "define({ untrackedPackages }) was given null;"],
])("untrackedPackages: %j is a problem", (untrackedPackages, problem) => {
  expect(problemsOf([], { untrackedPackages })).toEqual([expect.stringContaining(problem)]);
});
