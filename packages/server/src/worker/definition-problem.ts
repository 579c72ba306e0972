/** Turns whatever was thrown while an entry file was imported into an error that says what to do. */
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { HeadwaterError } from "@headwater/core/engine";
import { userFile } from "./user-code/is-user-code.ts";
import { ModuleProblem } from "./user-code/module-problem.ts";

/** A {@link DefinitionError} passes as it is: it lists its problems itself. */
export function entryProblem(path: string, thrown: unknown): unknown {
  if (thrown instanceof Error && (thrown.name === "DefinitionError" || thrown.name === "HeadwaterError")) return thrown;
  if (thrown instanceof ModuleProblem) {
    const { file, line } = thrown.place;
    return new HeadwaterError("ENTRY_FAILED", { path, problem: thrown.problem, place: `${file}:${line}` }, { cause: thrown });
  }
  return new HeadwaterError("ENTRY_FAILED", { path, problem: problemText(thrown), place: placeOf(thrown) }, { cause: thrown });
}

function problemText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `it threw ${String(thrown)}`;
  const text = stripVTControlCharacters(thrown.message).trim();
  return thrown.name === "Error" ? text : `${thrown.name}: ${text}`;
}

/** File and line: a syntax error has them above its stack, any other error in the first frame of the user's own code. */
export function placeOf(thrown: unknown): string | null {
  const stack = thrown instanceof Error ? stripVTControlCharacters(thrown.stack ?? "") : "";
  const above = /^(?:file:\/\/)?(\/.+:\d+)$/m.exec(stack.split("\n    at ")[0] ?? "");
  if (above?.[1] !== undefined) return above[1];
  const frame = stack
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at ") && !line.includes("node:") && !line.includes("/node_modules/"))
    .map((line) => /((?:file:\/\/)?\/[^()]+?:\d+)(?::\d+)?\)?$/.exec(line)?.[1])
    .find((place) => place !== undefined && isOfUser(place));
  return frame?.replace(/^file:\/\//, "") ?? null;
}

const isOfUser = (place: string): boolean => userFile(place.startsWith("file:") ? place : pathToFileURL(place).href) !== null;
