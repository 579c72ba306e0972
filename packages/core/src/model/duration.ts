/** Lengths of time as people write them: `"30s"`, `"5m"`, `"1.5h"`, `"3d"`. */
import ms, { type StringValue } from "ms";

/** What errors say of a text that is no duration. */
export const durationExpected = 'a duration with its unit, such as "500ms", "30s", "5m", "1h" or "3d"';

/** In milliseconds; `null` for what is no duration, without a unit, or not above zero. */
export function parseDuration(text: unknown): number | null {
  if (typeof text !== "string" || text.length > 30 || !/^[\d.]+ ?[a-z]+$/i.test(text)) return null;
  const length = ms(text as StringValue) as number | undefined;
  return length !== undefined && Number.isFinite(length) && length > 0 ? length : null;
}

/** For people, in the largest unit that is whole: `"90s"`, `"2m"`. */
export function durationText(milliseconds: number): string {
  const [unit, size] = units.find(([, size]) => milliseconds % size === 0) ?? ["ms", 1];
  return `${Math.round(milliseconds / size)}${unit}`;
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;
