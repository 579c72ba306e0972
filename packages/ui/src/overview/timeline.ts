/** Runs on an axis of time: the span that shows them, and a lane for each so that none covers another. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Spans to choose from, with what the left end is called. */
const spans: readonly (readonly [number, string])[] = [
  [15 * minute, "15 min ago"],
  [hour, "1 h ago"],
  [6 * hour, "6 h ago"],
  [day, "1 day ago"],
  [7 * day, "7 days ago"],
  [30 * day, "30 days ago"],
  [365 * day, "1 year ago"],
];

export interface Timed {
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface Bar<Run> {
  readonly run: Run;
  readonly lane: number;
  /** In percent of the width. */
  readonly left: number;
  readonly width: number;
}

export interface Timeline<Run> {
  readonly start: string;
  readonly bars: readonly Bar<Run>[];
  readonly lanes: number;
}

/** A bar is at least so wide, in percent: what ran for a moment must be seen. */
const narrowest = 0.6;
const maximumLanes = 5;

/** The shortest span that holds all runs; those from before the longest one are left out. */
export function timelineOf<Run extends Timed>(runs: readonly Run[], now: number): Timeline<Run> {
  const oldest = Math.min(now, ...runs.map((run) => Date.parse(run.createdAt)));
  const [span, start] = spans.find(([length]) => now - oldest <= length) ?? (spans.at(-1) as (typeof spans)[number]);
  const ends: number[] = [];
  const bars = runs
    .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    .flatMap((run): readonly Bar<Run>[] => {
      const left = 100 - (100 * (now - Date.parse(run.createdAt))) / span;
      if (left < 0) return [];
      const ended = run.endedAt === null ? now : Date.parse(run.endedAt);
      const width = Math.max(narrowest, (100 * (ended - Date.parse(run.createdAt))) / span);
      const lane = laneFor(ends, left);
      ends[lane] = left + width;
      return [{ run, lane, left: Math.min(left, 100 - narrowest), width: Math.min(width, 100 - left) || narrowest }];
    });
  return { start, bars, lanes: Math.max(1, ends.length) };
}

/** The first lane that is free there; where all are taken, the one that is free soonest. */
function laneFor(ends: readonly number[], left: number): number {
  const free = ends.findIndex((end) => end <= left);
  if (free >= 0) return free;
  return ends.length < maximumLanes ? ends.length : ends.indexOf(Math.min(...ends));
}
