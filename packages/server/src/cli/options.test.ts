import { expect, test } from "vitest";
import { parseConfig, refusePartitions, wholeNumber } from "./options.ts";

test("config is JSON by asset key", () => {
  expect(parseConfig('{"weather/hot_days": {"threshold": 33}}')).toEqual({ "weather/hot_days": { threshold: 33 } });
});

test("broken config says what is broken and what it should look like", () => {
  expect(() => parseConfig("{threshold: 33}")).toThrow(/JSON.*weather\/hot_days/s);
  expect(() => parseConfig("[1]")).toThrow("It takes JSON by asset key");
});

test("a number out of bounds is refused with the bounds", () => {
  const port = wholeNumber(1, 65_535);
  expect(port("8080")).toBe(8_080);
  for (const wrong of ["0", "65536", "-1", "1.5", "", "http"]) expect(() => port(wrong)).toThrow("It takes a whole number from 1 to 65535.");
});

test("partitions are refused as long as no asset has any", () => {
  expect(() => refusePartitions({ partition: "2024-01-01" })).toThrow("--partition was given, but none of these assets is partitioned.");
  expect(() => refusePartitions({})).not.toThrow();
});
