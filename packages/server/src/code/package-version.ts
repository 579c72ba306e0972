/** Which npm package a file belongs to, and in which version. */
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

const byDirectory = new Map<string, PackageVersion | null>();

/**
 * The nearest `package.json` with a name, above the file where it really lies: a link of a workspace leads to the package itself. A package
 * that states no version has the version `""`. Read once: a process never sees an installed package change.
 *
 * @param file Absolute path of a file.
 * @returns `null` where there is no such manifest, or no such file
 */
export function packageVersionOf(file: string): PackageVersion | null {
  try {
    return inDirectory(dirname(realpathSync(file)));
  } catch {
    return null;
  }
}

function inDirectory(directory: string): PackageVersion | null {
  const known = byDirectory.get(directory);
  if (known !== undefined) return known;
  const parent = dirname(directory);
  const found = manifestIn(directory) ?? (parent === directory ? null : inDirectory(parent));
  byDirectory.set(directory, found);
  return found;
}

/** Manifests without a name, as packages put them beside their builds, say only how modules are read. */
function manifestIn(directory: string): PackageVersion | null {
  const manifest = readManifest(join(directory, "package.json"));
  if (typeof manifest?.name !== "string" || manifest.name === "") return null;
  return { name: manifest.name, version: typeof manifest.version === "string" ? manifest.version : "" };
}

function readManifest(path: string): { readonly name?: unknown; readonly version?: unknown } | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    return typeof manifest === "object" ? manifest : null;
  } catch {
    return null;
  }
}
