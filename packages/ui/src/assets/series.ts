/** Numbers of an asset over time: rows, size, duration, and whatever numbers its function recorded. */
import { count, duration, size } from "../format/format.ts";
import { entriesOf } from "../format/json.ts";
import type { MaterializationRow } from "./queries.ts";

export interface Point {
  /** Id of the materialization. */
  readonly id: string;
  readonly at: string;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  /** Oldest first. */
  readonly points: readonly Point[];
  readonly format: (value: number) => string;
}

const number = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: 6 });

const measures: readonly (readonly [string, (row: MaterializationRow) => number | null, Series["format"]])[] = [
  ["Rows", (row) => row.rows, count],
  ["Size", (row) => row.bytes, size],
  ["Duration", (row) => (row.outcome === "REUSED" ? null : row.durationMs), duration],
];

/** Series with at least two values, in a steady order. `rows`: newest first, as the server lists them. */
export function seriesOf(rows: readonly MaterializationRow[]): readonly Series[] {
  const oldestFirst = rows.toReversed();
  const recorded = new Set(rows.flatMap((row) => entriesOf(row.metadata).flatMap(([name, value]) => (typeof value === "number" ? [name] : []))));
  const all = [...measures, ...[...recorded].sort().map((name) => [name, (row: MaterializationRow) => numberIn(row, name), number] as const)];
  return all
    .map(([name, read, format]) => ({ name, format, points: oldestFirst.flatMap((row) => pointOf(row, read(row))) }))
    .filter(({ points }) => points.length > 1);
}

const pointOf = ({ id, at }: MaterializationRow, value: number | null): readonly Point[] => (value === null ? [] : [{ id, at, value }]);

function numberIn(row: MaterializationRow, name: string): number | null {
  const value = entriesOf(row.metadata).find(([own]) => own === name)?.[1];
  return typeof value === "number" ? value : null;
}

export interface Summary {
  readonly latest: string;
  readonly lowest: string;
  readonly highest: string;
}

/** What a plot says, in three values. */
export function summaryOf({ points, format }: Series): Summary {
  const values = points.map((point) => point.value);
  return { latest: format(values.at(-1) ?? Number.NaN), lowest: format(Math.min(...values)), highest: format(Math.max(...values)) };
}
