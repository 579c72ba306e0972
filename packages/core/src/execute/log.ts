/** Lines that user code logs, and where they go. */
import type { Log } from "../define/context.ts";
import type { ExecutionEnvironment } from "./environment.ts";

export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR";

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly asset: string;
  /** `null` for lines of an observation. */
  readonly stepId: string | null;
}

export type LogSink = (line: LogLine) => void;

/** The `log` of a context: every level with structured fields, without secrets. */
export function logTo({ log: sink, resources: { redactor } }: Pick<ExecutionEnvironment, "log" | "resources">, from: Pick<LogLine, "asset" | "stepId">): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}): void =>
      sink({ ...from, level, message: redactor.text(String(message)), fields: redactor.value(fields) as LogLine["fields"] });
  return { trace: at("TRACE"), debug: at("DEBUG"), info: at("INFO"), warn: at("WARN"), error: at("ERROR") };
}
