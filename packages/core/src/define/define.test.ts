import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError } from "../model/errors.ts";
import { asset } from "./asset.ts";
import { define } from "./define.ts";
import { attachDefinition, definitionOf } from "./definition.ts";
import { file } from "./file.ts";
import { from, unloaded } from "./from.ts";
import { resource, secret } from "./resource.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";

const raw = source("raw/a", { schema: z.number(), observe: () => "1", load: () => 1 });
const plus = asset("x/plus", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw + 1 });
const limited = asset("x/limited", { inputs: { plus }, config: z.object({ limit: z.number().default(3) }), output: z.number(), run: () => 1 });
/** Declares what the compiler would refuse. */
const badly = (key: unknown, spec: unknown) => asset(key as string, spec as { output: z.ZodNumber; run: () => number });
const good = { output: z.number(), run: () => 1 };

const problemsOf = (spec: unknown): readonly { code: string; message: string; asset: string | null; file: string | null; line: number | null }[] => {
  try {
    define(spec as Parameters<typeof define>[0]);
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
};
const codesOf = (spec: unknown): readonly string[] => problemsOf(spec).map((problem) => problem.code);

describe("what may be included", () => {
  it("assets, arrays, records and module namespaces, nested; the same asset twice is fine", async () => {
    const namespace = await import("./define.fixture.ts");
    const definitions = define({ include: [raw, [plus, [limited]], { again: plus, deep: { raw } }, namespace] });
    expect([...definitions.byKey.keys()]).toEqual(["raw/a", "x/plus", "x/limited", "fixture/one", "fixture/two"]);
    expect(definitions.byKey.get("x/plus")).toBe(definitionOf(plus));
  });

  it.each([
    ["a text", "raw/a", "include[1]", '"raw/a"'],
    ["undefined", undefined, "include[1]", "nothing (undefined)"],
    ["a promise", Promise.resolve(raw), "include[1]", "a promise (await it first)"],
    ["a function that makes assets", () => raw, "include[1]", "a function"],
    ["something in a record", { a: [3] }, "include[1].a[0]", "number 3"],
    ["an edge", from(raw), "include[1]", "the result of from() or unloaded()"],
    ["other definitions", define({ include: [raw] }), "include[1]", "the result of another define()"],
  ])("%s is a problem", (_, value, place, found) => {
    const [problem] = problemsOf({ include: [raw, value] });
    expect(problem).toMatchObject({ code: "INCLUDE_INVALID" });
    expect(problem?.message).toContain(`${found}`);
    expect(problem?.message).toContain(`at ${place};`);
  });

  it.each([[undefined], [null], [{}], [{ include: raw }], [{ include: [raw], resource: {} }]])("define(%o) is a problem", (spec) => {
    expect(problemsOf(spec)).toHaveLength(1);
  });
});

describe("problems among definitions", () => {
  it("are all thrown at once, each with key, file and line, in words that say what to do", () => {
    const error = (() => {
      try {
        define({ include: [badly("bad/one", { ...good, output: 3 }), badly("bad//two", good)] });
      } catch (thrown) {
        return thrown as DefinitionError;
      }
      throw new Error("nothing was thrown");
    })();
    expect(error.problems).toMatchObject([
      { code: "DEFINITION_INVALID", asset: "bad/one", file: import.meta.filename, line: 17, severity: "error" },
      { code: "ASSET_KEY_INVALID", asset: "bad//two", file: import.meta.filename, line: 17 },
    ]);
    expect(error.message).toContain("2 problems in the definitions:");
    expect(error.message).toContain('Asset "bad/one": `output`: expected a Zod schema, found number 3.');
  });

  it("two assets of one key", () => {
    const [problem, ...others] = problemsOf({ include: [raw, plus, asset("x/plus", good)] });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "ASSET_KEY_TAKEN", asset: "x/plus" });
    expect(problem?.message).toMatch(/Two assets are named "x\/plus" \(.*define\.test\.ts:\d+ and .*define\.test\.ts:\d+\)/);
  });

  it("an input that is not included", () => {
    expect(problemsOf({ include: [plus] })).toMatchObject([
      { code: "INPUT_NOT_INCLUDED", asset: "x/plus", message: 'Input "raw" of asset "x/plus" is "raw/a", which is not among the definitions.' },
    ]);
  });

  it("something to come after that is not included", () => {
    expect(codesOf({ include: [asset("x/late", { ...good, after: [raw] })] })).toEqual(["INPUT_NOT_INCLUDED"]);
  });

  it("an input that is another asset of the same key than the included one", () => {
    const twin = source("raw/a", { schema: z.number(), observe: () => "2", load: () => 2 });
    expect(codesOf({ include: [twin, plus] })).toEqual(["ASSET_KEY_TAKEN"]);
  });

  it("a circle, with its path", () => {
    // Constants cannot refer to each other in a circle; handles that were made by hand can.
    const handle = (key: string, upstream: string) => {
      const definition = definitionOf(asset(key, good));
      if (definition?.kind !== "asset") throw new Error("no asset");
      return attachDefinition({}, { ...definition, inputs: [{ name: "up", upstream, mapping: "one", view: null, triggers: true, loads: true }] });
    };
    expect(problemsOf({ include: [handle("a", "b"), handle("b", "c"), handle("c", "a")] })).toMatchObject([
      { code: "ASSET_CYCLE", message: "These assets depend on each other in a circle: a -> b -> c -> a." },
    ]);
  });

  it.each([
    ["undefined, as circular imports give it", undefined, "undefined (a circular import"],
    ["a key", "raw/a", 'the text "raw/a"'],
    ["a promise", Promise.resolve(raw), "a promise (await it first)"],
    ["a plain object", { kind: "asset", key: "raw/a" }, "a plain object"],
    ["from() of something else", from(undefined as never), "undefined"],
    ["unloaded() of something else", unloaded("raw/a" as never), 'the text "raw/a"'],
  ])("an input that is %s", (_, input, found) => {
    const [problem, ...others] = problemsOf({ include: [badly("x/bad", { ...good, inputs: { up: input } })] });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "INPUT_NOT_AN_ASSET", asset: "x/bad" });
    expect(problem?.message).toContain(`Input "up" of asset "x/bad" is ${found}`);
  });

  it.each<[string, unknown, string]>([
    ["run is no function", { ...good, run: "x" }, '`run`: expected a function, found "x"'],
    ["run was forgotten", { output: z.number() }, "`run`: expected a function, found nothing (undefined)"],
    ["output was forgotten", { run: () => 1 }, "`output`: expected a Zod schema, found nothing (undefined)"],
    ["output is a promise", { ...good, output: Promise.resolve() }, "`output`: a promise; await it first"],
    ["config is a plain object", { ...good, config: { limit: 3 } }, "`config`: expected a Zod schema, found a plain object"],
    ["params is no JSON", { ...good, params: { a: [1, { b: new Date() }] } }, "`params`: expected JSON, found an instance of Date at a.1.b"],
    ["metadata is no JSON", { ...good, metadata: { since: new Date() } }, "`metadata`: expected JSON, found an instance of Date at since"],
    ["metadata has no names", { ...good, metadata: ["x"] }, "`metadata`: expected values by name, found an array of 1"],
    [
      "metadata names what a table notes",
      { ...good, metadata: { columns: 3 } },
      '`metadata`: Headwater itself notes "columns" of a table: choose another name',
    ],
    ["owners is a text", { ...good, owners: "me" }, "`owners`: Invalid input: expected array, received string"],
    ["a tag is a number", { ...good, tags: { team: 3 } }, "`tags.team`: Invalid input: expected string, received number"],
    ["a table lies in an object", { ...good, output: z.object({ rows: table(z.object({})) }) }, "`output`: a table lies within another schema"],
    ["a table has checks", { ...good, output: table(z.object({ a: z.number() })).refine(() => true) }, "`output`: checks of a whole table"],
    ["rows are numbers", { ...good, output: table(z.number() as never) }, "`output`: the row schema of a table is of type"],
    ["rows have no schema", { ...good, output: table({ a: z.number() } as never) }, "`output`: table() was given something else than a Zod schema of a row"],
    [
      "an ignored column does not exist",
      { ...good, output: table(z.object({ a: z.number() }), { versionIgnore: ["b" as never] }) },
      '`output`: versionIgnore names "b"',
    ],
    [
      "a resource is a plain object",
      { ...good, resources: { db: { open: () => 1 } } },
      "`resources.db`: expected a resource, made by resource({ open }), found a plain object",
    ],
    [
      "a resource does not say how to open it",
      { ...good, resources: { db: resource({} as never) } },
      "`resources.db`: `open`: expected a function, found nothing (undefined)",
    ],
    [
      "a resource is wrong in several ways",
      { ...good, resources: { db: resource({ open: () => 1, values: { a: 1 }, closed: 3, tracked: "yes" } as never) } },
      '`resources.db`: it has the key "closed", which means nothing here; `tracked`: expected true or false, found "yes"; it has `values` without a `config` schema',
    ],
    [
      "a secret has no name that a variable can have",
      { ...good, resources: { db: resource({ open: () => 1, config: z.object({ t: z.string() }), values: { t: secret("my token") } }) } },
      '`resources.db`: `values`: the secret of "t" needs the name of an environment variable',
    ],
    ["a timeout has no unit", { ...good, timeout: "30" }, '`timeout`: expected a duration with its unit, such as "500ms"'],
    ["a timeout is a number", { ...good, timeout: 30 }, "`timeout`: expected a duration with its unit"],
    ["a timeout is nothing", { ...good, timeout: "0s" }, "`timeout`: expected a duration with its unit"],
    ["a timeout is longer than a timer can count", { ...good, timeout: "25d" }, "`timeout`: a timeout may be 24d at most"],
    ["a retry does not say how often", { ...good, retry: {} }, "`retry.attempts`: "],
    ["a retry makes no attempt", { ...good, retry: { attempts: 0 } }, "`retry.attempts`: "],
    ["a retry waits for no duration", { ...good, retry: { attempts: 2, delay: 5 } }, "`retry.delay`: expected a duration with its unit"],
    ["a retry has an unknown backoff", { ...good, retry: { attempts: 2, backoff: "cubic" } }, "`retry.backoff`: "],
    ["a retry has an unknown key", { ...good, retry: { attempts: 2, times: 3 } }, '`retry`: Unrecognized key: "times"'],
    ["the spec is no object", undefined, "its spec is nothing (undefined), not an object"],
    ["a view is no schema", { ...good, inputs: { up: from(raw, { schema: {} as never }) } }, 'input "up": expected a Zod schema, found a plain object'],
    ["an option of from() is unknown", { ...good, inputs: { up: from(raw, { trigger: false } as never) } }, 'input "up": there is no option "trigger"'],
  ])("%s", (_, spec, message) => {
    const messages = problemsOf({ include: [raw, badly("x/bad", spec)] }).map((problem) => problem.message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`Asset "x/bad": ${message}`);
  });

  it("a spec key that is misspelled, and one that is not supported yet", () => {
    const messages = problemsOf({ include: [badly("x/bad", { ...good, descripton: "x", partitions: {}, batch: {} })] }).map((problem) => problem.message);
    expect(messages).toEqual([
      'Asset "x/bad" has the key "descripton", which means nothing here; did you mean "description"?.',
      'Asset "x/bad" uses what is not supported yet: partitions.',
      'Asset "x/bad" uses what is not supported yet: batch.',
    ]);
  });

  it.each([
    ["", "it is empty"],
    ["a//b", "one of its segments"],
    [3, "it is number"],
    [undefined, "it is undefined"],
    ["a\nb", "it contains a control character"],
  ])("the key %j", (key, problem) => {
    expect(problemsOf({ include: [badly(key, good)] })[0]?.message).toContain(problem);
  });

  it("keys may be long and in any script", () => {
    const keys = ["Ünï/çødé 数据/😀", `long/${"x".repeat(2000)}`, "a@b/c|d", "a b/c,d"];
    expect([...define({ include: keys.map((key) => asset(key, good)) }).byKey.keys()]).toEqual(keys);
  });
});

