/** How long a computation is expected to take: the median of the last few, so that one slow day says nothing. */

/** How many computations are looked at. */
export const usualDurationSample = 5;

/** @param durations In milliseconds; at least one. */
export function usualDuration(durations: readonly number[]): number {
  const sorted = durations.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
