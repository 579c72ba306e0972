/** Which numbers of an asset's history are plotted. */
import { expect, test } from "vitest";
import type { Json } from "../graphql/graphql.ts";
import type { MaterializationRow } from "./queries.ts";
import { seriesOf, summaryOf } from "./series.ts";

const row = (day: number, metadata: Json, more: Partial<MaterializationRow> = {}): MaterializationRow => ({
  id: String(day),
  at: `2026-01-0${day}T00:00:00.000Z`,
  outcome: "SUCCEEDED",
  reason: "",
  durationMs: 1_000 * day,
  bytes: null,
  rows: null,
  metadata,
  run: null,
  ...more,
});
const shown = (rows: readonly MaterializationRow[]) => seriesOf(rows).map(({ name, points }) => [name, points.map((point) => point.value)]);

test("numbers that were recorded at least twice are plotted, oldest first; other values are not", () => {
  const rows = [row(3, { revenue: 30, note: "x" }), row(2, { once: 1, revenue: null, columns: { a: { nulls: 0 } } }), row(1, { revenue: 10 })];
  expect(shown(rows)).toEqual([
    ["Duration", [1_000, 2_000, 3_000]],
    ["revenue", [10, 30]],
  ]);
});

test("a value that was taken over took no time to compute", () => {
  expect(shown([row(2, {}, { outcome: "REUSED", rows: 5 }), row(1, {}, { rows: 7 })])).toEqual([["Rows", [7, 5]]]);
});

test("a plot is said in words: latest, lowest, highest, in its unit", () => {
  const [size] = seriesOf([row(3, {}, { bytes: 2_000 }), row(2, {}, { bytes: 500 }), row(1, {}, { bytes: 3_000 })]);
  expect(size && summaryOf(size)).toEqual({ latest: "2.0 kB", lowest: "500 B", highest: "3.0 kB" });
});
