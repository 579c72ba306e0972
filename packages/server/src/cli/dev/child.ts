/** A child process of `dev`: another command of the program, whose output is shown line by line. */
import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { childEnvironment } from "../../config.ts";

export interface ChildOptions {
  /** Arguments of the command line. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Shows a line that the child printed. */
  readonly show: (line: string) => void;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const program = new URL(`../../main${extname(import.meta.url)}`, import.meta.url);

/** `ended` resolves when it has ended and all that it printed was shown. */
export function startChild({ args, environment, show }: ChildOptions): { readonly child: ChildProcess; readonly ended: Promise<End> } {
  const child = fork(program, [...args], { stdio: ["ignore", "pipe", "pipe", "ipc"], env: childEnvironment(environment) });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", show);
  }
  const ended = new Promise<End>((resolve) => {
    child.once("error", () => resolve({ code: 1, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, ended };
}

/** Asks a child to end, and makes it end after `graceMs`. */
export async function stopChild({ child, ended }: ReturnType<typeof startChild>, graceMs: number): Promise<void> {
  child.kill("SIGTERM");
  const deadline = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(deadline);
}

export const endText = ({ code, signal }: End): string => signal ?? `exit code ${code}`;
