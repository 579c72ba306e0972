/** How a step is found among many. */
import { expect, test } from "vitest";
import { findSteps } from "./find-steps.ts";

const step = (key: string, attempts = 0) => ({ asset: { key, isSource: false }, attempts });
const keys = (text: string) => findSteps([step("wide/1"), step("wide/2", 1), step("Deep/WIDE"), step("other", 2)], text).map(({ asset }) => asset.key);

test("a step is found by any part of its name, in capitals or not; what was tried comes first", () => {
  expect(keys("")).toEqual(["wide/2", "other", "wide/1", "Deep/WIDE"]);
  expect(keys(" WIDE ")).toEqual(["wide/2", "wide/1", "Deep/WIDE"]);
  expect(keys("e/1")).toEqual(["wide/1"]);
  expect(keys("nothing")).toEqual([]);
});

test("no more are offered than can be looked through", () => {
  expect(
    findSteps(
      Array.from({ length: 1_000 }, (_, n) => step(`a/${n}`)),
      "a/",
    ),
  ).toHaveLength(50);
});
