import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError, type Problem } from "../model/errors.ts";
import { asset } from "./asset.ts";
import { type Check, check } from "./check.ts";
import { define, type Includable } from "./define.ts";
import { serializeDefinitions } from "./serialize.ts";
import { source } from "./source.ts";

const raw = source("raw", { schema: z.number(), observe: () => "1", load: () => 1 });
const orders = asset("orders", { output: z.number(), run: () => 1, checks: { positive: (n) => n > 0 } });
const good = { asset: orders, run: () => true };
/** Declares what the compiler would refuse. */
const badly = (name: unknown, spec: unknown): Check => check(name as string, spec as typeof good);

function problemsOf(include: readonly Includable[]): readonly Problem[] {
  try {
    define({ include });
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}

describe("define", () => {
  it("brings checks to their assets, wherever they lie among what is included, and the same one once", () => {
    const big = check("big", { ...good, severity: "warn", description: "Big enough." });
    const first = check("first", { ...good, blocking: true });
    const definitions = define({ include: [raw, { orders, big }, [first], big] });
    expect(serializeDefinitions(definitions, "/").assets.map(({ key, checks }) => [key, checks])).toEqual([
      ["raw", undefined],
      [
        "orders",
        [
          { name: "positive", severity: "error", blocking: false, description: null },
          { name: "big", severity: "warn", blocking: false, description: "Big enough." },
          { name: "first", severity: "error", blocking: true, description: null },
        ],
      ],
    ]);
  });
  it("gives other definitions for other checks, and the same code version; another body changes neither", () => {
    const serialized = (...checks: readonly Check[]) => serializeDefinitions(define({ include: [orders, ...checks] }), "/");
    const [none, one, edited, strict] = [
      serialized(),
      serialized(check("big", good)),
      serialized(check("big", { ...good, run: () => false })),
      serialized(check("big", { ...good, blocking: true })),
    ];
    expect(new Set([none, one, edited, strict].map((definitions) => definitions.assets[0]?.codeVersion)).size).toBe(1);
    expect(edited.version).toBe(one.version);
    expect(new Set([none, one, strict].map((definitions) => definitions.version)).size).toBe(3);
  });
});

describe("what is wrong with a check", () => {
  it.each<[string, Check, string]>([
    ["an asset that is not included", check("x", { asset: asset("other", { output: z.number(), run: () => 1 }), run: () => true }), "its asset is not among"],
    ["a source", badly("x", { ...good, asset: raw }), 'its asset "raw" is a source; a check looks at what an asset computed'],
    ["a key for an asset", badly("x", { ...good, asset: "orders" }), 'its `asset` is "orders", not an asset'],
    ["no asset", badly("x", { run: () => true }), "its `asset` is nothing (undefined), not an asset"],
    ["no spec", badly("x", undefined), "its spec is nothing (undefined), not an object"],
    ["no function", badly("x", { asset: orders }), "`run`: expected a function"],
    ["an unknown key", badly("x", { ...good, sevrity: "warn" }), 'it has the key "sevrity", which means nothing here; did you mean "severity"?'],
    ["an unknown severity", badly("x", { ...good, severity: "fatal" }), "`severity`: "],
    ["warning and blocking", badly("x", { ...good, severity: "warn", blocking: true }), 'it is blocking, so its severity must be "error"'],
    ["an empty name", badly("", good), "its name is empty"],
    ["a name that is none", badly(undefined, good), "its name is undefined, not a text"],
    ["a name with a control character", badly("a\nb", good), "its name contains a control character"],
    ["the name of another one", check("positive", good), "the asset has two checks of this name; rename one of them"],
  ])("%s", (_, wrong, message) => {
    const [problem] = problemsOf([orders, raw, wrong]);
    expect(problem?.message).toContain(message);
    expect(problem).toMatchObject({ code: "CHECK_INVALID", file: import.meta.filename });
  });
  it("is said of those that an asset declares itself, too", () => {
    const wrong = (checks: unknown) => asset("x", { output: z.number(), run: () => 1, checks: checks as Record<string, () => boolean> });
    expect(problemsOf([wrong({ ok: true })])[0]?.message).toBe('Asset "x": `checks.ok`: expected a function, found boolean true.');
    expect(problemsOf([wrong({ "": () => true })])[0]?.message).toBe('Asset "x": `checks`: check "": its name is empty.');
    const two = [check("big", { ...good }), check("big", { ...good })];
    expect(problemsOf([orders, ...two])).toMatchObject([{ code: "CHECK_INVALID", message: expect.stringContaining('Check "big" of "orders"') }]);
  });
});

it("no check runs when an asset is invoked", async () => {
  const checked = asset("checked", {
    output: z.number(),
    run: () => 1,
    checks: {
      never: () => {
        throw new Error("ran");
      },
    },
  });
  expect(await checked.invoke({})).toBe(1);
});
