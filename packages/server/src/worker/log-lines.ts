/** What user code says, as lines of a terminal. */
import { inspect } from "node:util";
import type { LogSink, SaidLine } from "@headwater/core/engine";

/** `asset  message key=value`, with the level where it is none of INFO. TRACE and DEBUG of `ctx.log` are left out; what was printed is not. */
export const logLines =
  (write: (line: string) => void): LogSink =>
  (line) => {
    if (line.stream !== "log" || (line.level !== "TRACE" && line.level !== "DEBUG")) write(lineText(line));
  };

/** As {@link logLines} writes it. */
export function lineText({ asset, level, message, fields }: Pick<SaidLine, "asset" | "level" | "message" | "fields">): string {
  const pairs = Object.entries(fields ?? {}).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY })}`,
  );
  return [asset, ...(level === "INFO" ? [] : [level]), message, ...pairs].join("  ");
}
