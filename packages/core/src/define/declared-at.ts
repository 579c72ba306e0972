/** Where a declaration stands in the author's code, found by the stack of the call. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A call on the way to a declaration. */
export interface Frame extends Place {
  /** From 1. */
  readonly column: number;
}

/** Deep enough for factories within factories; what is called from still further away is not followed. */
const deepest = 24;

/** The calls in files that led to `declaring`, the function of ours that the author calls; that call itself first. Files are absolute. */
export function callsOf(declaring: (...parameters: never[]) => unknown): readonly Frame[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = deepest;
  Error.captureStackTrace(holder, declaring);
  Error.stackTraceLimit = limit;
  return framesOf(holder.stack ?? "");
}

/** File (absolute) and line of whoever called `declaring`. */
export const callerOf = (declaring: (...parameters: never[]) => unknown): Place | null => placeOf(callsOf(declaring));

/** The first of some calls, as people are told it. */
export const placeOf = ([first]: readonly Frame[]): Place | null => (first === undefined ? null : { file: first.file, line: first.line });

/** The files, lines and columns in the text of a stack. */
export const framesOf = (stack: string): readonly Frame[] =>
  Array.from(stack.matchAll(/(?:\(|at (?:async )?)((?:file:\/\/)?\/[^\n]*?):(\d+):(\d+)\)?$/gm), ([, path = "", line, column]) => ({
    file: path.startsWith("file://") ? fileURLToPath(path.replace(/\?[^?]*$/, "")) : path,
    line: Number(line),
    column: Number(column),
  }));

/** The same place with its file relative to a directory, so that it is the same on every machine. */
export const placeFrom = (place: Place | null, root: string): Place | null => place && { file: relative(root, place.file), line: place.line };
