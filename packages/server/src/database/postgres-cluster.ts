/** The data directory of a project's own Postgres: where it lies, and making it. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findPostgres, type PostgresBinaries } from "./postgres-binaries.ts";
import { passwordFile, readPassword } from "./postgres-password.ts";
import { isReachable, type PostgresUser, postgresUser } from "./postgres-user.ts";
import { isAlive } from "./process-alive.ts";

const run = promisify(execFile);

export interface PostgresCluster {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser | null;
  readonly dataDirectory: string;
}

/** As root, for projects that the user of Postgres cannot reach: below the home of root, say. */
const systemDirectory = "/var/lib/headwater";

/** @param stateDirectory `.headwater` of the project; it exists. */
export async function openCluster(stateDirectory: string): Promise<PostgresCluster> {
  const user = await postgresUser();
  const own = await isReachable(stateDirectory, user);
  const key = createHash("sha256").update(stateDirectory).digest("hex").slice(0, 16);
  const dataDirectory = own ? join(stateDirectory, "postgres") : join(systemDirectory, key, "postgres");
  const binaries = await findPostgres(user, own ? stateDirectory : systemDirectory);
  if ((await readPassword(dataDirectory)) === null) await createDataDirectory(binaries, user, dataDirectory);
  return { binaries, user, dataDirectory };
}

/** Made beside its place and moved there when complete: an interrupted first start leaves nothing half done. */
async function createDataDirectory(binaries: PostgresBinaries, user: PostgresUser | null, dataDirectory: string): Promise<void> {
  await removeUnfinished(dirname(dataDirectory));
  const unfinished = `${dataDirectory}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  const passwordPath = `${unfinished}.password`;
  const password = randomBytes(24).toString("base64url");
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await writeFile(passwordPath, password, { mode: 0o600 });
    if (user !== null) await Promise.all([unfinished, passwordPath].map((path) => chown(path, user.uid, user.gid)));
    const identity = ["--username=headwater", "--auth=scram-sha-256", `--pwfile=${passwordPath}`];
    await run(binaries.initdb, [`--pgdata=${unfinished}`, ...identity, "--no-locale", "--encoding=UTF8"], { ...user, cwd: "/" }).catch(explain);
    await rename(passwordPath, join(unfinished, passwordFile));
    await rename(unfinished, dataDirectory);
  } catch (error) {
    await Promise.all([unfinished, passwordPath].map((path) => rm(path, { recursive: true, force: true })));
    // Another process was faster: its data directory is as good.
    if ((await readPassword(dataDirectory)) === null) throw error;
  }
}

const explain = (error: { readonly stderr?: string; readonly message: string }): never => {
  throw new Error(`initdb failed: ${(error.stderr ?? error.message).trim()}`);
};

async function removeUnfinished(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = /\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}
