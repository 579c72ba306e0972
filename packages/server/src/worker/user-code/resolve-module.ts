/** Which file an import of user code means: also without an extension, with the extension it has once compiled, or by `paths`. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { ResolveHookSync } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectOf } from "./compiler-options.ts";
import { isCompiled, userFile } from "./is-user-code.ts";
import { noteImport } from "./link-ahead.ts";
import { lineAt, ModuleProblem } from "./module-problem.ts";
import { noteReached } from "./reached-files.ts";

/** @throws ModuleProblem where there is no such module */
export const resolveUserModule: ResolveHookSync = (specifier, context, nextResolve) => {
  const parent = userFile(context.parentURL);
  if (parent === null) return nextResolve(specifier, context);
  const file = fileMeant(specifier, parent);
  if (file !== null) return { url: pathToFileURL(file).href, shortCircuit: true };
  try {
    const resolved = nextResolve(specifier, context);
    noteImport(resolved.url);
    return resolved;
  } catch (error) {
    throw missing(specifier, parent, error);
  }
};

/** The file that a path, or a name in `paths` of `tsconfig.json`, stands for; `null` where it means a package, or nothing. */
export function fileMeant(specifier: string, parent: string): string | null {
  for (const path of filesMeant(specifier, parent)) {
    for (const file of spellings(path)) if (isFile(file)) return realpathSync.native(file);
  }
  return null;
}

/** Paths that a specifier may stand for; none where it means a package. */
function filesMeant(specifier: string, parent: string): readonly string[] {
  if (/^\.{1,2}(\/|$)/.test(specifier)) return [resolve(dirname(parent), decodeURIComponent(specifier)) + (specifier.endsWith("/") ? "/" : "")];
  if (specifier.startsWith("file:")) return [fileURLToPath(specifier)];
  if (/^[a-z]+:/.test(specifier) || !isCompiled(parent)) return [];
  return projectOf(parent).paths(specifier);
}

/** A file as its import may name it once it is compiled. */
const sources: Readonly<Record<string, readonly string[]>> = { ".js": [".ts", ".tsx"], ".jsx": [".tsx"], ".mjs": [".mts"], ".cjs": [".cts"] };
const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

function* spellings(path: string): Generator<string> {
  const extension = extname(path);
  if (!path.endsWith("/")) {
    for (const source of sources[extension] ?? []) yield path.slice(0, -extension.length) + source;
    yield path;
    for (const added of extensions) yield path + added;
  }
  for (const added of extensions) yield join(path, `index${added}`);
}

function isFile(path: string): boolean {
  noteReached(path);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

const absent = new Set(["ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT", "MODULE_NOT_FOUND"]);

function missing(specifier: string, parent: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!absent.has(code)) return error;
  const isPath = /^[./]|^file:/.test(specifier);
  if (!isPath) noteAbsentPackage(specifier, parent);
  const problem = isPath ? `there is no file for the import "${specifier}"` : `the package of the import "${specifier}" is not installed`;
  const text = readFileSync(parent, "utf8");
  const position = ['"', "'", "`"].map((quote) => text.indexOf(quote + specifier + quote)).find((index) => index >= 0);
  return new ModuleProblem(problem, { file: parent, line: lineAt(text, position ?? 0) }, { code, cause: error });
}

/** The places in which the package would be found once it is installed: in a `node_modules` that there is. */
function noteAbsentPackage(specifier: string, parent: string): void {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  for (let directory = dirname(parent); directory !== dirname(directory); directory = dirname(directory)) {
    const packages = join(directory, "node_modules");
    if (existsSync(packages) || existsSync(join(directory, "package.json"))) noteReached(join(packages, name, "package.json"));
  }
}
