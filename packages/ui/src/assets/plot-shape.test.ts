/** Where the points of a plot lie. */
import { expect, test } from "vitest";
import { nearestDot, plotShape } from "./plot-shape.ts";

const points = [5, 15, 10].map((value, at) => ({ id: String(at), at: `2026-01-0${at === 2 ? 5 : at + 1}T00:00:00.000Z`, value }));

test("time runs to the right at its own pace, the largest value lies on top", () => {
  const { dots, line } = plotShape(points);
  expect(dots.map(({ x, y }) => [x, y])).toEqual([
    [0, 100],
    [25, 0],
    [100, 50],
  ]);
  expect(line).toBe("M0 100 L25 0 L100 50");
});

test("what never changes lies in the middle", () => {
  expect(plotShape(points.map((point) => ({ ...point, value: 7 }))).dots.map(({ y }) => y)).toEqual([50, 50, 50]);
});

test("the pointer finds the point that is nearest in time", () => {
  expect([nearestDot(plotShape(points), 10)?.id, nearestDot(plotShape(points), 30)?.id, nearestDot(plotShape(points), 99)?.id]).toEqual(["0", "1", "2"]);
});
