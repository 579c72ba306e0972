import { describe, expect, it } from "vitest";
import { z } from "zod";
import { asset } from "../define/asset.ts";
import { definitionOf } from "../define/definition.ts";
import { from } from "../define/from.ts";
import { type Resources, resource } from "../define/resource.ts";
import { source } from "../define/source.ts";
import { table } from "../define/table.ts";
import { csvFile } from "../io/csv-file.ts";
import { type CodeVersion, codeVersionOf } from "./code-version.ts";

const versionOf = (handle: unknown): CodeVersion => {
  const definition = definitionOf(handle);
  if (definition === undefined) throw new Error("not an asset");
  return codeVersionOf(definition);
};
/** The parts in which two declarations differ. */
const difference = (a: unknown, b: unknown): string[] => {
  const [one, other] = [versionOf(a), versionOf(b)];
  const parts = (Object.keys(one.codeParts) as (keyof CodeVersion["codeParts"])[]).filter((part) => one.codeParts[part] !== other.codeParts[part]);
  expect(one.codeVersion === other.codeVersion).toBe(parts.length === 0);
  return parts;
};
const spec = { output: z.object({ n: z.number() }), run: () => ({ n: 1 }) };
const withOutput = (output: z.ZodType) => asset("a", { output, run: spec.run } as never);
const withRun = (text: string) => asset("a", { ...spec, run: new Function(`return ${text}`)() });

describe("the body", () => {
  it("differs by what a function does", () => {
    expect(difference(withRun("() => ({ n: 1 })"), withRun("() => ({ n: 2 })"))).toEqual(["body"]);
  });

  it.each([
    ["white space", "() => ({ n: 1 })", "()=>({\n  n:1\n})"],
    ["comments", "() => ({ n: 1 })", "() => /* why */ ({ n: 1 }) // done"],
    ["a trailing comma", "() => [1, 2]", "() => [\n1,\n2,\n]"],
  ])("does not differ by %s", (_, a, b) => {
    expect(difference(withRun(a), withRun(b))).toEqual([]);
  });

  it.each([
    ["blanks in a text", '() => "a b"', '() => "a  b"'],
    ["what looks like a comment in a text", '() => "a // b"', '() => "a // c"'],
    ["what looks like a comment in a regular expression", "() => /[/*]a[*/]/", "() => /[/*]b[*/]/"],
    ["blanks in a template", "() => `a b`", "() => `a  b`"],
    ["two words for one", "() => typeof x", "() => typeofx"],
    ["an operator", "(a, b) => a + +b", "(a, b) => a + ++b"],
  ])("differs by %s", (_, a, b) => {
    expect(difference(withRun(a), withRun(b))).toEqual(["body"]);
  });

  it("differs by the data version function", () => {
    expect(difference(asset("a", spec), asset("a", { ...spec, dataVersion: (value) => String(value.n) }))).toEqual(["body"]);
  });
});

describe("the schema", () => {
  const base = z.object({ n: z.number() });

  it.each<[string, z.ZodType, z.ZodType]>([
    ["a description", base, z.object({ n: z.number().describe("the number") }).describe("all")],
    ["meta data", base, z.object({ n: z.number().meta({ title: "N", examples: [1] }) }).meta({ id: "x" })],
    ["a documenting check", base, z.object({ n: z.number().check(z.describe("x"), z.meta({ title: "y" })) })],
    ["a message", z.string({ error: "a text, please" }), z.string()],
    ["the message of a check", z.string().min(3, "too short"), z.string().min(3)],
  ])("does not differ by %s", (_, a, b) => {
    expect(difference(withOutput(a), withOutput(b))).toEqual([]);
  });

  it.each<[string, z.ZodType, z.ZodType]>([
    ["the type of a field", base, z.object({ n: z.string() })],
    ["the name of a field", base, z.object({ m: z.number() })],
    ["an optional field", base, z.object({ n: z.number().optional() })],
    ["coercion", base, z.object({ n: z.coerce.number() })],
    ["a parameter of a check", z.string().min(3), z.string().min(4)],
    ["a format", z.iso.date(), z.iso.datetime()],
    ["the precision of a format", z.iso.datetime({ precision: 3 }), z.iso.datetime({ precision: 0 })],
    ["a regular expression", z.string().regex(/a/), z.string().regex(/a/i)],
    ["a pattern of its own", z.email(), z.email({ pattern: /@/ })],
    ["a refinement", z.number().refine((n) => n > 1), z.number().refine((n) => n > 2)],
    ["a check function", z.number().check((context) => void context.value), z.number().check((context) => void (context.value + 1))],
    ["a transformation", z.number().transform((n) => n + 1), z.number().transform((n) => n + 2)],
    ["a preprocessing step", z.preprocess((n) => n, z.number()), z.preprocess((n) => Number(n), z.number())],
    ["a default", z.number().default(1), z.number().default(2)],
    ["a fallback", z.number().catch(1), z.number().catch(2)],
    ["a fallback function", z.number().catch(() => 1), z.number().catch(() => 2)],
    ["an option of a union", z.discriminatedUnion("k", [z.object({ k: z.literal("a") })]), z.discriminatedUnion("k", [z.object({ k: z.literal("b") })])],
    ["an enum", z.enum(["a"]), z.enum(["a", "b"])],
    ["strictness", z.object({}), z.strictObject({})],
    ["what a lazy schema gives", z.lazy(() => z.string()), z.lazy(() => z.number())],
    ["the rows of a table", table(base), table(z.object({ n: z.number().int() }))],
    ["the order of a table", table(base), table(base, { ordered: true })],
    ["columns that do not count", table(base), table(base, { versionIgnore: ["n"] })],
  ])("differs by %s", (_, a, b) => {
    expect(difference(withOutput(a), withOutput(b))).toEqual(["schema"]);
    expect(difference(withOutput(a), withOutput(a))).toEqual([]);
  });

  it("may refer to itself", () => {
    const tree = (leaf: z.ZodType): z.ZodType => {
      const Tree: z.ZodType = z.object({
        leaf,
        get children() {
          return z.array(Tree);
        },
        other: z.lazy(() => Tree),
      });
      return Tree;
    };
    expect(difference(withOutput(tree(z.string())), withOutput(tree(z.string())))).toEqual([]);
    expect(difference(withOutput(tree(z.string())), withOutput(tree(z.number())))).toEqual(["schema"]);
  });

  it("does not differ from one moment to the next where a default is computed", async () => {
    const make = () =>
      withOutput(
        z.object({
          at: z.date().default(() => new Date()),
          id: z.string().default(() => crypto.randomUUID()),
          ms: z.number().default(() => Date.now()),
          nested: z.object({ at: z.string() }).default(() => ({ at: new Date().toISOString() })),
        }),
      );
    const first = versionOf(make());
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(versionOf(make())).toEqual(first);
  });

  it("of a view counts for its consumer alone", () => {
    const up = asset("up", spec);
    const consumer = (view: z.ZodType) => asset("a", { ...spec, inputs: { up: from(up, { schema: view as never }) } } as never);
    expect(difference(consumer(z.object({ n: z.number() })), consumer(z.object({ n: z.any() })))).toEqual(["schema"]);
    expect(difference(consumer(z.object({ n: z.number() })), asset("a", { ...spec, inputs: { up } }))).toEqual(["schema"]);
  });
});

