/** `headwater server`: the control plane, the API and the UI. Never loads user code. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createFileValueStore } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { type Command, Option } from "commander";
import type { Config } from "../config.ts";
import { startControlLoop } from "../daemon/control-loop.ts";
import { openDatabase } from "../database/open-database.ts";
import { createDispatcher } from "../dispatch/dispatcher.ts";
import { requireSafeHost } from "../http/listen.ts";
import { startHttp } from "../http.ts";
import { createProcessLog } from "../process-log.ts";
import { sayReady, untilStopped } from "../supervised.ts";
import { version } from "../version.ts";
import { defaultAddress } from "./address.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { wholeNumber } from "./options.ts";
import { findProject } from "./project.ts";

interface ServerOptions {
  readonly entry?: string;
  readonly databaseUrl?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dev?: true;
}

const examples = `
Examples:
  $ headwater server                                        on http://127.0.0.1:4000
  $ DATABASE_URL=postgres://… headwater server --port 8080
  $ HEADWATER_TOKEN=… headwater server --host 0.0.0.0       for others, too`;

export function addServerCommand(program: Command, context: CommandContext): void {
  program
    .command("server")
    .description("serve the UI and the API; plan and supervise runs")
    .option("--entry <file>", "whose project to serve; the file itself is not loaded")
    .option("--database-url <url>", "a Postgres database (default: DATABASE_URL, else one under .headwater/)")
    .option("--host <address>", `where to listen (default: ${defaultAddress.host})`)
    .option("--port <number>", `where to listen (default: ${defaultAddress.port})`, wholeNumber(0, 65_535))
    .addOption(new Option("--dev", "for development").hideHelp())
    .addHelpText("after", examples)
    .action((options: ServerOptions) => runCommand(context, {}, () => serve(options, context.config)));
}

async function serve(options: ServerOptions, config: Config): Promise<ExitCode> {
  const stopped = untilStopped();
  const host = options.host ?? config.host ?? defaultAddress.host;
  requireSafeHost(host, config.token);
  const port = options.port ?? config.port ?? defaultAddress.port;
  const project = findProject(options.entry);
  const log = createProcessLog();
  await using resources = new AsyncDisposableStack();
  const database = resources.use(
    await openDatabase({ databaseUrl: options.databaseUrl ?? config.databaseUrl ?? undefined, projectDirectory: project.directory }),
  );
  const store = resources.use(await createPostgresStore({ connectionString: database.url, applicationName: "headwater server" }));
  const dispatcher = resources.use(await createDispatcher(database.url));
  resources.use(await startControlLoop({ store, dispatcher, log }));
  const values = createFileValueStore(project.values);
  const http = resources.use(
    await startHttp({ store, values, dispatcher, config: { host, port, token: config.token, uiDirectory: findUi(), version, dev: options.dev === true }, log }),
  );
  if (!process.connected) log.info(`Headwater ${version} on ${http.url}`);
  sayReady(http.url);
  await stopped;
  return exitCode.done;
}

/** The built UI: inside a published package, or beside this one in its repository. */
function findUi(): string {
  const [published, built] = ["../../ui", "../../../ui/out"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return published !== undefined && existsSync(`${published}/index.html`) ? published : (built ?? "");
}
