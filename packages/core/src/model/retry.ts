/** When a failed attempt of a step is made again, and how long it waits until then. */

export interface RetryPolicy {
  /** In all, with the first one. */
  readonly attempts: number;
  readonly delayMs: number;
  readonly backoff: "exponential" | "linear";
  /** A random part of the delay instead of the whole, so that many steps that failed together do not come back together. */
  readonly jitter: boolean;
}

/** However often it doubles, a delay grows no longer than this (unless the policy's own first delay is longer). */
const longestMs = 3_600_000;

/**
 * @param failures How many attempts have failed, from 1.
 * @param random From 0 to 1; tests may give their own.
 * @returns Milliseconds
 */
export function retryDelayMs({ delayMs, backoff, jitter }: RetryPolicy, failures: number, random: () => number = Math.random): number {
  const grown = backoff === "linear" ? delayMs * failures : delayMs * 2 ** (failures - 1);
  const full = Math.min(grown, Math.max(longestMs, delayMs));
  return Math.round(jitter ? full * random() : full);
}
