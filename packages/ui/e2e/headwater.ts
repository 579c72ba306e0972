/** Headwater as a user starts it: the `dev` command with its embedded Postgres, its server and its worker as processes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../server/src/main.ts", import.meta.url));
const node = ["--conditions=@headwater/source", "--disable-warning=ExperimentalWarning", main];

export interface Headwater extends AsyncDisposable {
  readonly url: string;
  /** Everything that it printed so far. */
  output(): string;
  /** kill -9 of the server process alone; `dev` starts another. */
  killServer(): void;
  /** kill -9 of the worker process alone; `dev` starts another, which loads the code anew. */
  killWorker(): void;
}

/** Resolves when the server answers. */
export async function startHeadwater(entry: string): Promise<Headwater> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...node, "dev", entry, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"], env: environment() });
  const output = collect(child);
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const kill = (command: string): void => {
    const pid = execFileSync("pgrep", ["-P", String(child.pid), "-f", command], { encoding: "utf8" });
    process.kill(Number(pid), "SIGKILL");
  };
  for (let waited = 0; !(await isReady(url)); waited += 100) {
    if (child.exitCode !== null || waited > 90_000) throw new Error(`headwater dev did not start:\n${output()}`);
    await sleep(100);
  }
  return {
    url,
    output,
    killServer: () => kill("main.ts server"),
    killWorker: () => kill("main.ts worker"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      const result = await Promise.race([ended, sleep(30_000, "late")]);
      if (result === "late") {
        child.kill("SIGKILL");
        throw new Error(`headwater dev did not stop within 30 s:\n${output()}`);
      }
    },
  };
}

/** Runs a command to its end. */
export async function headwater(args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [...node, ...args], { stdio: ["ignore", "pipe", "pipe"], env: environment() });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

/** Without what the surroundings may point elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, HEADWATER_TOKEN: _token, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}

function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  return () => output;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
