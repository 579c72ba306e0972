import { type CodeChange, sha256 } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { codeDiff, textsNeeded } from "./code-diff.ts";

const changed = (from: string | null, to: string | null, at: Partial<CodeChange> = {}) => {
  const hash = (text: string | null): string | null => (text === null ? null : sha256(text));
  const change: CodeChange = {
    ...{ kind: "DECLARATION", change: "CHANGED", name: "normalise", file: "lib/units.ts", through: null },
    ...{ line: 1, fromLine: 1, from: hash(from), to: hash(to), ...at },
  };
  return { change, texts: new Map([from, to].flatMap((text) => (text === null ? [] : [[sha256(text), text] as const]))) };
};
const diff = (...given: Parameters<typeof changed>) => {
  const { change, texts } = changed(...given);
  return codeDiff(change, texts);
};

const lines = (count: number, text = "line") => Array.from({ length: count }, (_, index) => `${text} ${index}`).join("\n");

test("shows the lines that changed with three around them, by the numbers of their files", () => {
  const before = "one\ntwo\nthree\nfour\nfive\nsix";
  expect(diff(before, before.replace("five", "5"), { fromLine: 10, line: 20 })).toEqual({
    text: "@@ -11,5 +21,5 @@\n two\n three\n four\n-five\n+5\n six",
    omittedLines: 0,
  });
});

test("what is new is all new, and what is gone all gone", () => {
  expect(diff(null, "a\nb", { fromLine: null, line: 7 })?.text).toBe("@@ -0,0 +7,2 @@\n+a\n+b");
  expect(diff("a\nb", null, { fromLine: 7, line: null })?.text).toBe("@@ -7,2 +0,0 @@\n-a\n-b");
});

test("a long diff is cut and says by how much, and so is a long line", () => {
  const { text, omittedLines } = diff(null, lines(500)) ?? { text: "", omittedLines: 0 };
  expect(text.split("\n")).toHaveLength(120);
  expect(omittedLines).toBe(381);
  expect(diff("a", `b${"x".repeat(1_000_000)}`)?.text.length).toBeLessThan(500);
});

test("texts that have nothing in common are compared in no time", () => {
  const started = performance.now();
  expect(diff(lines(20_000, "old"), lines(20_000, "new"))?.omittedLines).toBe(40_001 - 120);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("there is none without the texts, and none of a package", () => {
  const { change, texts } = changed("a", "b");
  expect(textsNeeded([change])).toEqual([sha256("a"), sha256("b")]);
  expect(codeDiff(change, new Map([...texts].slice(1)))).toBeNull();
  const upgraded: CodeChange = { ...change, kind: "PACKAGE", from: "1.0.0", to: "2.0.0" };
  expect(textsNeeded([upgraded])).toEqual([]);
  expect(codeDiff(upgraded, texts)).toBeNull();
});
