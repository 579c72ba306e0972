/** How failed attempts stand among the materializations. */
import { expect, test } from "vitest";
import { mergeHistory, type Unloaded } from "./merge-history.ts";
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
  run: { id: "r" },
  startedAt: at(day),
  endedAt: at(day),
  attempts: 1,
  error: null,
});
const ids = (unloaded: Partial<Unloaded>) =>
  mergeHistory([row(7), row(5), row(1)], [attempt(8), attempt(6), attempt(2)], { rows: false, attempts: false, ...unloaded }).map((entry) =>
    entry.kind === "failed" ? entry.attempt.id : entry.row.id,
  );

test("all by time, newest first", () => {
  expect(ids({})).toEqual(["f8", "m7", "f6", "m5", "f2", "m1"]);
});

test("what happened before the end of a loaded page waits for the rest, so that nothing comes in between later", () => {
  expect(ids({ rows: true })).toEqual(["f8", "m7", "f6", "m5", "f2", "m1"]);
  expect(ids({ attempts: true })).toEqual(["f8", "m7", "f6", "m5", "f2"]);
  expect(mergeHistory([row(7), row(5)], [attempt(2)], { rows: true, attempts: false })).toHaveLength(2);
});
