/** How times, durations, sizes and versions are written. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `"4 s ago"`: how long before `now` (both in milliseconds) something was. */
export function ago(at: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(at));
  if (passed < second) return "just now";
  if (passed < minute) return `${Math.floor(passed / second)} s ago`;
  if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
  if (passed < 2 * day) return `${Math.floor(passed / hour)} h ago`;
  return `${Math.floor(passed / day)} days ago`;
}

/** The same without seconds, for what stands in many places and is read aloud when it changes. */
export const agoCalm = (at: string, now: number): string => (now - Date.parse(at) < minute ? "just now" : ago(at, now));

/** A length of time in milliseconds, for people. */
export function duration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${(ms / second).toFixed(1)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min ${Math.round((ms % minute) / second)} s`;
  return `${Math.floor(ms / hour)} h ${Math.round((ms % hour) / minute)} min`;
}

/** A size in bytes, in units of 1,000. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(1)} ${units[power - 1]}`;
}

export const count = (value: number): string => value.toLocaleString("en");
/** `plural(2, "row")` is `"2 rows"`. */
export const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
/** Enough of a hash to tell it from its neighbours. */
export const shortVersion = (version: string): string => version.slice(0, 10);
export const dateTime = (at: string): string => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
/** Day and time without the year, where there is little room. */
export const shortTime = (at: string): string => new Date(at).toLocaleString(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
/** The last segment of a key, and what stands before it. */
export function splitKey(key: string): { readonly prefix: string; readonly name: string } {
  const end = key.lastIndexOf("/") + 1;
  return { prefix: key.slice(0, end), name: key.slice(end) };
}
