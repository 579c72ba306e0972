/** Where the points of a series lie in a plot, in percent of its width and height. */
import type { Point } from "./series.ts";

export interface PlotShape {
  readonly dots: readonly { readonly x: number; readonly y: number; readonly point: Point }[];
  /** The line through them, and the area below it. */
  readonly line: string;
  readonly area: string;
}

/** Time to the right, values upwards; a value that never changes lies in the middle. */
export function plotShape(points: readonly Point[]): PlotShape {
  const times = points.map((point) => Date.parse(point.at));
  const values = points.map((point) => point.value);
  const dots = points.map((point, at) => ({ x: place(times[at] ?? 0, times), y: 100 - place(point.value, values), point }));
  const line = dots.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join(" ");
  return { dots, line, area: `${line} L${round(dots.at(-1)?.x ?? 0)} 100 L${round(dots[0]?.x ?? 0)} 100 Z` };
}

function place(value: number, all: readonly number[]): number {
  const low = Math.min(...all);
  const high = Math.max(...all);
  return high === low ? 50 : (100 * (value - low)) / (high - low);
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The dot nearest to `x`, in percent. */
export function nearestDot({ dots }: PlotShape, x: number): Point | null {
  const [nearest] = dots.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x));
  return nearest?.point ?? null;
}
