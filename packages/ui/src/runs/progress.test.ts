/** What a run says of itself while it goes on and when it has ended. */
import { expect, test } from "vitest";
import type { Outcome } from "../graphql/words.ts";
import { countSteps, countsText, cutoffText, progressOf, runText, stepMs } from "./progress.ts";
import type { RunStep, RunSummary } from "./queries.ts";

const step = (outcome: Outcome, more: Partial<RunStep> = {}): RunStep => ({
  id: "r.0",
  ordinal: 0,
  wave: 0,
  action: "RUN",
  outcome,
  reason: "",
  attempts: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  waitingFor: null,
  progress: null,
  worker: null,
  failedChecks: [],
  computedWith: null,
  asset: { key: "a", isSource: false },
  error: null,
  materialization: null,
  ...more,
});

test("counts name what happened, the good first, and leave out what did not", () => {
  const counts = countSteps([step("UNCHANGED"), step("SUCCEEDED"), step("FAILED"), step("SUCCEEDED"), step("RUNNING")]);
  expect(countsText(counts)).toBe("2 materialized, 1 unchanged, 1 failed, 1 running");
  expect(progressOf(counts)).toEqual({ ended: 4, all: 5 });
});

test("a run without steps had nothing to do", () => {
  expect(countsText(countSteps([]))).toBe("Nothing to do");
});

test("a run that failed though every step did its work says that checks failed", () => {
  const run = { status: "FAILED", endedBecause: null, waitingFor: null } as RunSummary;
  expect(runText({ ...run, counts: countSteps([step("SUCCEEDED")]) })).toBe("1 materialized, checks failed");
  expect(runText({ ...run, counts: countSteps([step("FAILED")]) })).toBe("1 failed");
  expect(runText({ ...run, status: "RUNNING", waitingFor: "a worker: none is running", counts: countSteps([step("WAITING")]) })).toBe(
    "Waits for a worker: none is running",
  );
});

test("early cutoff is said once something was left alone", () => {
  expect(cutoffText([step("SUCCEEDED")])).toBeNull();
  expect(cutoffText([step("SUCCEEDED"), step("UNCHANGED")])).toBe("Output identical: 1 downstream asset unchanged, nothing ran there.");
});

test("a step that runs is measured up to now, one that ended up to its end, one that never ran not at all", () => {
  const now = Date.parse("2026-01-01T00:00:09.000Z");
  expect(stepMs(step("RUNNING"), now)).toBe(9_000);
  expect(stepMs(step("SUCCEEDED", { endedAt: "2026-01-01T00:00:02.000Z" }), now)).toBe(2_000);
  expect(stepMs(step("SKIPPED", { startedAt: null }), now)).toBeNull();
});
