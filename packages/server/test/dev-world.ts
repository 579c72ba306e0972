/** A project under `headwater dev`, with a database of its own, and its processes as the system sees them. */
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { type HeadwaterProcess, startHeadwater } from "./headwater-process.ts";
import { temporaryProject } from "./temporary-project.ts";

/** @param files Beside the entry file, by path. */
export async function devWorld(definitions: string, files: Readonly<Record<string, string>> = {}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const project = stack.use(await temporaryProject(definitions, files));
  const store = stack.use(await createPostgresStore({ connectionString: database.url }));
  const options = { cwd: project.directory, databaseUrl: database.url };
  return {
    project,
    store,
    options,
    async dev(port: number, environment: Readonly<Record<string, string>> = {}): Promise<HeadwaterProcess> {
      const dev = stack.use(startHeadwater(["dev", "--port", String(port)], { ...options, environment }));
      await dev.printed(/ready in/);
      return dev;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

export async function freePort(): Promise<number> {
  await using taken = await takePort();
  return taken.port;
}

export async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

export async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("pgrep", ["-P", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.split("\n").filter(Boolean).map(Number);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
