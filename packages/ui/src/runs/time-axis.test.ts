/** The axis of time of a run. */
import { expect, test } from "vitest";
import { axisOf, barOf, marksOf, markText } from "./time-axis.ts";

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const ended = axisOf({ createdAt: at(0), startedAt: at(10), endedAt: at(20) }, 0);

test("a step stands where it ran, one that runs reaches to now, one that did not run is a point, one to come is nowhere", () => {
  expect(barOf({ startedAt: at(12), endedAt: at(17) }, ended)).toEqual({ left: 20, width: 50 });
  const now = axisOf({ createdAt: at(0), startedAt: at(10), endedAt: null }, Date.parse(at(14)));
  expect(barOf({ startedAt: at(12), endedAt: null }, now)).toEqual({ left: 50, width: 50 });
  expect(barOf({ startedAt: null, endedAt: at(15) }, ended)).toEqual({ left: 50, width: 0 });
  expect(barOf({ startedAt: null, endedAt: null }, ended)).toBeNull();
});

test("a clock that is ahead leaves no bar outside of the axis", () => {
  expect(barOf({ startedAt: at(5), endedAt: at(25) }, ended)).toEqual({ left: 0, width: 100 });
});

test("marks are round and few, however long the run", () => {
  const texts = (span: number) => marksOf({ start: 0, span }, 5).map(markText);
  expect(texts(9)).toEqual(["0", "2 ms", "4 ms", "6 ms", "8 ms"]);
  expect(texts(1_700)).toEqual(["0", "500 ms", "1 s", "1.5 s"]);
  expect(texts(95_000)).toEqual(["0", "30 s", "1 min", "1:30"]);
  expect(texts(4 * 3_600_000)).toEqual(["0", "1 h", "2 h", "3 h", "4 h"]);
  for (const span of [1, 37, 4_211, 61_000, 86_400_000 * 9]) expect(marksOf({ start: 0, span }, 5).length).toBeLessThanOrEqual(6);
});