describe("config", () => {
  const needing = asset("x/needing", { config: z.object({ limit: z.number() }), ...good });

  it("is kept where it fits", () => {
    expect(define({ include: [raw, plus, limited, needing], config: { "x/limited": { limit: 4 }, "x/needing": { limit: 1 } } }).config).toEqual({
      "x/limited": { limit: 4 },
      "x/needing": { limit: 1 },
    });
  });

  it.each([
    ["for an asset that does not exist", [raw], { "raw/b": {} }, "CONFIG_UNKNOWN_ASSET"],
    ["for an asset without one", [raw], { "raw/a": {} }, "CONFIG_UNKNOWN_ASSET"],
    ["that does not fit", [raw, plus, limited], { "x/limited": { limit: "many" } }, "CONFIG_INVALID"],
    ["that is needed and not given", [needing], {}, "CONFIG_INVALID"],
    ["that is no record", [raw], [], "RUN_CONFIG_INVALID"],
  ])("%s is a problem", (_, include, config, code) => {
    expect(codesOf({ include, config })).toEqual([code]);
  });
});

describe("resources", () => {
  const db = resource({ open: () => 1 });
  const user = asset("x/user", { resources: { db }, output: z.number(), run: (_, { resources }) => resources.db });

  it("are put in the place of those of the same name, and nothing else changes", () => {
    const definitions = define({ include: [raw, user, plus], resources: { db: resource({ open: () => 2 }) } });
    expect(definitions.byKey.get("x/user")?.resources.db?.open({ config: {}, signal: new AbortController().signal })).toBe(2);
    expect(definitions.byKey.get("x/plus")).toBe(definitionOf(plus));
    expect(define({ include: [user] }).byKey.get("x/user")).toBe(definitionOf(user));
  });

  it.each([
    [{ bd: db }, "RESOURCE_UNKNOWN", 'A resource was given for "bd", which nothing here uses. Resources: "db".'],
    [{ db: 3 }, "RESOURCE_INVALID", 'Resource "db" of define({ resources }): expected a resource, made by resource({ open }), found number 3.'],
    [{ db: resource({ open: 3 } as never) }, "RESOURCE_INVALID", 'Resource "db" of define({ resources }): `open`: expected a function, found number 3.'],
    [[db], "DEFINE_RESOURCES_INVALID", "define({ resources }) was given an array of 1; it takes resources by the names that assets call them by."],
  ])("%o is a problem", (resources, code, message) => {
    expect(problemsOf({ include: [user], resources })).toMatchObject([{ code, message }]);
  });
});

describe("a source", () => {
  it.each<[string, object, string]>([
    ["is a snapshot or is none", { snapshot: "always" }, "`snapshot`: Invalid input: expected boolean, received string"],
    ["loads no files", { snapshot: true, schema: file() }, "`schema`: a file can only be the output of an asset"],
  ])("%s", (_, spec, problem) => {
    const [found, ...others] = problemsOf({ include: [source("raw/b", { schema: z.number(), observe: () => "1", load: () => 1, ...spec } as never)] });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: "DEFINITION_INVALID", asset: "raw/b", message: expect.stringContaining(problem) });
  });
});
