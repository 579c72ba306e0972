/** What user code says by `ctx.log` and by `console`, and where it goes. */
import { stripVTControlCharacters } from "node:util";
import type { Log } from "../define/context.ts";
import type { LogLevel, NewLogLine } from "../model/log-line.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { logFields } from "./log-fields.ts";
import type { Redactor } from "./redact.ts";

/** A line on its way, without secrets. Those of an observation belong to no step: they are passed on, and not stored. */
export interface SaidLine extends Omit<NewLogLine, "stepId" | "attempt"> {
  readonly stepId: string | null;
  readonly attempt: number | null;
}

export type LogSink = (line: SaidLine) => void;

/** Prints what was printed by `console`, and leaves `ctx.log` silent: as if there were no log. */
export const printedOnly: LogSink = ({ stream, message }) => {
  // biome-ignore lint/suspicious/noConsole: it goes where its author sent it.
  if (stream !== "log") globalThis.console[stream === "stderr" ? "error" : "log"](message);
};

/** The `log` of a context: every level with structured fields. */
export function logTo({ log: sink, resources: { redactor } }: Pick<ExecutionEnvironment, "log" | "resources">, asset: string): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields?: Record<string, unknown>): void =>
      sink({ ...saidLine(redactor, { level, stream: "log", message: String(message), fields }), asset, stepId: null, attempt: null });
  return { trace: at("TRACE"), debug: at("DEBUG"), info: at("INFO"), warn: at("WARN"), error: at("ERROR") };
}

/** In characters, of a message and of its fields as JSON. */
const maximumSize = 64 * 1024;

/** What was said, now: redacted before it is cut, so that no half of a secret stays. */
export function saidLine(
  redactor: Redactor,
  { message, fields, ...said }: Pick<NewLogLine, "level" | "stream" | "message"> & { readonly fields?: unknown },
): Pick<NewLogLine, "at" | "level" | "stream" | "message" | "fields"> {
  const recorded = logFields(fields);
  return { ...said, at: new Date(), message: cut(redactor.text(stripVTControlCharacters(message))), fields: recorded && cutFields(redactor.json(recorded)) };
}

const cut = (text: string): string => (text.length <= maximumSize ? text : `${text.slice(0, maximumSize)} … (cut: it has ${count(text.length)} characters)`);

function cutFields(fields: NonNullable<NewLogLine["fields"]>): NewLogLine["fields"] {
  const { length } = JSON.stringify(fields);
  return length <= maximumSize ? fields : { cut: `fields of ${count(length)} characters as JSON` };
}

const count = (n: number): string => n.toLocaleString("en-US");
