/** Copies the template of a project into a directory. Nothing that is there is ever overwritten. */
import { constants, copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HeadwaterError } from "@headwater/core/engine";

/** Beside sources and compiled files alike. */
const template = fileURLToPath(new URL("../../../template/", import.meta.url));

/** npm leaves a `.gitignore` out of packages, so it has another name there. */
const renamed: ReadonlyMap<string, string> = new Map([["gitignore", ".gitignore"]]);

/**
 * @param directory Relative to the current one; made where it does not exist.
 * @returns the files that were written, relative to the directory
 * @throws HeadwaterError `DIRECTORY_NOT_EMPTY`, `DIRECTORY_UNUSABLE`
 */
export async function createProject(directory: string): Promise<readonly string[]> {
  const target = resolve(directory);
  await requireEmpty(target);
  try {
    const files = await copyTemplate(target);
    await nameProject(join(target, "package.json"), basename(target));
    return files;
  } catch (error) {
    throw unusable(target, error);
  }
}

/** A repository without files yet counts as empty. */
async function requireEmpty(target: string): Promise<void> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw unusable(target, error);
  });
  const found = entries.filter((name) => name !== ".git").sort();
  if (found.length > 0) throw new HeadwaterError("DIRECTORY_NOT_EMPTY", { directory: target, found });
}

async function copyTemplate(target: string): Promise<readonly string[]> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(template.length));
  const written: string[] = [];
  for (const file of files) {
    const name = renamed.get(file) ?? file;
    await mkdir(dirname(join(target, name)), { recursive: true });
    await copyFile(join(template, file), join(target, name), constants.COPYFILE_EXCL);
    written.push(name);
  }
  return written.sort();
}

/** A package is named as its directory, as far as npm allows. */
async function nameProject(manifest: string, directoryName: string): Promise<void> {
  const name = directoryName
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|-+$/g, "");
  if (name === "") return;
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"headwater-project"', JSON.stringify(name)));
}

const unusable = (directory: string, error: unknown): HeadwaterError =>
  new HeadwaterError("DIRECTORY_UNUSABLE", { directory, problem: error instanceof Error ? error.message : String(error) }, { cause: error });
