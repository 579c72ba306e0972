/** Materializations and failed attempts in one list. */
import type { FailedAttempt } from "./options.ts";
import type { MaterializationRow } from "./queries.ts";

export type HistoryEntry =
  | { readonly kind: "materialized"; readonly at: string; readonly row: MaterializationRow }
  | { readonly kind: "failed"; readonly at: string; readonly attempt: FailedAttempt };

/** Of which there are older ones than those that were loaded. */
export interface Unloaded {
  readonly rows: boolean;
  readonly attempts: boolean;
}

/** Newest first. While older ones of either are still to come, the others from before the oldest that was loaded wait for them. */
export function mergeHistory(rows: readonly MaterializationRow[], attempts: readonly FailedAttempt[], unloaded: Unloaded): readonly HistoryEntry[] {
  const materialized = rows.map((row): HistoryEntry => ({ kind: "materialized", at: row.at, row }));
  const failed = attempts.map((attempt): HistoryEntry => ({ kind: "failed", at: attempt.endedAt ?? attempt.startedAt ?? "", attempt }));
  const oldestOf = (entries: readonly HistoryEntry[], hasMore: boolean): string => (hasMore ? (entries.at(-1)?.at ?? "") : "");
  const bounds = [oldestOf(materialized, unloaded.rows), oldestOf(failed, unloaded.attempts)];
  const shown = [...materialized, ...failed].filter((entry) => bounds.every((bound) => entry.at >= bound));
  return shown.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
