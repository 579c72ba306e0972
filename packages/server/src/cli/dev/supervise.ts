/** Runs a server and workers as processes on one database, until told to stop. Nothing of it stays behind. */
import type { Config } from "../../config.ts";
import { openDatabase } from "../../database/open-database.ts";
import { urlOf } from "../../http/address.ts";
import { requireSafeHost } from "../../http/listen.ts";
import { version } from "../../version.ts";
import { type Address, defaultAddress, findPort } from "../address.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { createStopButton } from "../interrupt.ts";
import { writeProblem } from "../report-error.ts";
import type { Terminal } from "../terminal.ts";
import { durationText } from "../words.ts";
import { isReady, materializeStale } from "./api.ts";
import type { ChildOptions } from "./child.ts";
import { type Generations, startGenerations } from "./generations.ts";
import { listenForKeys, openBrowser } from "./keys.ts";
import { recordProblems } from "./record-problems.ts";
import { type KeptServer, keepServer } from "./server-process.ts";

export interface SuperviseOptions {
  /** Absolute path of the entry file. */
  readonly entry: string;
  /** Where stored values and the embedded database lie. */
  readonly projectDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly host: string;
  /** `null`: the default one, or the next that is free. */
  readonly port: number | null;
  readonly config: Config;
  readonly terminal: Terminal;
}

/** Time for running steps to end, in seconds, and for the processes after that, in milliseconds. */
const grace = { stepsSeconds: 5, processMs: 10_000 };

export async function supervise(options: SuperviseOptions): Promise<ExitCode> {
  const { host, config, terminal } = options;
  requireSafeHost(host, config.token);
  const port = await findPort(host, options.port);
  if (options.port === null && port !== defaultAddress.port) terminal.note(`Port ${defaultAddress.port} is in use: taking ${port}.`);
  const stop = listenForStop(terminal);
  const bornAt = performance.now();
  await using database = await openDatabase({ databaseUrl: options.databaseUrl, projectDirectory: options.projectDirectory });
  const children = startChildren(options, database.url, { host, port });
  const all = [children.server, children.workers];
  let forced = false;
  stop.onForce(() => {
    forced = true;
    for (const child of all) child.kill();
  });
  const code = await attend(options, { children, stop, url: urlOf(host, port), bornAt }).finally(() =>
    Promise.all(all.map((child) => child.stop(grace.processMs))),
  );
  return forced ? exitCode.interrupted : code;
}

interface Children {
  readonly server: KeptServer;
  readonly workers: Generations;
  /** From now on, lines of theirs are told from those of `dev` itself. */
  prefixLines(): void;
}

interface Attended {
  readonly children: Children;
  readonly stop: Stop;
  readonly url: string;
  /** By `performance.now()`. */
  readonly bornAt: number;
}

/** Waits for the children to be ready, says so, and heeds keys until told to stop. */
async function attend(options: SuperviseOptions, { children, stop, url, bornAt }: Attended): Promise<ExitCode> {
  const { config, terminal } = options;
  const { server, workers } = children;
  const started = await Promise.race([Promise.all([server.started, workers.started]), stop.asked]);
  if (started === "stop") return exitCode.done;
  const failed = started.find((child) => "exitCode" in child);
  if (failed !== undefined) return failed.exitCode === exitCode.usage ? exitCode.usage : exitCode.failed;
  const api = { url, token: config.token };
  const [, worker] = started;
  if ("detail" in worker && !(await isReady(api))) terminal.note("The server does not answer yet; its log may say why.");
  const detail = "detail" in worker ? worker.detail : "waiting for the problems above to be corrected";
  printBanner(options, url, durationText(performance.now() - bornAt), detail);
  children.prefixLines();
  using _keys = listenForKeys({
    open: () => openBrowser(url),
    materialize: () => void materializeStale(api).then(terminal.print, (error: unknown) => terminal.note(String(error))),
    reload: workers.reload,
    quit: stop.ask,
  });
  await stop.asked;
  terminal.note("Stopping.");
  return exitCode.done;
}

function startChildren({ entry, config, terminal }: SuperviseOptions, databaseUrl: string, { host, port }: Address): Children {
  const environment = { DATABASE_URL: databaseUrl, ...(config.token === null ? {} : { HEADWATER_TOKEN: config.token }) };
  let isPrefixed = false;
  const child = (name: string, args: readonly string[]): ChildOptions => ({
    args: [name, "--entry", entry, "--dev", ...args],
    environment,
    show: (line) => terminal.print(isPrefixed ? `${terminal.colors.dim(`${name} │`)} ${line}` : line),
  });
  return {
    server: keepServer(child("server", ["--host", host, "--port", String(port)]), terminal.note),
    workers: startGenerations({
      child: child("worker", ["--grace", String(grace.stepsSeconds)]),
      entry,
      note: terminal.note,
      onProblems: async (problems) => {
        for (const problem of problems) writeProblem(terminal, problem);
        await recordProblems(databaseUrl, entry, problems).catch((error: unknown) => terminal.note(`The page does not show this: ${String(error)}`));
      },
    }),
    prefixLines: () => {
      isPrefixed = true;
    },
  };
}

function printBanner({ entry, terminal: { colors, print } }: SuperviseOptions, url: string, took: string, detail: string): void {
  print();
  print(`  ${colors.bold(colors.cyan("Headwater"))} ${colors.dim(`${version}  ready in ${took}`)}`);
  print();
  print(`  ${colors.green("➜")}  ${colors.bold(url)}`);
  print(`     ${colors.dim(`${detail} · ${entry}`)}`);
  print();
  const keys = [
    ["o", "to open it,"],
    ["m", "to materialize what is stale,"],
    ["r", "to reload the definitions,"],
    ["q", "to quit"],
  ] as const;
  if (process.stdin.isTTY) print(`  ${colors.dim("press")} ${keys.map(([key, does]) => `${key} ${colors.dim(does)}`).join(" ")}\n`);
}

interface Stop {
  readonly asked: Promise<"stop">;
  readonly ask: () => void;
  /** What to do when asked a second time, once there is something to end: before, the process ends. */
  onForce(action: () => void): void;
}

/** Ctrl-C, `q`, a closed terminal: the first time asks, the second time forces. */
function listenForStop(terminal: Terminal): Stop {
  const asked = Promise.withResolvers<"stop">();
  let force = (): void => process.exit(exitCode.interrupted);
  const ask = createStopButton(
    () => asked.resolve("stop"),
    () => {
      terminal.note("Stopping at once.");
      force();
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  return {
    asked: asked.promise,
    ask,
    onForce: (action) => {
      force = action;
    },
  };
}
