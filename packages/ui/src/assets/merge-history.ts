/** Materializations and failed attempts in one list. */
import type { FailedAttempt } from "./options.ts";
import type { MaterializationRow } from "./queries.ts";

export type HistoryEntry =
  | { readonly kind: "materialized"; readonly at: string; readonly row: MaterializationRow }
  | { readonly kind: "failed"; readonly at: string; readonly attempt: FailedAttempt };

/** Newest first. While older materializations are still to come, failures from before the oldest one wait for them. */
export function mergeHistory(rows: readonly MaterializationRow[], attempts: readonly FailedAttempt[], hasMore: boolean): readonly HistoryEntry[] {
  const oldest = hasMore ? (rows.at(-1)?.at ?? "") : "";
  const failed = attempts.map((attempt): HistoryEntry => ({ kind: "failed", at: attempt.endedAt ?? attempt.startedAt ?? "", attempt }));
  const materialized = rows.map((row): HistoryEntry => ({ kind: "materialized", at: row.at, row }));
  return [...materialized, ...failed.filter((entry) => entry.at >= oldest)].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
