/** Where a declaration stands in the author's code, found by the stack of the call. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** File (absolute) and line of whoever called `declaring`, the function of ours that the author calls. */
export function callerOf(declaring: (...parameters: never[]) => unknown): Place | null {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, declaring);
  Error.stackTraceLimit = limit;
  return placeOf(holder.stack ?? "");
}

/** The first file and line in the text of a stack. */
export function placeOf(stack: string): Place | null {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^\n]*?):(\d+):\d+\)?$/m.exec(stack);
  if (match?.[1] === undefined) return null;
  const file = match[1].startsWith("file://") ? fileURLToPath(match[1].replace(/\?[^?]*$/, "")) : match[1];
  return { file, line: Number(match[2]) };
}

/** The same place with its file relative to a directory, so that it is the same on every machine. */
export const placeFrom = (place: Place | null, root: string): Place | null => place && { file: relative(root, place.file), line: place.line };
