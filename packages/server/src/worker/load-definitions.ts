/** Loads a user's definitions: imports the entry file in this process and takes its default export. */
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { type Definitions, HeadwaterError, type SerializedDefinitions, serializeDefinitions } from "@headwater/core/engine";
import type { CodeAnalysis } from "../code/analyse-code.ts";
import { builtCode, readBuildManifest } from "../code/build-manifest.ts";
import { defaultImportTimeoutMs } from "../config.ts";
import { entryProblem } from "./definition-problem.ts";
import { changedSinceLoaded } from "./user-code/loaded-texts.ts";
import { noteProject } from "./user-code/note-project.ts";

/** Definitions as they are in the files now. */
export interface WorkingCopy {
  readonly definitions: Definitions;
  readonly serialized: SerializedDefinitions;
  /** What the definitions are made of: their code versions come from here. */
  readonly code: CodeAnalysis;
  /** Directory of the entry file: where relative paths start. */
  readonly root: string;
}

export interface LoadOptions {
  /** The build manifest of a directory; `null`: code versions are found in the files. */
  readonly manifest?: typeof readBuildManifest;
  /** How long the import may take, in milliseconds. Default: a minute. */
  readonly importTimeoutMs?: number;
}

/**
 * @param entry Absolute path of the entry file.
 * @throws HeadwaterError `ENTRY_MISSING`, `ENTRY_FAILED`, `ENTRY_TIMEOUT`, `ENTRY_CHANGED`, `ENTRY_WITHOUT_DEFINITIONS`
 * @throws HeadwaterError `MANIFEST_INVALID`, `MANIFEST_OUTDATED`
 * @throws DefinitionError with all problems that `define` found, or all that the analysis of the code did
 */
export async function loadDefinitions(
  entry: string,
  { manifest = readBuildManifest, importTimeoutMs = defaultImportTimeoutMs }: LoadOptions = {},
): Promise<WorkingCopy> {
  noteProject(entry);
  await access(entry).catch(() => {
    throw new HeadwaterError("ENTRY_MISSING", { path: entry });
  });
  const root = dirname(entry);
  const { understandUserCode, analyseCode, withinImportLimit } = await importLoader();
  understandUserCode();
  try {
    const module = await withinImportLimit<{ readonly default?: unknown }>(entry, importTimeoutMs, () => import(pathToFileURL(entry).href));
    const definitions = module.default;
    if (!isDefinitions(definitions)) throw new HeadwaterError("ENTRY_WITHOUT_DEFINITIONS", { path: entry, found: describe(definitions) });
    const built = manifest(root);
    const code = built === null ? analyseCode(definitions, { entry, root }) : builtCode(definitions, built, root);
    const changed = code.files.find(changedSinceLoaded);
    if (changed !== undefined) throw new HeadwaterError("ENTRY_CHANGED", { path: changed });
    return { definitions, serialized: serializeDefinitions(definitions, root, code.codeOf), code, root };
  } catch (error) {
    throw entryProblem(entry, error);
  }
}

type Loader = typeof import("./user-code/register.ts") &
  typeof import("./user-code/link-ahead.ts") &
  typeof import("./user-code/load-module.ts") &
  typeof import("../code/analyse-code.ts") &
  typeof import("./import-limit.ts");

/** The parser is slow to load: commands that run no user code do without. Who knows that it will be needed may ask for it before. */
export async function importLoader(): Promise<Loader> {
  const parts = [
    import("./user-code/register.ts"),
    import("./user-code/link-ahead.ts"),
    import("./user-code/load-module.ts"),
    import("../code/analyse-code.ts"),
    import("./import-limit.ts"),
  ] as const;
  const [register, linking, loading, analysis, limit] = await Promise.all(parts);
  return { ...register, ...linking, ...loading, ...analysis, ...limit };
}

/** By shape: the entry may have loaded another copy of the package than we did. */
const isDefinitions = (value: unknown): value is Definitions =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "definitions";

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return typeof value === "object" ? "an object of another kind" : `a ${typeof value}`;
}
