/** Which file an import of user code means: also without an extension, with the extension it has once compiled, or by `paths`. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import type { ResolveFnOutput, ResolveHookSync } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectOf } from "./compiler-options.ts";
import { isCompiled, userFile } from "./is-user-code.ts";
import { lineAt, ModuleProblem } from "./module-problem.ts";

/** @throws ModuleProblem where there is no such module */
export const resolveUserModule: ResolveHookSync = (specifier, context, nextResolve) => {
  const parent = userFile(context.parentURL);
  if (parent === null) return nextResolve(specifier, context);
  const file = filesMeant(specifier, parent).flatMap(spellings).find(isFile);
  if (file !== undefined) return found(file);
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    throw missing(specifier, parent, error);
  }
};

const found = (file: string): ResolveFnOutput => ({ url: pathToFileURL(realpathSync(file)).href, shortCircuit: true });

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

function spellings(path: string): readonly string[] {
  const extension = extname(path);
  const written = (sources[extension] ?? []).map((source) => path.slice(0, -extension.length) + source);
  const inDirectory = extensions.map((added) => join(path, `index${added}`));
  return path.endsWith("/") ? inDirectory : [...written, path, ...extensions.map((added) => path + added), ...inDirectory];
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const absent = new Set(["ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT", "MODULE_NOT_FOUND"]);

function missing(specifier: string, parent: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!absent.has(code)) return error;
  const isPath = /^[./]|^file:/.test(specifier);
  const problem = isPath ? `there is no file for the import "${specifier}"` : `the package of the import "${specifier}" is not installed`;
  const text = readFileSync(parent, "utf8");
  const position = ['"', "'", "`"].map((quote) => text.indexOf(quote + specifier + quote)).find((index) => index >= 0);
  return new ModuleProblem(problem, { file: parent, line: lineAt(text, position ?? 0) }, { code, cause: error });
}
