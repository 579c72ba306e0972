import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnStatistics, tableStatistics } from "./table-statistics.ts";

const statisticsOf = (rows: readonly object[], columns: readonly string[] | null = null) => {
  const collector = tableStatistics(columns);
  for (const row of rows) collector.add(row);
  return collector.statistics();
};
const ofColumn = (values: readonly unknown[]): ColumnStatistics | undefined =>
  statisticsOf(
    values.map((x) => ({ x })),
    ["x"],
  ).x;

describe("statistics of a column", () => {
  it.each<[string, readonly unknown[], ColumnStatistics]>([
    ["numbers", [3, -1, 3, null], { nulls: 1, min: -1, max: 3, distinct: 2 }],
    ["numbers that JSON cannot say", [Number.NaN, Number.NEGATIVE_INFINITY, -0, 0, Number.NaN], { nulls: 0, min: "-Infinity", max: 0, distinct: 3 }],
    ["texts", ["b", "a", undefined], { nulls: 1, min: "a", max: "b", distinct: 2 }],
    ["long texts", [`${"x".repeat(63)}🙂`, "y".repeat(65)], { nulls: 0, min: `${"x".repeat(63)}\ufffd`, max: "y".repeat(64), distinct: 2 }],
    ["dates", [new Date(5), new Date(0), new Date(Number.NaN)], { nulls: 0, min: "1970-01-01T00:00:00.000Z", max: "1970-01-01T00:00:00.005Z", distinct: 3 }],
    ["bigints", [2n ** 300n, -1n], { nulls: 0, min: "-1", max: String(2n ** 300n), distinct: 2 }],
    ["booleans", [true, false, true], { nulls: 0, min: null, max: null, distinct: 2 }],
    ["several kinds", [1, "1"], { nulls: 0, min: null, max: null, distinct: 2 }],
    ["lists", [[1], [2]], { nulls: 0, min: null, max: null, distinct: null }],
    ["nothing", [null, undefined], { nulls: 2, min: null, max: null, distinct: 0 }],
  ])("%s", (_, values, expected) => {
    expect(ofColumn(values)).toStrictEqual(expected);
  });

  it("are those of naive counting, for any numbers, texts, dates and bigints", () => {
    const date = fc.date({ noInvalidDate: true });
    const column = fc.oneof(
      ...[fc.double({ noNaN: true }), fc.integer({ min: 0, max: 50 }), fc.string(), date, fc.bigInt()].map((values) =>
        fc.array(fc.option<unknown>(values), { maxLength: 200 }),
      ),
    );
    const text = (value: unknown): unknown =>
      value instanceof Date ? value.toISOString() : typeof value === "number" && Number.isFinite(value) ? value + 0 : String(value);
    fc.assert(
      fc.property(column, (values) => {
        const present = values.filter((value) => value !== null) as number[];
        const smallest = present.reduce<number | null>((least, value) => (least === null || value < least ? value : least), null);
        const largest = present.reduce<number | null>((most, value) => (most === null || value > most ? value : most), null);
        const found = ofColumn(values);
        expect(found?.nulls).toBe(values.length - present.length);
        expect(found?.min).toEqual(smallest === null ? null : text(smallest));
        expect(found?.max).toEqual(largest === null ? null : text(largest));
        const distinct = new Set(present.map((value) => (typeof value === "object" ? Number(value) : typeof value === "number" ? value + 0 : value))).size;
        // So few values seldom share a register.
        expect(Math.abs((found?.distinct ?? -1) - distinct)).toBeLessThanOrEqual(Math.max(3, distinct * 0.05));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["whole numbers", (n: number) => n],
    ["large steps", (n: number) => n * 4096 * 1024],
    ["fractions", (n: number) => n / 1000],
    ["texts", (n: number) => `customer-${n}`],
    ["dates", (n: number) => new Date(n * 86_400_000)],
    ["bigints", (n: number) => BigInt(n) << 40n],
  ])("estimate how many different %s there are, by 5 %%", (_, make) => {
    for (const count of [1_000, 10_000, 100_000]) {
      const distinct = ofColumn(Array.from({ length: count * 2 }, (__, n) => make(n % count)))?.distinct ?? 0;
      expect(Math.abs(distinct - count) / count).toBeLessThan(0.05);
    }
  });
});

describe("statistics of a table", () => {
  it("have the columns that are declared, or those of the first row, whatever they are called", () => {
    expect(Object.keys(statisticsOf([{ a: 1, b: 2 }], ["b"]))).toEqual(["b"]);
    expect(Object.keys(statisticsOf([{ a: 1 }, { a: 1, b: 2 }]))).toEqual(["a"]);
    expect(Object.entries(statisticsOf([{}], ["constructor", "__proto__"]))).toEqual(
      ["constructor", "__proto__"].map((name) => [name, { nulls: 1, min: null, max: null, distinct: 0 }]),
    );
    expect(statisticsOf([])).toEqual({});
  });
});
