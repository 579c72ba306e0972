/** Which waiting steps can be decided now, when each that is decided may let the next ones be. */
import { hasEnded, type Step } from "../model/run.ts";

/**
 * Ordinals of the waiting steps at most `depth` steps behind what has ended; none behind a step that is handed out or runs. Outputs of
 * one function are decided together, so they are within reach together.
 */
export function withinReach(steps: readonly Step[], depth: number): ReadonlySet<number> {
  const distances: number[] = [];
  for (const step of steps) distances.push(distanceOf(step, distances));
  const reached = steps.filter(({ ordinal }) => isWithin(distances[ordinal], depth)).map(unitOf);
  const units = new Set(reached);
  return new Set(steps.filter((step) => !hasEnded(step.outcome) && units.has(unitOf(step))).map((step) => step.ordinal));
}

const isWithin = (distance: number | undefined, depth: number): boolean => distance !== undefined && distance > 0 && distance <= depth;

/** The step that runs the function. */
const unitOf = (step: Step): number => step.computedWith ?? step.ordinal;

/** 0 for what has ended, one more than the farthest need for what waits, infinite behind what is being computed. */
function distanceOf(step: Step, distances: readonly number[]): number {
  if (hasEnded(step.outcome)) return 0;
  if (step.ready || step.outcome === "RUNNING") return Number.POSITIVE_INFINITY;
  return 1 + step.needs.reduce((farthest, need) => Math.max(farthest, distances[need] ?? 0), 0);
}
