/** Materializations, failed attempts and what was done by hand in one list. */
import type { FailedAttempt } from "./options.ts";
import type { ByHand, MaterializationRow } from "./queries.ts";

export type HistoryEntry =
  | { readonly kind: "materialized"; readonly at: string; readonly row: MaterializationRow }
  | { readonly kind: "failed"; readonly at: string; readonly attempt: FailedAttempt }
  | { readonly kind: "byHand"; readonly at: string; readonly event: ByHand };

/** What was loaded of one kind, newest first. */
export interface Loaded {
  readonly entries: readonly HistoryEntry[];
  /** Whether there are older ones. */
  readonly hasMore: boolean;
}

export const materialized = (row: MaterializationRow): HistoryEntry => ({ kind: "materialized", at: row.at, row });
export const failed = (attempt: FailedAttempt): HistoryEntry => ({ kind: "failed", at: attempt.endedAt ?? attempt.startedAt ?? "", attempt });
export const byHand = (event: ByHand): HistoryEntry => ({ kind: "byHand", at: event.at, event });

/** Newest first. While older ones of a kind are still to come, the others from before the oldest that was loaded wait for them. */
export function mergeHistory(kinds: readonly Loaded[]): readonly HistoryEntry[] {
  const bounds = kinds.map(({ entries, hasMore }) => (hasMore ? (entries.at(-1)?.at ?? "") : ""));
  const shown = kinds.flatMap(({ entries }) => entries).filter((entry) => bounds.every((bound) => entry.at >= bound));
  return shown.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
