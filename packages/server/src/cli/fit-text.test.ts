import { expect, test } from "vitest";
import { oneLine, padded, shortened, widthOf, wrapped } from "./fit-text.ts";

test.each([
  ["weather", 7],
  ["天気", 4],
  ["👩‍👩‍👧‍👦 family", 9],
  ["🇩🇪", 2],
  ["é", 1],
  ["\u001B[31mred\u001B[39m", 3],
  ["مطر", 3],
  ["", 0],
])("%j takes %i columns", (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test("keys keep both of their ends", () => {
  expect(shortened("weather/stations/hot_days", 13, "middle")).toBe("weathe…t_days");
  expect(shortened("天気雨風雪霧", 7, "middle")).toBe("天…霧");
});

test.each([1, 2, 3, 4, 5, 6, 7, 20])("nothing is wider than the %i columns that it is given", (width) => {
  for (const text of ["weather/hot_days", "天気天気天気", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "a👍b👍c", "مطر في الليل", "\u001B[31mred and long\u001B[39m"]) {
    for (const position of ["middle", "end"] as const) expect(widthOf(shortened(text, width, position))).toBeLessThanOrEqual(width);
    // a character of two columns cannot be broken
    for (const line of wrapped(text, width)) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(2, width));
  }
});

test("padding counts columns, not characters", () => {
  expect(padded("天気", 6)).toBe("天気  ");
  expect(padded("weather", 6)).toBe("weather");
});

test("what would steer the terminal or turn the line around is taken out", () => {
  expect(oneLine("a\u001B[2Jb\u0007\nc\td\u202Ee")).toBe("a\uFFFD[2Jb\uFFFD c d\uFFFDe");
});
