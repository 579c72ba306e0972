/** One run of Postgres on a data directory, seen through the lock file that it keeps there. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOf, isAlive } from "./process-alive.ts";

export interface PostmasterOptions {
  readonly postgres: string;
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly dataDirectory: string;
  readonly port: number;
  /** `false` for tests: faster, and lost when the machine crashes. */
  readonly durable: boolean;
}

interface LockFile {
  readonly pid: number;
  readonly ready: boolean;
}

const pollMs = 20;
/** Fast shutdown may take that long; then the immediate one, after which Postgres recovers at its next start. */
const patienceMs = 15_000;

/** Written by Postgres itself: its pid in line 1, its state in line 8. */
async function readLockFile(dataDirectory: string): Promise<LockFile | null> {
  const text = await readFile(join(dataDirectory, "postmaster.pid"), "utf8").catch(() => null);
  if (text === null) return null;
  const lines = text.split("\n");
  return { pid: Number.parseInt(lines[0] ?? "", 10), ready: lines[7]?.trim() === "ready" };
}

/**
 * The pid of the Postgres that runs on this data directory. A lock file whose pid another program has now is removed; that program may be
 * the Postgres of another project, so the command line must name this directory. (Two at once on one directory are impossible all the same:
 * Postgres also guards its shared memory.)
 */
export async function runningPostmaster(dataDirectory: string): Promise<number | null> {
  const lock = await readLockFile(dataDirectory);
  if (lock === null || !isAlive(lock.pid)) return null;
  if ((await commandOf(lock.pid))?.includes(` ${dataDirectory} `)) return lock.pid;
  await rm(join(dataDirectory, "postmaster.pid"), { force: true });
  return null;
}

/** Starts Postgres and returns once it holds the data directory; `null` where it ended before. */
export async function spawnPostmaster(options: PostmasterOptions): Promise<ChildProcess | null> {
  const { postgres, user, dataDirectory, port, durable } = options;
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "200", ...(durable ? {} : fastSettings) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", dataDirectory, "-p", String(port), ...flags], { ...user, cwd: "/", stdio: ["ignore", "inherit", "inherit"] });
  child.on("error", () => {});
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if ((await readLockFile(dataDirectory))?.pid === child.pid) return child;
    await sleep(pollMs);
  }
  return null;
}

const fastSettings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** `true` once Postgres accepts connections, `false` where it ended before. Recovery after a crash may take long. */
export async function becomesReady(child: ChildProcess, dataDirectory: string): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const lock = await readLockFile(dataDirectory);
    if (lock?.pid === child.pid && lock?.ready === true) return true;
    await sleep(pollMs);
  }
  return false;
}

/** Stops a Postgres, whoever started it, and returns when it is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  const impatient = Date.now() + patienceMs;
  let quit = false;
  while (isAlive(pid)) {
    if (!quit && Date.now() > impatient) {
      signal(pid, "SIGQUIT");
      quit = true;
    }
    await sleep(pollMs);
  }
}

function signal(pid: number, name: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}
