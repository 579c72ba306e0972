import { expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError } from "../model/errors.ts";
import { asset } from "./asset.ts";
import { assets } from "./assets.ts";
import { define } from "./define.ts";
import { source } from "./source.ts";

const named = (key: string, ...formerly: string[]) => asset(key, { formerly, output: z.number(), run: () => 1 });
const messagesOf = (...include: Parameters<typeof define>[0]["include"][number][]): readonly string[] => {
  try {
    define({ include });
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map((problem) => `${problem.code} ${problem.asset} ${problem.message}`);
    throw error;
  }
  return [];
};

it("an asset and a source may have had any number of keys that are free now", () => {
  const raw = source("raw", { formerly: ["old/raw"], schema: z.number(), observe: () => "1", load: () => 1 });
  expect(messagesOf(raw, named("c", "b", "a"), named("x", "ünï/code"))).toEqual([]);
});

it("the former keys of a function with several outputs are those of its outputs", () => {
  const outputs = { a: z.number(), b: z.number() };
  const split = assets("new", { formerly: ["old"], outputs, run: () => ({ a: 1, b: 2 }) });
  expect([...define({ include: [split] }).byKey.values()].map(({ key, formerly }) => [key, formerly])).toEqual([
    ["new/a", ["old/a"]],
    ["new/b", ["old/b"]],
  ]);
});

it.each([
  ["its own", [named("a", "a")], 'FORMER_KEY_INVALID a "a" says that it was formerly "a", but that is its key now.'],
  ["named twice", [named("b", "a", "a")], 'FORMER_KEY_INVALID b "b" says that it was formerly "a", but it says so twice.'],
  ["claimed by two", [named("b", "a"), named("c", "a")], 'FORMER_KEY_INVALID c "c" says that it was formerly "a", but "b" says so, too.'],
  ["no key", [named("b", "a//b")], 'FORMER_KEY_INVALID b "b" says that it was formerly "a//b", but that cannot have been a key: one of its segments'],
])("a former key that is %s is a problem", (_, include, message) => {
  expect(messagesOf(...include)).toEqual([expect.stringContaining(message)]);
});

it("a former key that is in use is a problem that says where", () => {
  expect(messagesOf(named("a"), named("b", "a"))).toEqual([
    expect.stringMatching(/^FORMER_KEY_INVALID b "b" says that it was formerly "a", but that is the key of another asset \(.+former-keys\.test\.ts:9\)\.$/),
  ]);
});

it("what is no list of texts is a problem", () => {
  expect(messagesOf(asset("b", { formerly: "a" as never, output: z.number(), run: () => 1 }))).toEqual([
    'DEFINITION_INVALID b Asset "b": `formerly`: Invalid input: expected array, received string.',
  ]);
});
