/** A Postgres of the project's own, shared by all its processes; the first one starts it, and it stops with the last. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile, realpath } from "node:fs/promises";
import type { Socket } from "node:net";
import { extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { HeadwaterError } from "@headwater/core/engine";
import { openCluster } from "./postgres-cluster.ts";
import { readState, takeSeat } from "./supervisor-state.ts";
import { exitCodes, type SupervisorTask } from "./supervisor-task.ts";

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly url: string;
}

export interface EmbeddedOptions {
  readonly projectDirectory: string;
  /** `false` for tests: no fsync. */
  readonly durable?: boolean;
}

const patienceMs = 60_000;
const retryMs = 100;
const supervisorFile = fileURLToPath(new URL(`./postgres-supervisor${extname(import.meta.url)}`, import.meta.url));

/**
 * Joins the project's Postgres, starting it where it does not run. Disposing leaves it, and waits until it has stopped where nobody else uses it.
 * @throws HeadwaterError `EMBEDDED_POSTGRES_UNAVAILABLE`
 */
export async function joinEmbeddedPostgres({ projectDirectory, durable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    await mkdir(join(projectDirectory, ".headwater"), { recursive: true });
    const stateDirectory = join(await realpath(projectDirectory), ".headwater");
    return await stay(stateDirectory, durable);
  } catch (error) {
    throw new HeadwaterError("EMBEDDED_POSTGRES_UNAVAILABLE", { directory: projectDirectory, reason: (error as Error).message }, { cause: error });
  }
}

interface Seat {
  readonly socket: Socket;
  readonly url: string;
}

/** Keeps a seat: where the supervisor is killed, the first of its users starts another. */
async function stay(stateDirectory: string, durable: boolean): Promise<EmbeddedPostgres> {
  let left = false;
  let seat = await findSeat(stateDirectory, durable);
  const { url } = seat;
  const watch = (): void => {
    // The seat alone is no reason to keep a process running.
    seat.socket.unref().once("close", () => void rejoin());
  };
  const rejoin = async (): Promise<void> => {
    while (!left) {
      const again = await findSeat(stateDirectory, durable).catch(() => null);
      if (again !== null) {
        seat = again;
        if (left) seat.socket.destroy();
        return watch();
      }
      await sleep(retryMs, undefined, { ref: false });
    }
  };
  watch();
  return {
    url,
    async [Symbol.asyncDispose]() {
      left = true;
      if (seat.socket.closed) return;
      seat.socket.ref().end();
      await once(seat.socket, "close");
    },
  };
}

async function findSeat(stateDirectory: string, durable: boolean): Promise<Seat> {
  const stateFile = join(stateDirectory, "postgres.json");
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(retryMs)) {
    const seat = (await seatAt(stateFile)) ?? (await launch(stateDirectory, stateFile, durable));
    if (seat !== null) return seat;
  }
  throw new Error(`it was not ready after ${patienceMs / 1000} s`);
}

/** A seat with the supervisor that the file names, or only if that is `pid`. */
async function seatAt(stateFile: string, pid?: number): Promise<Seat | null> {
  const state = await readState(stateFile);
  if (state === null || (pid !== undefined && state.pid !== pid)) return null;
  const socket = await takeSeat(state);
  return socket === null ? null : { socket, url: state.url };
}

/** Starts a supervisor and takes the first seat. `null` where another one holds the data directory: then look for that one. */
async function launch(stateDirectory: string, stateFile: string, durable: boolean): Promise<Seat | null> {
  const { binaries, user, dataDirectory } = await openCluster(stateDirectory);
  const task: SupervisorTask = { postgres: binaries.postgres, user, dataDirectory, durable, stateFile };
  const logFile = join(stateDirectory, "postgres.log");
  const log = await open(logFile, "a", 0o600);
  const { size } = await log.stat();
  // A session of its own: Ctrl-C in the terminal does not reach it.
  const supervisor = spawn(process.execPath, [supervisorFile, JSON.stringify(task)], { detached: true, stdio: ["ignore", log.fd, log.fd] });
  try {
    while (supervisor.exitCode === null && supervisor.signalCode === null) {
      const seat = await seatAt(stateFile, supervisor.pid);
      if (seat !== null) return seat;
      await sleep(retryMs / 5);
    }
    if (supervisor.exitCode !== exitCodes.taken) throw new Error(complaint((await readFile(logFile)).subarray(size).toString()));
    return null;
  } finally {
    supervisor.unref();
    await log.close();
  }
}

/** What Postgres itself says is wrong, else the last line of the log. */
function complaint(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => line.includes("FATAL")) ?? lines.at(-1) ?? "it ended without a word";
}
