/** Headwater as a user starts it: the `dev` command with its embedded Postgres, its server and its worker as processes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../server/src/main.ts", import.meta.url));
const node = ["--conditions=@headwater/source", "--disable-warning=ExperimentalWarning", main];

/** A process of Headwater that goes on until it is stopped. */
export interface Running extends AsyncDisposable {
  /** Everything that it printed so far. */
  output(): string;
}

export interface Headwater extends Running {
  readonly url: string;
  /** kill -9 of the server process alone; `dev` starts another. */
  killServer(): void;
}

/** Resolves when the server answers. */
export async function startHeadwater(entry: string): Promise<Headwater> {
  const { url, child, ...running } = await startAnswering(["dev", entry], "/ready");
  const killServer = (): void => {
    const pid = execFileSync("pgrep", ["-P", String(child.pid), "-f", "main.ts server"], { encoding: "utf8" });
    process.kill(Number(pid), "SIGKILL");
  };
  return { ...running, url, killServer };
}

/** The server alone, without a worker. Resolves when it answers. */
export async function startServer(entry: string): Promise<Running & { readonly url: string }> {
  // It is ready once a worker has brought definitions.
  return startAnswering(["server", "--entry", entry], "/health");
}

/** A worker alone, beside a server of the same project. */
export const startWorker = (entry: string, ...flags: readonly string[]): Running => start(["worker", "--entry", entry, ...flags]);

async function startAnswering(command: readonly string[], path: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = start([...command, "--port", String(port)]);
  for (let waited = 0; !(await answers(`${url}${path}`)); waited += 100) {
    if (running.child.exitCode !== null || waited > 90_000) {
      running.child.kill("SIGINT");
      throw new Error(`headwater ${command[0]} did not start:\n${running.output()}`);
    }
    await sleep(100);
  }
  return { ...running, url };
}

function start(command: readonly string[]): Running & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, [...node, ...command], { stdio: ["ignore", "pipe", "pipe"], env: environment() });
  const output = collect(child);
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  return {
    child,
    output,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      const result = await Promise.race([ended, sleep(30_000, "late", { ref: false })]);
      if (result === "late") {
        child.kill("SIGKILL");
        throw new Error(`headwater ${command[0]} did not stop within 30 s:\n${output()}`);
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

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
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
