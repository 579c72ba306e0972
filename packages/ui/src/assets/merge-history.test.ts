/** How failed attempts and what was done by hand stand among the materializations. */
import { expect, test } from "vitest";
import { byHand, failed, type HistoryEntry, materialized, mergeHistory } from "./merge-history.ts";
import type { FailedAttempt } from "./options.ts";
import type { ByHand, MaterializationRow } from "./queries.ts";

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
const accepted = (day: number): ByHand => ({ seq: `h${day}`, at: at(day), kind: "accepted", data: {} });

const idOf = (entry: HistoryEntry): string => (entry.kind === "failed" ? entry.attempt.id : entry.kind === "byHand" ? entry.event.seq : entry.row.id);
const ids = (more: { readonly rows?: boolean; readonly attempts?: boolean }) =>
  mergeHistory([
    { entries: [row(7), row(5), row(1)].map(materialized), hasMore: more.rows ?? false },
    { entries: [attempt(8), attempt(6), attempt(2)].map(failed), hasMore: more.attempts ?? false },
    { entries: [accepted(9), accepted(3)].map(byHand), hasMore: false },
  ]).map(idOf);

test("all by time, newest first", () => {
  expect(ids({})).toEqual(["h9", "f8", "m7", "f6", "m5", "h3", "f2", "m1"]);
});

test("what happened before the end of a loaded page waits for the rest, so that nothing comes in between later", () => {
  expect(ids({ rows: true })).toEqual(ids({}));
  expect(ids({ attempts: true })).toEqual(["h9", "f8", "m7", "f6", "m5", "h3", "f2"]);
  const loaded = mergeHistory([
    { entries: [row(7), row(5)].map(materialized), hasMore: true },
    { entries: [attempt(2)].map(failed), hasMore: false },
  ]);
  expect(loaded.map(idOf)).toEqual(["m7", "m5"]);
});
