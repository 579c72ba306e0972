/** What `headwater server` does: opens the database, and runs control loop and HTTP until it is told to stop. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createFileValueStore } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { type Config, databaseUrlOf } from "../config.ts";
import { startControlLoop } from "../daemon/control-loop.ts";
import { openDatabase } from "../database/open-database.ts";
import { createDispatcher } from "../dispatch/dispatcher.ts";
import { requireSafeHost } from "../http/listen.ts";
import { startHttp } from "../http.ts";
import { createProcessLog } from "../process-log.ts";
import { sayReady, untilStopped } from "../supervised.ts";
import { version } from "../version.ts";
import { defaultAddress } from "./address.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findProject } from "./project.ts";

export interface ServerOptions {
  readonly entry?: string;
  readonly databaseUrl?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dev?: true;
}

export async function serve(options: ServerOptions, config: Config): Promise<ExitCode> {
  const stopped = untilStopped();
  const host = options.host ?? config.host ?? defaultAddress.host;
  requireSafeHost(host, config.token);
  const port = options.port ?? config.port ?? defaultAddress.port;
  const project = findProject(options.entry);
  const log = createProcessLog();
  await using resources = new AsyncDisposableStack();
  const database = resources.use(await openDatabase({ databaseUrl: databaseUrlOf(options, config), projectDirectory: project.directory }));
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
