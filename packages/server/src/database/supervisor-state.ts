/** `.headwater/postgres.json`: where the project's Postgres and its supervisor are. Written by the supervisor that holds the data directory. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";

export interface SupervisorState {
  /** What the supervisor says first to whoever connects: a stale file may name a port that something else has now. */
  readonly id: string;
  readonly pid: number;
  /** Where the supervisor listens for users. */
  readonly control: number;
  /** Where Postgres listens. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly url: string;
}

export async function readState(file: string): Promise<SupervisorState | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as SupervisorState;
  } catch {
    return null;
  }
}

/** Readable for its owner alone: the URL holds the password. */
export async function writeState(file: string, state: SupervisorState): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

/**
 * Takes a seat as a user of Postgres: it runs as long as somebody is seated. A process that dies leaves its seat, however it dies,
 * for the kernel closes the connection. `null` where no supervisor answers, or it went before Postgres was ready.
 */
export async function takeSeat(state: SupervisorState): Promise<Socket | null> {
  const socket = connect({ host: "127.0.0.1", port: state.control });
  const seated = await new Promise<boolean>((resolve) => {
    let heard = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
      if (!`${state.id}\nready\n`.startsWith(heard)) resolve(false);
      if (heard === `${state.id}\nready\n`) resolve(true);
    });
    socket.on("error", () => resolve(false)).on("close", () => resolve(false));
  });
  if (!seated) socket.destroy();
  return seated ? socket : null;
}
