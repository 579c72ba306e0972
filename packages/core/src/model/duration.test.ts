import { expect, it } from "vitest";
import { durationText, parseDuration } from "./duration.ts";

it.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["5m", 300_000],
  ["5 minutes", 300_000],
  ["1.5h", 5_400_000],
  ["3d", 259_200_000],
])("%s is %d milliseconds", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

it.each([["30"], ["0s"], ["-3s"], ["s"], [""], ["1h 30m"], ["soon"], ["3 parsecs"], ["1.2.3s"], [30], [null], [undefined], [`${"9".repeat(99)}d`]])(
  "%o is no duration",
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

it.each([
  [500, "500ms"],
  [30_000, "30s"],
  [90_000, "90s"],
  [120_000, "2m"],
  [86_400_000, "1d"],
  [1_500, "1500ms"],
])("%d milliseconds read %s", (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
