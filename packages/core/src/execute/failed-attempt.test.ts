import { expect, it } from "vitest";
import { retryAfter, terminal } from "../define/failure.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { RetryPolicy } from "../model/retry.ts";
import { failedAttempt } from "./failed-attempt.ts";

const retry: RetryPolicy = { attempts: 3, delayMs: 1_000, backoff: "exponential", jitter: true };
const boom = new Error("boom\nsecond line");
const half = (): number => 0.5;

it("another attempt follows until there were as many as the policy allows", () => {
  expect(failedAttempt(boom, { attempts: 1, losses: 0 }, retry, half)).toMatchObject({ outcome: "RETRY", reason: "attempt 2 of 3", delayMs: 500 });
  expect(failedAttempt(boom, { attempts: 2, losses: 0 }, retry, half)).toMatchObject({ outcome: "RETRY", reason: "attempt 3 of 3", delayMs: 1_000 });
  expect(failedAttempt(boom, { attempts: 3, losses: 0 }, retry, half)).toMatchObject({ outcome: "FAILED", reason: "boom" });
  expect(failedAttempt(boom, { attempts: 1, losses: 0 }, null)).toMatchObject({ outcome: "FAILED" });
});

it("attempts whose worker vanished do not count", () => {
  expect(failedAttempt(boom, { attempts: 4, losses: 2 }, retry, half)).toMatchObject({ outcome: "RETRY", reason: "attempt 3 of 3" });
});

it("the error may say when, or that there is no sense in it", () => {
  expect(failedAttempt(retryAfter("1m", boom), { attempts: 1, losses: 0 }, retry)).toMatchObject({ outcome: "RETRY", delayMs: 60_000 });
  expect(failedAttempt(retryAfter(Number.NaN, new Error("x")), { attempts: 1, losses: 0 }, retry, half)).toMatchObject({ delayMs: 500 });
  expect(failedAttempt(terminal(new Error("x")), { attempts: 1, losses: 0 }, retry)).toMatchObject({ outcome: "FAILED", reason: "x" });
  const hopeless = new HeadwaterError("CONFIG_INVALID", { key: "a", problem: "wrong" });
  expect(failedAttempt(hopeless, { attempts: 1, losses: 0 }, retry)).toMatchObject({ outcome: "FAILED" });
});
