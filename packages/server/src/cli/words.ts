/** How numbers, times and lists are said to people. */

/** `31 ms`, `1.2 s`, `3 min 4 s`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return seconds < 3_600 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** `3 minutes ago`. */
export function agoText(then: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1_000));
  const [amount, unit] =
    seconds < 60 ? [seconds, "second"] : seconds < 3_600 ? [seconds / 60, "minute"] : seconds < 86_400 ? [seconds / 3_600, "hour"] : [seconds / 86_400, "day"];
  return seconds < 2 ? "just now" : `${countText(Math.floor(Number(amount)), String(unit))} ago`;
}

/** `1 row`, `412 rows`, `12,000 rows`. */
export const countText = (count: number, noun: string): string => `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;

/** `1 byte`, `345 bytes`, `12.3 kB`, `1.2 GB`. */
export function bytesText(bytes: number): string {
  const [size, unit] = [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ].find(([size]) => bytes >= Number(size)) ?? [1, ""];
  return unit === "" ? countText(bytes, "byte") : `${(bytes / Number(size)).toFixed(1)} ${unit}`;
}

/** `2 fresh, 1 stale`, without what there is none of. */
export const tallyText = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");

/** How often each word occurs, in the order of first occurrence. */
export function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
