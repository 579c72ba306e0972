/** The user that Postgres runs as: it refuses to run as root. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/** `null`: as the user of this process. As root, the system user `postgres`, which is created where it is missing. */
export async function postgresUser(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  try {
    return await systemUser("postgres");
  } catch {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]).catch(() => {
      throw new Error('Postgres does not run as root, and the system user "postgres" neither exists nor can be created');
    });
    return systemUser("postgres");
  }
}

async function systemUser(name: string): Promise<PostgresUser> {
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whether the user may pass through the directory and all above it. Nothing below the home of root is reachable for others. */
export async function isReachable(directory: string, user: PostgresUser | null): Promise<boolean> {
  if (user === null) return true;
  const { mode, uid, gid } = await stat(directory);
  const passes = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001;
  const parent = dirname(directory);
  return passes !== 0 && (parent === directory || (await isReachable(parent, user)));
}
