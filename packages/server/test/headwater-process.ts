/** The program as users start it: a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface ProcessOptions {
  readonly cwd: string;
  readonly databaseUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Follows the command in a shell, such as `| head -n 1`. */
  readonly shell?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HeadwaterProcess extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the match when the output so far, of both streams, has one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts a command; disposing kills it. */
export function startHeadwater(args: readonly string[], { cwd, databaseUrl, environment = {}, shell }: ProcessOptions): HeadwaterProcess {
  const { DATABASE_URL: _url, FORCE_COLOR: _color, ...inherited } = process.env;
  const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  const env = { ...inherited, NO_COLOR: "1", ...database, ...environment };
  const command = [process.execPath, "--conditions=@headwater/source", main, ...args];
  const [program = "", ...rest] = shell === undefined ? command : ["bash", "-c", `"$@" ${shell}`, "bash", ...command];
  const child = spawn(program, rest, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = collect(child);
  return {
    pid: child.pid ?? 0,
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, stdout: output.stdout(), stderr: output.stderr() }))),
    kill: (signal) => void child.kill(signal),
    printed: output.printed,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Runs a command to its end. */
export async function headwater(args: readonly string[], options: ProcessOptions): Promise<Ended> {
  await using running = startHeadwater(args, options);
  return await running.ended;
}

function collect(child: ChildProcess) {
  const text = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
      for (const look of waiting) look();
    });
  }
  return {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    printed: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text.stdout + text.stderr);
          if (match === null) return;
          waiting.delete(look);
          resolve(match);
        };
        child.once("close", () => reject(new Error(`It ended without printing ${pattern}:\n${text.stdout}${text.stderr}`)));
        waiting.add(look);
        look();
      }),
  };
}
