import { expect, test } from "vitest";
import { agoText, bytesText, countText, durationText, tally, tallyText } from "./words.ts";

test.each([
  [0.4, "0 ms"],
  [31, "31 ms"],
  [1_234, "1.2 s"],
  [184_000, "3 min 4 s"],
  [7_320_000, "2 h 2 min"],
])("%d ms is said as %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, "just now"],
  [30_000, "30 seconds ago"],
  [61_000, "1 minute ago"],
  [7_200_000, "2 hours ago"],
  [200_000_000, "2 days ago"],
  [-5_000, "just now"],
])("%d ms back is said as %s", (ms, text) => {
  const now = new Date("2024-05-01T12:00:00Z");
  expect(agoText(new Date(now.getTime() - ms), now)).toBe(text);
});

test("counts know their plural", () => {
  expect([countText(1, "row"), countText(412, "row"), countText(12_000, "row")]).toEqual(["1 row", "412 rows", "12,000 rows"]);
});

test("sizes are said in the unit that fits", () => {
  expect([1, 345, 12_345, 1_200_000, 3e9].map(bytesText)).toEqual(["1 byte", "345 bytes", "12.3 kB", "1.2 MB", "3.0 GB"]);
});

test("a tally leaves out what there is none of", () => {
  expect(tallyText(tally(["fresh", "stale", "fresh"]))).toBe("2 fresh, 1 stale");
  expect(
    tallyText(
      new Map([
        ["run", 0],
        ["blocked", 2],
      ]),
    ),
  ).toBe("2 blocked");
});
