/** Bounds work in time, whether the work heeds its signal or not. */
import { durationText } from "../model/duration.ts";
import { HeadwaterError } from "../model/errors.ts";

export interface TimeLimit {
  readonly ms: number;
  /** What must end by then, for the error: `run of "weather/hot_days"`. */
  readonly what: string;
}

/**
 * Gives work a signal that is aborted with `signal` and at the limit. What the work does after the limit concerns
 * nobody: it is not waited for.
 * @param limit `null`: none.
 * @throws HeadwaterError `TIMEOUT` at the limit, or what `work` throws.
 */
export async function withinTimeLimit<T>(signal: AbortSignal, limit: TimeLimit | null, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (limit === null) return work(signal);
  const controller = new AbortController();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new HeadwaterError("TIMEOUT", { what: limit.what, limit: durationText(limit.ms) });
    // First: work that throws as soon as its signal is aborted must not win the race with an error of its own.
    reject(error);
    controller.abort(error);
  }, limit.ms);
  try {
    return await Promise.race([work(AbortSignal.any([signal, controller.signal])), over]);
  } finally {
    clearTimeout(timer);
  }
}
