/** The axis of time of a run: its marks, and where on it a step ran. */
import type { PlacedStep } from "./options.ts";
import type { RunSummary } from "./queries.ts";

export interface Axis {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** In milliseconds, at least one. */
  readonly span: number;
}

/** From the beginning of the steps to the end of the run; to `now` while it goes on. */
export function axisOf(run: Pick<RunSummary, "startedAt" | "endedAt" | "createdAt">, now: number): Axis {
  const start = Date.parse(run.startedAt ?? run.createdAt);
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return { start, span: Math.max(1, end - start) };
}

/** In percent of the axis. */
export interface Bar {
  readonly left: number;
  readonly width: number;
}

/** Where a step ran; of width 0 where it was decided without running; `null` before it began. */
export function barOf(step: Pick<PlacedStep, "startedAt" | "endedAt">, { start, span }: Axis): Bar | null {
  const percent = (at: number): number => Math.min(100, Math.max(0, (100 * (at - start)) / span));
  const from = step.startedAt ?? step.endedAt;
  if (from === null) return null;
  const left = percent(Date.parse(from));
  return { left, width: percent(step.endedAt === null ? start + span : Date.parse(step.endedAt)) - left };
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
const hour = 3_600_000;

/** Times since the start, in milliseconds, at which the axis has a mark: round ones, at most `most` and the start. */
export function marksOf({ span }: Axis, most: number): readonly number[] {
  const step = steps.find((one) => span / one <= most) ?? Math.ceil(span / most / hour) * hour;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, at) => at * step);
}

/** A mark's name, in the unit of the marks beside it. */
export function markText(ms: number): string {
  if (ms < 1_000) return ms === 0 ? "0" : `${ms} ms`;
  if (ms < 60_000) return `${ms / 1_000} s`;
  if (ms < hour) return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Math.floor(ms / 60_000)}:${String((ms % 60_000) / 1_000).padStart(2, "0")}`;
  return ms % hour === 0 ? `${ms / hour} h` : `${Math.floor(ms / hour)} h ${Math.round((ms % hour) / 60_000)}`;
}