describe("the other parts", () => {
  it("are the config's schema and the params", () => {
    expect(difference(asset("a", { ...spec, config: z.object({ k: z.number() }) }), asset("a", { ...spec, config: z.object({ k: z.string() }) }))).toEqual([
      "config",
    ]);
    expect(difference(asset("a", { ...spec, params: { path: "x" } }), asset("a", { ...spec, params: { path: "y" } }))).toEqual(["params"]);
  });

  it("documentation is none of them, and neither is the key", () => {
    expect(
      difference(
        asset("a", spec),
        asset("b", { ...spec, description: "x", owners: ["me"], tags: { a: "b" }, kinds: ["k"], group: "g", metadata: { m: 1 }, formerly: ["a"] }),
      ),
    ).toEqual([]);
  });

  it("a stated version stands for all", () => {
    const stated = (codeVersion: string, n: number) => asset("a", { ...spec, codeVersion, run: new Function(`return () => ({ n: ${n} })`)() });
    expect(versionOf(stated("v1", 1)).codeVersion).toBe(versionOf(stated("v1", 2)).codeVersion);
    expect(versionOf(stated("v1", 1)).codeVersion).not.toBe(versionOf(stated("v2", 1)).codeVersion);
    expect(versionOf(stated("v1", 1)).codeParts.explicit).toBe("v1");
  });
});

describe("a source", () => {
  const Row = z.object({ n: z.coerce.number() });
  it("counts by the text of its functions", () => {
    const make = (text: string) => source("s", { schema: z.number(), observe: () => "1", load: new Function(`return ${text}`)() });
    expect(difference(make("() => 1"), make("() => 2"))).toEqual(["body"]);
  });

  it("that is ready-made counts by what it reads", () => {
    expect(difference(source("s", csvFile("a.csv", Row)), source("s", csvFile("a.csv", Row)))).toEqual([]);
    expect(difference(source("s", csvFile("a.csv", Row)), source("s", csvFile("b.csv", Row)))).toEqual(["body"]);
    expect(difference(source("s", csvFile("a.csv", Row)), source("s", csvFile("a.csv", Row, { delimiter: ";" })))).toEqual(["body"]);
    expect(difference(source("s", csvFile("a.csv", Row)), source("s", csvFile("a.csv", Row.extend({ m: z.string() }))))).toEqual(["schema"]);
  });
});

describe("resources", () => {
  const version = (resources: Resources | undefined) =>
    versionOf(asset("x", { output: z.number(), run: () => 1, ...(resources === undefined ? {} : { resources }) })).codeVersion;
  const one = (more: object = {}) => resource({ open: () => 1, ...more });
  const two = (more: object = {}) => resource({ open: () => 2, ...more });

  it("do not count unless they are tracked or say their version", () => {
    expect(version({ db: one() })).toBe(version(undefined));
    expect(version({ db: one({ tracked: true }) })).not.toBe(version({ db: two({ tracked: true }) }));
    expect(version({ db: one({ codeVersion: "1" }) })).toBe(version({ db: two({ codeVersion: "1" }) }));
    expect(version({ db: one({ codeVersion: "1" }) })).not.toBe(version({ db: one({ codeVersion: "2" }) }));
  });
});
