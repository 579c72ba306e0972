import { expect, it } from "vitest";
import { type RetryPolicy, retryDelayMs } from "./retry.ts";

const policy: RetryPolicy = { attempts: 9, delayMs: 1_000, backoff: "exponential", jitter: false };
const delays = (given: RetryPolicy, random?: () => number): readonly number[] => [1, 2, 3, 4].map((failures) => retryDelayMs(given, failures, random));

it("doubles, or grows by the same each time", () => {
  expect(delays(policy)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(delays({ ...policy, backoff: "linear" })).toEqual([1_000, 2_000, 3_000, 4_000]);
});

it("with jitter is anything from nothing to the whole delay", () => {
  expect(delays({ ...policy, jitter: true }, () => 0)).toEqual([0, 0, 0, 0]);
  expect(delays({ ...policy, jitter: true }, () => 0.25)).toEqual([250, 500, 1_000, 2_000]);
  expect(delays({ ...policy, jitter: true }, () => 1)).toEqual([1_000, 2_000, 4_000, 8_000]);
});

it("grows to an hour at most, unless it began longer", () => {
  expect(retryDelayMs(policy, 2_000)).toBe(3_600_000);
  expect(delays({ ...policy, delayMs: 7_200_000 })).toEqual([7_200_000, 7_200_000, 7_200_000, 7_200_000]);
});
