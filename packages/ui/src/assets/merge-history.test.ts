/** How failed attempts stand among the materializations. */
import { expect, test } from "vitest";
import { mergeHistory } from "./merge-history.ts";
import type { FailedAttempt } from "./options.ts";
import type { MaterializationRow } from "./queries.ts";

const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`;
const row = (day: number): MaterializationRow => ({
  id: `m${day}`,
  at: at(day),
  outcome: "SUCCEEDED",
  reason: "",
  durationMs: 1,
  bytes: 1,
  rows: 1,
  metadata: {},
  run: null,
});
const attempt = (day: number): FailedAttempt => ({
  id: `f${day}`,
  runId: "r",
  startedAt: at(day),
  endedAt: at(day),
  attempts: 1,
  asset: { key: "a" },
  error: null,
});
const ids = (hasMore: boolean) =>
  mergeHistory([row(7), row(5)], [attempt(8), attempt(6), attempt(2)], hasMore).map((entry) => (entry.kind === "failed" ? entry.attempt.id : entry.row.id));

test("all by time, newest first", () => {
  expect(ids(false)).toEqual(["f8", "m7", "f6", "m5", "f2"]);
});

test("a failure from before the loaded page waits for that page", () => {
  expect(ids(true)).toEqual(["f8", "m7", "f6", "m5"]);
});
