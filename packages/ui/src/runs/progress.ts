/** How far a run is and how it went, in words. */
import { plural } from "../format/format.ts";
import { hasEnded, type Outcome } from "../graphql/words.ts";
import type { RunStep, RunSummary } from "./queries.ts";

/** Ended and all steps of a run. */
export function progressOf(counts: RunSummary["counts"]): { readonly ended: number; readonly all: number } {
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return { ended: all - counts.waiting - counts.running, all };
}

const words: readonly (readonly [keyof RunSummary["counts"], string])[] = [
  ["succeeded", "materialized"],
  ["unchanged", "unchanged"],
  ["reused", "reused"],
  ["failed", "failed"],
  ["skipped", "skipped"],
  ["blocked", "blocked"],
  ["cancelled", "cancelled"],
  ["running", "running"],
  ["waiting", "waiting"],
];

/** `"2 materialized, 3 unchanged"`. */
export function countsText(counts: RunSummary["counts"]): string {
  const said = words.filter(([name]) => counts[name] > 0).map(([name, word]) => `${counts[name]} ${word}`);
  return said.length === 0 ? "Nothing to do" : said.join(", ");
}

/** How a run went, in a line: why it ended, what it waits for, or what its steps came to. */
export function runText({ status, endedBecause, waitingFor, counts }: RunSummary): string {
  if (endedBecause !== null) return endedBecause.message;
  if (waitingFor !== null) return `Waits for ${waitingFor}`;
  // Every step did its work, and yet it failed: that is what a failed check does.
  const isUnsound = status === "FAILED" && counts.failed + counts.skipped + counts.blocked + counts.cancelled === 0;
  return isUnsound ? `${countsText(counts)}, checks failed` : countsText(counts);
}

/** Counts from steps: they move with events, before the run itself is asked for again. */
export function countSteps(steps: readonly RunStep[]): RunSummary["counts"] {
  const of = (outcome: Outcome): number => steps.filter((step) => step.outcome === outcome).length;
  return {
    waiting: of("WAITING"),
    running: of("RUNNING"),
    succeeded: of("SUCCEEDED"),
    unchanged: of("UNCHANGED"),
    reused: of("REUSED"),
    failed: of("FAILED"),
    skipped: of("SKIPPED"),
    blocked: of("BLOCKED"),
    cancelled: of("CANCELLED"),
  };
}

/** The early cutoff made visible, once something has been left alone. */
export function cutoffText(steps: readonly RunStep[]): string | null {
  const unchanged = steps.filter((step) => step.outcome === "UNCHANGED").length;
  return unchanged === 0 ? null : `Output identical: ${plural(unchanged, "downstream asset")} unchanged, nothing ran there.`;
}

/** How long a step ran, in milliseconds; a step that still runs is measured up to `now`. */
export function stepMs(step: RunStep, now: number): number | null {
  if (step.startedAt === null) return null;
  const end = step.endedAt !== null && hasEnded(step.outcome) ? Date.parse(step.endedAt) : now;
  return Math.max(0, end - Date.parse(step.startedAt));
}
