/** A child process that is kept running: started again, with growing pauses, whenever it dies. */
import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "../../config.ts";
import { ReadyMessage } from "../../supervised.ts";
import { exitCode } from "../exit-code.ts";

export interface ChildOptions {
  readonly name: string;
  /** Arguments of the command line. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Shows a line that the child printed; `ready` tells whether it was ready by then. */
  readonly show: (line: string, ready: boolean) => void;
  readonly note: (line: string) => void;
  /** What to press for a restart, where somebody can: a child that finds its input wrong waits for that, and is not started again and again. */
  readonly restartKey: string | null;
}

export interface Child {
  /**
   * Resolves with what the child says of itself when it is ready for the first time, or with the exit code with which
   * it gave up before.
   */
  readonly started: Promise<{ readonly detail: string } | { readonly exitCode: number }>;
  /** Ends it, after `graceMs` by force, and starts it anew; also before its time where it is to be started again anyway. */
  restart(graceMs: number): void;
  /** Asks it to end, and makes it end after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const restartMs = { first: 500, longest: 15_000, healthyAfter: 30_000 };
const program = new URL(`../../main${extname(import.meta.url)}`, import.meta.url);

export function keepRunning(options: ChildOptions): Child {
  const stopping = new AbortController();
  const started = Promise.withResolvers<Awaited<Child["started"]>>();
  let child: ChildProcess | null = null;
  let ready = false;
  let wanted = new AbortController();
  const onReady = (detail: string): void => {
    if (ready) options.note(`The ${options.name} is ready: ${detail}.`);
    ready = true;
    started.resolve({ detail });
  };
  const supervised = (async () => {
    let pauseMs = restartMs.first;
    while (!stopping.signal.aborted) {
      const bornAt = performance.now();
      wanted = new AbortController();
      child = spawn(options, () => ready, onReady);
      const ended = await endOf(child);
      if (stopping.signal.aborted) return;
      if (!ready && ended.code !== null) return started.resolve({ exitCode: ended.code });
      if (wanted.signal.aborted) continue;
      if (performance.now() - bornAt > restartMs.healthyAfter) pauseMs = restartMs.first;
      const waits = ended.code === exitCode.usage && options.restartKey !== null;
      const next = waits ? `Correct that and press ${options.restartKey}.` : "Starting it again.";
      options.note(`The ${options.name} ended (${ended.signal ?? `exit code ${ended.code}`}). ${next}`);
      const woken = AbortSignal.any([stopping.signal, wanted.signal]);
      await (waits ? aborted(woken) : sleep(pauseMs, undefined, { signal: woken }).catch(() => undefined));
      pauseMs = Math.min(pauseMs * 2, restartMs.longest);
    }
  })();
  return {
    started: started.promise,
    restart(graceMs) {
      wanted.abort();
      const ending = child;
      ending?.kill("SIGTERM");
      setTimeout(() => ending?.kill("SIGKILL"), graceMs).unref();
    },
    async stop(graceMs) {
      stopping.abort();
      child?.kill("SIGTERM");
      const deadline = setTimeout(() => child?.kill("SIGKILL"), graceMs);
      await supervised;
      clearTimeout(deadline);
    },
    kill: () => {
      stopping.abort();
      child?.kill("SIGKILL");
    },
  };
}

function spawn({ args, environment, show }: ChildOptions, isReady: () => boolean, onReady: (detail: string) => void): ChildProcess {
  const child = fork(program, [...args], { stdio: ["ignore", "pipe", "pipe", "ipc"], env: childEnvironment(environment) });
  child.on("message", (message) => {
    const parsed = ReadyMessage.safeParse(message);
    if (parsed.success) onReady(parsed.data.detail);
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => show(line, isReady()));
  }
  return child;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** When it has ended and all that it printed was read. */
const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((resolve) => {
    child.once("error", () => resolve({ code: 1, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
