import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, decodeValue, encodeValue, maximumDepth, rowTexts, UnstorableValue } from "./canonical.ts";
import { tableOf } from "./table.ts";

/** Everything that can be stored, nested, with keys that look like tags and like prototypes. */
const storable: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => {
  const key = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("$date", "$map", "$object", "$undefined", "$", "__proto__", "constructor", "toJSON", "1"),
  );
  return {
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, undefined, true, false, "\u2028", "\ud800"),
      fc.bigInt(),
      fc.date({ noInvalidDate: true }),
      fc.uint8Array(),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
      fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  };
}).value;

const withKeysReversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [withKeysReversed(key), withKeysReversed(inner)]));
  if (value instanceof Set) return new Set([...value].map(withKeysReversed));
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, withKeysReversed(inner)]),
  );
};

describe("encodeValue", () => {
  it("is lossless, also for keys that look like its tags", () => {
    const survives = (value: unknown): boolean => {
      const text = encodeValue(value);
      const decoded = decodeValue(text);
      return isDeepStrictEqual(decoded, value) && encodeValue(decoded) === text;
    };
    fc.assert(fc.property(storable, survives), { numRuns: 1000 });
  });

  it("keeps the order of keys", () => {
    expect(encodeValue({ b: 1, a: 2 })).toBe('{"b":1,"a":2}');
  });

  it("gives one line", () => {
    fc.assert(fc.property(storable, (value) => void expect(encodeValue(value)).not.toContain("\n")));
  });

  it("stores a Buffer as bytes, and only the part that it shows", () => {
    expect(decodeValue(encodeValue(Buffer.from("abcdef").subarray(2, 4)))).toStrictEqual(new Uint8Array([99, 100]));
  });

  class Point {
    readonly x = 1;
  }
  const circle: Record<string, unknown> = {};
  circle.self = { again: circle };

  it.each([
    ["a function", { list: [0, { run: function go() {} }] }, "list[1].run", "a function (go)"],
    ["a symbol", { a: Symbol("x") }, "a", "a symbol"],
    ["an instance of a class", new Map([["k", new Point()]]), "[0][1]", "an instance of Point"],
    ["an object that contains itself", circle, "self.again", "an object that contains itself"],
    ["an odd key", { "a b": { c: () => 1 } }, '["a b"].c', "a function (c)"],
    ["a symbol as key", { a: { [Symbol("x")]: 1 } }, "a", "an object with a symbol as key"],
    ["an invalid date", { at: new Date("x") }, "at", "an invalid date"],
    // biome-ignore lint/suspicious/noSparseArray: that is the point
    ["a list with a hole", { list: [1, , 2] }, "list[1]", "a hole in a list"],
    ["a file", { f: new File([], "x") }, "f", "an instance of File"],
    ["numbers of a typed array", [new Float64Array(1)], "[0]", "an instance of Float64Array"],
    ["a table", { rows: tableOf([], async function* () {}) }, "rows", "a table inside another value"],
  ])("refuses %s and says where", (_, value, path, found) => {
    const error = (() => {
      try {
        encodeValue(value);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UnstorableValue);
    expect(error).toMatchObject({ path, found });
  });

  it("takes values that are nested deeply, and says where it ends, however deep", () => {
    const nested = (depth: number): unknown => {
      let value: unknown = "leaf";
      for (let i = 0; i < depth; i++) value = i % 3 === 0 ? [value] : i % 3 === 1 ? { value } : new Map([["value", value]]);
      return value;
    };
    expect(encodeValue(decodeValue(encodeValue(nested(maximumDepth - 350))))).toBe(encodeValue(nested(maximumDepth - 350)));
    for (const depth of [maximumDepth + 1, 10_000, 100_000])
      expect(() => encodeValue(nested(depth))).toThrow(`a value nested more than ${maximumDepth} levels deep`);
  });

  it("takes the same object twice, where it does not contain itself", () => {
    const shared = { a: 1 };
    expect(decodeValue(encodeValue([shared, shared]))).toStrictEqual([{ a: 1 }, { a: 1 }]);
  });
});

describe("rowTexts", () => {
  it("are the same two texts, for any row and ignored columns", () => {
    const rows = fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom("$a", "__proto__", "b", "a")), storable, { noNullPrototype: true });
    const without = (row: object, ignored: readonly string[]): object => Object.fromEntries(Object.entries(row).filter(([key]) => !ignored.includes(key)));
    fc.assert(
      fc.property(rows, fc.subarray(["a", "b", "$a"]), (row, ignored) => {
        expect(rowTexts(row, new Set(ignored))).toEqual({ stored: encodeValue(row), canonical: canonicalText(without(row, ignored)) });
      }),
      { numRuns: 500 },
    );
  });
});

describe("canonicalText", () => {
  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(storable, (value) => void expect(canonicalText(withKeysReversed(value))).toBe(canonicalText(value))),
      { numRuns: 300 },
    );
  });

  it("is equal for equal values only", () => {
    fc.assert(fc.property(storable, storable, (a, b) => canonicalText(a) !== canonicalText(b) || isDeepStrictEqual(a, b)));
  });

  it.each([
    ["-0 and 0", -0, 0],
    ["a property that is undefined and one that is absent", { a: undefined }, {}],
    ["1 and 1n", 1, 1n],
    ["1 and its text", 1, "1"],
    ["a date and its text", new Date(0), new Date(0).toISOString()],
    [
      "Maps in another order",
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
    ],
    ["Sets in another order", new Set([1, 2]), new Set([2, 1])],
    ["a Map and an object", new Map([["a", 1]]), { a: 1 }],
    ["null and undefined", null, undefined],
    ["a tag and what it stands for", { $undefined: true }, undefined],
  ])("tells %s apart", (_, a, b) => {
    expect(canonicalText(a)).not.toBe(canonicalText(b));
  });

  it("holds NaN equal to itself", () => {
    expect(canonicalText({ a: Number.NaN })).toBe(canonicalText({ a: Number.NaN }));
  });

  it("sorts keys by code unit", () => {
    expect(canonicalText({ "\u{1F600}": 1, "\uFF5E": 2, a: 3, B: 4 })).toBe('{"B":4,"a":3,"\u{1F600}":1,"\uFF5E":2}');
  });
});
