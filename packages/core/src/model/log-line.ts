/** One thing that user code said while a step ran, by `ctx.log` or by `console`. */
import type { Json } from "./json.ts";

/** From the least to the most important. */
export const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] as const;

export type LogLevel = (typeof logLevels)[number];

export interface LogLine {
  /** Position among the lines of its run in the order of their arrival: decimal, and increasing within a step. */
  readonly id: string;
  /** By the clock of the process that ran the step. */
  readonly at: Date;
  readonly level: LogLevel;
  /** May have several lines of text: what was said at once is one. */
  readonly message: string;
  readonly fields: { readonly [name: string]: Json } | null;
  readonly attempt: number;
  /** `log`: by `ctx.log`. The others: printed by `console`. */
  readonly stream: "log" | "stdout" | "stderr";
  readonly stepId: string;
  readonly asset: string;
}

/** A line that no store has numbered yet. */
export type NewLogLine = Omit<LogLine, "id">;

export interface LogFilter {
  /** This level or above. */
  readonly level?: LogLevel;
  /** Part of the message, or of the fields as JSON; case does not matter. */
  readonly search?: string;
}

export function logFilter({ level = "TRACE", search = "" }: LogFilter): (line: Pick<LogLine, "level" | "message" | "fields">) => boolean {
  const least = logLevels.indexOf(level);
  const wanted = search.toLowerCase();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  return (line) =>
    logLevels.indexOf(line.level) >= least && (wanted === "" || holds(line.message) || (line.fields !== null && holds(JSON.stringify(line.fields))));
}
