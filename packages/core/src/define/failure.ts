/** What a function says with the error that it throws: try again at a certain time, or do not try again. */
import { parseDuration } from "../model/duration.ts";

interface Advice {
  readonly kind: "terminal" | "retryAfter";
  /** `null`: the delay of the asset's `retry`. */
  readonly delayMs: number | null;
}

/** A global symbol, so that two copies of this package understand each other. */
const adviceSymbol: unique symbol = Symbol.for("headwater.advice") as never;

/**
 * Marks an error that no further attempt can heal, so that an asset with `retry` fails at once.
 * @returns The error itself, to be thrown.
 *
 * @example
 * if (response.status === 401) throw terminal(new Error("the token was refused"));
 */
export const terminal = (error: unknown): Error => advised(error, { kind: "terminal", delayMs: null }, terminal);

/**
 * Says when the next attempt of an asset with `retry` is due, in place of its delay. Counts as a failed attempt like any other.
 * @param delay Seconds, or a duration such as `"2m"`. What is neither (a header that was missing) leaves the asset's own delay.
 * @param error What went wrong, for the record.
 * @returns The error, to be thrown.
 *
 * @example
 * if (response.status === 429) throw retryAfter(Number(response.headers.get("retry-after") ?? Number.NaN));
 */
export function retryAfter(delay: number | string, error: unknown = new Error(`asked to be tried again after ${delayText(delay)}`)): Error {
  const delayMs = typeof delay === "number" ? delay * 1_000 : parseDuration(delay);
  const valid = delayMs !== null && Number.isFinite(delayMs) && delayMs >= 0;
  return advised(error, { kind: "retryAfter", delayMs: valid ? delayMs : null }, retryAfter);
}

const delayText = (delay: number | string): string => (typeof delay === "number" ? `${delay} s` : delay);

/** The error itself, invisibly marked, so that the record shows what was thrown. Whatever else was thrown gets an error around it. */
function advised(thrown: unknown, advice: Advice, caller: (...given: never[]) => unknown): Error {
  const usable = thrown instanceof Error && Object.isExtensible(thrown);
  const error = usable ? thrown : new Error(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  if (!usable) Error.captureStackTrace(error, caller);
  Object.defineProperty(error, adviceSymbol, { value: advice, configurable: true });
  return error;
}

const maximumDepth = 8;

/** What an error or one of its causes says. */
export function adviceOf(thrown: unknown, depth = 0): Advice | null {
  if (!(thrown instanceof Error) || depth > maximumDepth) return null;
  return (thrown as { [adviceSymbol]?: Advice })[adviceSymbol] ?? adviceOf(thrown.cause, depth + 1);
}
