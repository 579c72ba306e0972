/** What the `tsconfig.json` nearest to a module says about it. */
import { dirname, join } from "node:path";
import { createPathsMatcher, findTsconfig, getTsconfig, type TsConfigResult } from "get-tsconfig";
import { ModuleProblem } from "./module-problem.ts";
import { noteReached } from "./reached-files.ts";

export type CompilerOptions = NonNullable<TsConfigResult["config"]["compilerOptions"]>;

interface Project {
  readonly options: CompilerOptions;
  /** Files that a specifier may mean by `paths` and `baseUrl`, without their extensions. */
  readonly paths: (specifier: string) => readonly string[];
}

const byDirectory = new Map<string, Project>();
const read = new Map<string, unknown>();

/**
 * Read once for each directory: a process never sees it change.
 * @throws ModuleProblem where it cannot be read
 */
export function projectOf(file: string): Project {
  const directory = dirname(file);
  const found = byDirectory.get(directory) ?? readProject(directory);
  byDirectory.set(directory, found);
  return found;
}

function readProject(directory: string): Project {
  const tsconfig = readTsconfig(directory);
  const paths = tsconfig === null ? null : createPathsMatcher(tsconfig);
  return { options: tsconfig?.config.compilerOptions ?? {}, paths: paths ?? (() => []) };
}

function readTsconfig(directory: string): TsConfigResult | null {
  try {
    return getTsconfig(directory, "tsconfig.json", read);
  } catch (error) {
    const file = findTsconfig(directory) ?? directory;
    throw new ModuleProblem(error instanceof Error ? error.message : String(error), { file, line: 1 }, { code: "ERR_INVALID_TSCONFIG", cause: error });
  } finally {
    noteTsconfigs(directory);
  }
}

/** The one that may come to be the nearest, and all that were read, by `extends` too: the cache names them. */
function noteTsconfigs(directory: string): void {
  noteReached(join(directory, "tsconfig.json"));
  for (const key of read.keys()) {
    const file = /^readFileSync:(.+):utf8$/.exec(key)?.[1];
    if (file !== undefined) noteReached(file);
  }
}
