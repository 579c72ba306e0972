/** What steps logged and printed, for programs and for people. */
import { type LogLevel, type LogLine, logLevels, type Store } from "@headwater/core/engine";
import { lineText } from "../worker/log-lines.ts";
import { harmless } from "./fit-text.ts";
import type { Colors, Terminal } from "./terminal.ts";

export const logDocument = ({ at, asset, stepId, attempt, level, stream, message, fields }: LogLine) => ({
  at: at.toISOString(),
  ...{ asset, partition: null, stepId, attempt, level, stream, message, fields },
});

const paints: Readonly<Record<LogLevel, (colors: Colors) => (text: string) => string>> = {
  TRACE: (colors) => colors.dim,
  DEBUG: (colors) => colors.dim,
  INFO: () => (text) => text,
  WARN: (colors) => colors.yellow,
  ERROR: (colors) => colors.red,
};

/** `12:34:56.789  weather/hot_days  WARN  message  key=value`, in the time of this machine. */
export function printLogLine(terminal: Terminal, line: LogLine): void {
  const { colors } = terminal;
  const text = harmless(lineText(line)).replaceAll("\n", "\n  ");
  terminal.print(`${colors.dim(timeText(line.at))}  ${paints[line.level](colors)(text)}`);
}

const two = (number: number): string => String(number).padStart(2, "0");
const timeText = (at: Date): string =>
  `${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}.${String(at.getMilliseconds()).padStart(3, "0")}`;

const pageSize = 1_000;

/** A reader of the logs of a run: each call gives the lines of this level or above that came since the one before, some at a time. */
export function createLogReader(
  store: Store,
  { runId, level }: { readonly runId: string; readonly level: LogLevel },
): () => AsyncGenerator<readonly LogLine[]> {
  const least = logLevels.indexOf(level);
  let after = "0";
  return async function* newLines() {
    for (let isMore = true; isMore; ) {
      // without the level, so that what is below it is read once
      const page = await store.logs({ runId, after, limit: pageSize });
      after = page.at(-1)?.id ?? after;
      isMore = page.length === pageSize;
      yield page.filter((line) => logLevels.indexOf(line.level) >= least);
    }
  };
}
