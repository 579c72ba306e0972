/** Reads `extraInputs`: a hash of each file that a glob matches and of each variable of the environment. */
import { globSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { type AnyDefinition, HeadwaterError, hashJson, type Problem, problemFrom, sha256 } from "@headwater/core/engine";
import { noteReached } from "../worker/user-code/reached-files.ts";

export interface ReadExtraInputs {
  /** `sql/a.sql`, `env REGION`, each once and in the order of their names. */
  readonly inputs: readonly { readonly name: string; readonly hash: string }[];
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
  /** `EXTRA_INPUT_INVALID`: a glob that matches no file, a file that cannot be read. */
  readonly problems: readonly Problem[];
}

type Read = { readonly name: string; readonly hash: string; readonly file: string | null };

const notLookedInto: ReadonlySet<string> = new Set(["node_modules", ".git", ".headwater"]);

/**
 * @param root The absolute directory that globs start at.
 * @returns What reads the extra inputs of a definition; a glob and a file that several have are read once.
 */
export function extraInputReader(root: string, environment: NodeJS.ProcessEnv = process.env): (definition: AnyDefinition) => ReadExtraInputs {
  const hashes = new Map<string, Read>();
  const globs = new Map<string, readonly Read[]>();
  const readFile = (name: string): Read => {
    const file = resolve(root, name);
    noteReached(file);
    const found = hashes.get(name) ?? { name, hash: sha256(readFileSync(file)), file };
    hashes.set(name, found);
    return found;
  };
  const readGlob = (glob: string): readonly Read[] => {
    const found = globs.get(glob) ?? filesOf(glob, root).map(readFile);
    globs.set(glob, found);
    return found;
  };
  return (definition) => {
    const read = new Map<string, Read>();
    const problems: Problem[] = [];
    for (const input of definition.extraInputs) {
      try {
        const found = typeof input === "string" ? readGlob(input) : [readVariable(input.name, environment)];
        for (const one of found) read.set(one.name, one);
        if (found.length === 0) problems.push(invalid(definition, String(input), nothingFound(String(input), root)));
      } catch (error) {
        problems.push(invalid(definition, String(input), `cannot be read: ${error instanceof Error ? error.message : String(error)}`));
      }
    }
    const inputs = [...read.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      inputs: inputs.map(({ name, hash }) => ({ name, hash })),
      files: inputs.flatMap(({ file }) => (file === null ? [] : [file])),
      problems,
    };
  };
}

/** Hashed with its name, so that variables of one value look different. One that is not set is not an empty one. */
const readVariable = (name: string, environment: NodeJS.ProcessEnv): Read => ({
  name: `env ${name}`,
  hash: hashJson(["env", name, environment[name] ?? null]),
  file: null,
});

/** Relative to the root, with `/` between their parts. Links to directories are not followed by `**`, so no circle of links is walked. */
const filesOf = (glob: string, root: string): readonly string[] =>
  globSync(glob, { cwd: root, exclude: ({ name }) => notLookedInto.has(name), withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
    .map((path) => path.slice(resolve(root).length + 1).replaceAll(sep, "/"));

const nothingFound = (glob: string, root: string): string =>
  statSync(resolve(root, glob), { throwIfNoEntry: false })?.isDirectory() ? `is a directory; its files are ${JSON.stringify(`${glob}/**`)}` : "matches no file";

const invalid = (definition: AnyDefinition, input: string, problem: string): Problem =>
  problemFrom(new HeadwaterError("EXTRA_INPUT_INVALID", { key: definition.key, input, problem }), definition);
