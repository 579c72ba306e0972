/** What an import means: a local file, or a package in a version. */
import { realpathSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { userFile } from "../worker/user-code/is-user-code.ts";
import { fileMeant } from "../worker/user-code/resolve-module.ts";
import { type PackageVersion, packageVersionOf } from "./package-version.ts";

export type Imported =
  | { readonly kind: "file"; readonly file: string }
  /** `version`: `null` where it does not count. */
  | { readonly kind: "package"; readonly specifier: string; readonly version: PackageVersion | null }
  | { readonly kind: "missing"; readonly specifier: string };

const headwater = /^(@headwater\/.*|headwater)$/;

/** Whether a specifier is one of Headwater's own packages. */
export const isHeadwater = (specifier: string): boolean => /^(@headwater\/|headwater(\/|$))/.test(specifier);
export const isZod = (specifier: string): boolean => /^zod(\/|$)/.test(specifier);

/** As Node resolves an `import` that is not a path. */
const conditions = { conditions: new Set(["node", "import", "module-sync", "node-addons"]) } as object;

/** @returns A function that resolves and remembers; one for each look at the files. */
export function importResolver(untrackedPackages: readonly string[]): (specifier: string, parent: string) => Imported {
  const known = new Map<string, Imported>();
  const packageFiles = new Map<string, string>();
  const untracked = new Set(untrackedPackages);
  /** The same for all files of a directory. */
  const packageFile = (specifier: string, directory: string): string => {
    const key = `${directory}\0${specifier}`;
    const file = packageFiles.get(key) ?? realpathSync.native(createRequire(`${directory}/`).resolve(specifier, conditions));
    packageFiles.set(key, file);
    return file;
  };
  const inPackage = (specifier: string, file: string): Imported => {
    const version = packageVersionOf(file);
    const counts = version !== null && !untracked.has(version.name) && !headwater.test(version.name);
    return { kind: "package", specifier, version: counts ? version : null };
  };
  const resolve = (specifier: string, parent: string): Imported => {
    if (isBuiltin(specifier) || isHeadwater(specifier) || isZod(specifier)) return { kind: "package", specifier, version: null };
    try {
      const file = fileMeant(specifier, parent) ?? packageFile(specifier, dirname(parent));
      return userFile(pathToFileURL(file).href) === null ? inPackage(specifier, file) : { kind: "file", file };
    } catch {
      return { kind: "missing", specifier };
    }
  };
  return (specifier, parent) => {
    const key = `${parent}\0${specifier}`;
    const found = known.get(key) ?? resolve(specifier, parent);
    known.set(key, found);
    return found;
  };
}
