/** Loads a user's definitions: imports the entry file in this process and takes its default export. */
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { type Definitions, HeadwaterError, type SerializedDefinitions, serializeDefinitions } from "@headwater/core/engine";
import { entryProblem } from "./definition-problem.ts";

/** Definitions as they are in the files now. */
export interface WorkingCopy {
  readonly definitions: Definitions;
  readonly serialized: SerializedDefinitions;
  /** Directory of the entry file: where relative paths start. */
  readonly root: string;
}

/**
 * @param entry Absolute path of the entry file.
 * @throws HeadwaterError `ENTRY_MISSING`, `ENTRY_FAILED`, `ENTRY_WITHOUT_DEFINITIONS`
 * @throws DefinitionError with all problems that `define` found
 */
export async function loadDefinitions(entry: string): Promise<WorkingCopy> {
  await access(entry).catch(() => {
    throw new HeadwaterError("ENTRY_MISSING", { path: entry });
  });
  const root = dirname(entry);
  // the parser is slow to load: commands that run no user code do without
  const { understandUserCode } = await import("./user-code/register.ts");
  understandUserCode();
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(entry).href);
    const definitions = module.default;
    if (!isDefinitions(definitions)) throw new HeadwaterError("ENTRY_WITHOUT_DEFINITIONS", { path: entry, found: describe(definitions) });
    return { definitions, serialized: serializeDefinitions(definitions, root), root };
  } catch (error) {
    throw entryProblem(entry, error);
  }
}

/** By shape: the entry may have loaded another copy of the package than we did. */
const isDefinitions = (value: unknown): value is Definitions =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "definitions";

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return typeof value === "object" ? "an object of another kind" : `a ${typeof value}`;
}
