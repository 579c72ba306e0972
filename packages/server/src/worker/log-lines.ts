/** What user code logs, as lines of a terminal. */
import { inspect } from "node:util";
import type { LogLine, LogSink } from "@headwater/core/engine";

/** `asset  message key=value`, with the level where it is above INFO. TRACE and DEBUG are left out. */
export const logLines =
  (write: (line: string) => void): LogSink =>
  (line) => {
    if (line.level !== "TRACE" && line.level !== "DEBUG") write(lineText(line));
  };

function lineText({ asset, level, message, fields }: LogLine): string {
  const pairs = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY })}`,
  );
  return [asset, ...(level === "INFO" ? [] : [level]), message, ...pairs].join("  ");
}
