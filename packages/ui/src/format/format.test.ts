/** How times, sizes and reasons read. */
import { expect, test } from "vitest";
import { ago, agoCalm, duration, size, splitKey } from "./format.ts";
import { sentence } from "./sentence.ts";

const now = Date.parse("2026-03-10T12:00:00.000Z");
const before = (ms: number): string => new Date(now - ms).toISOString();

test("times past are said in the largest unit that fits, and a clock that runs ahead is no future", () => {
  expect([-5_000, 300, 4_000, 125_000, 3 * 3_600_000, 3 * 86_400_000].map((ms) => ago(before(ms), now))).toEqual([
    "just now",
    "just now",
    "4 s ago",
    "2 min ago",
    "3 h ago",
    "3 days ago",
  ]);
  expect(agoCalm(before(4_000), now)).toBe("just now");
});

test("durations and sizes", () => {
  expect([12, 1_540, 125_000, 3_720_000].map(duration)).toEqual(["12 ms", "1.5 s", "2 min 5 s", "1 h 2 min"]);
  expect([812, 48_219, 3_200_000].map(size)).toEqual(["812 B", "48.2 kB", "3.2 MB"]);
});

test("a key is told apart into its name and what stands before", () => {
  expect(splitKey("raw/eu/orders")).toEqual({ prefix: "raw/eu/", name: "orders" });
  expect(splitKey("orders")).toEqual({ prefix: "", name: "orders" });
});

test("a reason becomes a sentence, but a key at its beginning keeps its spelling", () => {
  expect(sentence("never materialized before")).toBe("Never materialized before.");
  expect(sentence("raw/co2 changed")).toBe("raw/co2 changed.");
  expect(sentence("Already one.")).toBe("Already one.");
});
