/** Lines of a log as text, as they are copied and downloaded. */
import type { LogLine } from "./queries.ts";

/** One line for each: time, level, asset, attempt where it was not the first, message, and fields as JSON. */
export const logText = (lines: readonly LogLine[]): string => lines.map(lineText).join("");

function lineText({ at, level, asset, message, fields, attempt }: LogLine): string {
  const who = attempt > 1 ? `${asset} (attempt ${attempt})` : asset;
  return `${[at, level.padEnd(5), `${who}:`, message, ...(fields === null ? [] : [JSON.stringify(fields)])].join(" ")}\n`;
}
