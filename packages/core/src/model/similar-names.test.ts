import { expect, it } from "vitest";
import { similarNames } from "./similar-names.ts";

it("finds what somebody may have meant, nearest first", () => {
  expect(similarNames("weather/hot_day", ["weather/hot_hours", "raw/readings", "weather/hot_days"])).toEqual(["weather/hot_days", "weather/hot_hours"]);
  expect(similarNames("Ouput", ["output", "run", "config"])).toEqual(["output"]);
});

it("finds nothing where nothing is near", () => {
  expect(similarNames("abc", ["weather/hot_days", "xyz"])).toEqual([]);
});
