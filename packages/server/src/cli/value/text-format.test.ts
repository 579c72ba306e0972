import { expect, test } from "vitest";
import { jsonText, type TextFormat, tableText } from "./text-format.ts";

async function textOf(rows: readonly object[], format: TextFormat, columns: readonly string[] = ["a", "b"]): Promise<string> {
  async function* stream() {
    yield* rows;
  }
  const pieces: string[] = [];
  for await (const piece of tableText({ columns, stream, rows: async () => [...rows] }, format)) pieces.push(piece);
  return pieces.join("");
}

test.each([
  ["json", [], "[]\n"],
  ["json", [{ a: 1 }], '[\n  {"a":1}\n]\n'],
  ["json", [{ a: 1 }, { a: 2, b: undefined }], '[\n  {"a":1},\n  {"a":2}\n]\n'],
  ["jsonl", [], ""],
  ["jsonl", [{ a: "x\ny" }, { a: Number.NaN }], '{"a":"x\\ny"}\n{"a":"NaN"}\n'],
  ["csv", [], "a,b\n"],
  ["csv", [{ a: 'says "x"', b: "1,5" }, { b: "two\nlines" }, { a: null, b: false }], 'a,b\n"says ""x""","1,5"\n,"two\nlines"\n,false\n'],
  ["csv", [{ a: new Date(0), b: new Map([["k", 1n]]) }], 'a,b\n1970-01-01T00:00:00.000Z,"[[""k"",""1""]]"\n'],
] as const)("a table as %s: %j", async (format, rows, text) => {
  expect(await textOf(rows, format)).toBe(text);
});

test("an empty cell of a single column is quoted: an empty line is no row", async () => {
  expect(await textOf([{ a: "" }, { a: "x" }], "csv", ["a"])).toBe('a\n""\nx\n');
});

test("a long table comes in pieces", async () => {
  async function* stream() {
    for (let n = 0; n < 10_000; n++) yield { n };
  }
  const lengths: number[] = [];
  for await (const piece of tableText({ columns: ["n"], stream, rows: async () => [] }, "jsonl")) lengths.push(piece.length);
  expect(lengths.length).toBeGreaterThan(1);
  expect(Math.max(...lengths)).toBeLessThan(70_000);
});

test("bytes are base64, a date its text", () => {
  expect(JSON.parse(jsonText({ bytes: new Uint8Array([1, 2, 3]), at: new Date(0) }))).toEqual({ bytes: "AQID", at: "1970-01-01T00:00:00.000Z" });
});
