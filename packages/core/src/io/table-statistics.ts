/** What is known of a table's columns once its rows have passed: nulls, smallest, largest and how many different values. */
import type { Json } from "../model/json.ts";
import { type DistinctCount, distinctCount } from "./distinct-count.ts";

/** One column. A value that JSON cannot say is text, as in a preview. */
export type ColumnStatistics = {
  /** Rows in which it is null, undefined or absent. */
  readonly nulls: number;
  /** The smallest number, string (its first 64 characters), date or bigint; `null` where the values are of several kinds, or of none of these. */
  readonly min: Json;
  readonly max: Json;
  /** About how many different values there are, by 1.6 %; `null` where there are lists, objects or bytes. */
  readonly distinct: number | null;
};

/** Statistics by column. */
export type TableStatistics = { readonly [column: string]: ColumnStatistics };

export interface StatisticsCollector {
  add(row: object): void;
  statistics(): TableStatistics;
}

/** Collects row by row. `columns`: `null` where only the first row says them. */
export function tableStatistics(columns: readonly string[] | null): StatisticsCollector {
  let names = columns;
  let collectors = columns?.map(() => columnCollector());
  return {
    add(row) {
      names ??= Object.keys(row);
      collectors ??= names.map(() => columnCollector());
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        // Not what an object inherits: a column may be called "constructor".
        collectors[i]?.add(Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : undefined);
      }
    },
    statistics: () => Object.fromEntries((names ?? []).flatMap((name, index) => (collectors?.[index] ? [[name, collectors[index].statistics()]] : []))),
  };
}

type Comparable = number | string | bigint;
type Kind = "number" | "string" | "bigint" | "date";

interface ColumnCollector {
  add(value: unknown): void;
  statistics(): ColumnStatistics;
}

function columnCollector(): ColumnCollector {
  let nulls = 0;
  let kind: Kind | null = null;
  let isMixed = false;
  let min: Comparable | undefined;
  let max: Comparable | undefined;
  let distinct: DistinctCount | null = distinctCount();
  const compare = (value: Comparable, its: Kind): void => {
    kind ??= its;
    if (kind !== its) isMixed = true;
    // An invalid number or date is neither small nor large.
    if (isMixed || Number.isNaN(value)) return;
    if (min === undefined || value < min) min = value;
    if (max === undefined || value > max) max = value;
  };
  return {
    add(value) {
      if (value === undefined || value === null) {
        nulls += 1;
        return;
      }
      if (distinct !== null && !count(distinct, value)) distinct = null;
      if (typeof value === "number" || typeof value === "string" || typeof value === "bigint") compare(value, typeof value as Kind);
      else if (value instanceof Date) compare(value.getTime(), "date");
      else isMixed = true;
    },
    statistics: () => ({
      nulls,
      min: isMixed ? null : shown(min, kind),
      max: isMixed ? null : shown(max, kind),
      distinct: distinct?.estimate() ?? null,
    }),
  };
}

const shownCharacters = 64;

function shown(value: Comparable | undefined, kind: Kind | null): Json {
  if (value === undefined) return null;
  if (kind === "date") return new Date(Number(value)).toISOString();
  // The cut may have halved a surrogate pair.
  if (typeof value === "string") return value.slice(0, shownCharacters).toWellFormed();
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : String(value);
}

/** Counts a value that is not null; `false` where it is none that is counted. */
function count(distinct: DistinctCount, value: unknown): boolean {
  if (typeof value === "number") hashNumber(value, numberSeed);
  else if (typeof value === "string") hashText(value, textSeed);
  else if (typeof value === "boolean") hashNumber(value ? 1 : 0, booleanSeed);
  else if (typeof value === "bigint") hashText(String(value), bigintSeed);
  else if (value instanceof Date) hashNumber(value.getTime(), dateSeed);
  else return false;
  distinct.add(hashed[0] as number, hashed[1] as number);
  return true;
}

// Values of two kinds are different values.
const [numberSeed, textSeed, booleanSeed, bigintSeed, dateSeed] = [1, 2, 3, 4, 5] as const;

/** The two hashes of the last value: no object is made for each cell. */
const hashed = new Uint32Array(2);
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

function hashNumber(value: number, seed: number): void {
  // Adding 0 makes one of the two zeros, and there is one NaN.
  double[0] = Number.isNaN(value) ? Number.NaN : value + 0;
  const [low, high] = [halves[0] as number, halves[1] as number];
  finish(mix(mix(0xdeadbeef ^ seed, low, 2654435761), high, 2654435761), mix(mix(0x41c6ce57 ^ seed, low, 1597334677), high, 1597334677));
}

/** cyrb53 by bryc (public domain): two lanes of 32 bits over the code units. */
function hashText(text: string, seed: number): void {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = mix(a, unit, 2654435761);
    b = mix(b, unit, 1597334677);
  }
  finish(a, b);
}

const mix = (lane: number, part: number, factor: number): number => Math.imul(lane ^ part, factor);

/** Spreads both lanes over all bits, each with the other. */
function finish(a: number, b: number): void {
  const first = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  const second = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
  hashed[0] = avalanche(first);
  hashed[1] = avalanche(second);
}

/** The finalizer of MurmurHash3 by Appleby (public domain). */
function avalanche(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
