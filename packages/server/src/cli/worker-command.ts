/** `headwater worker`: loads the definitions and runs steps. */
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { type Config, databaseUrlOf } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import { createProcessLog } from "../process-log.ts";
import { sayReady, untilStopped } from "../supervised.ts";
import { loadDefinitions } from "../worker/load-definitions.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { wholeNumber } from "./options.ts";
import { findProject, requireEntry } from "./project.ts";
import { countText } from "./words.ts";

interface WorkerOptions {
  readonly entry?: string;
  readonly databaseUrl?: string;
  readonly slots: number;
  readonly grace: number;
  readonly dev?: true;
}

const examples = `
Examples:
  $ headwater worker
  $ DATABASE_URL=postgres://… headwater worker --entry pipelines/headwater.config.ts --slots 8`;

export function addWorkerCommand(program: Command, context: CommandContext): void {
  program
    .command("worker")
    .description("load the definitions and run steps")
    .option("--entry <file>", "the file that exports the definitions (default: headwater.config.ts)")
    .option("--database-url <url>", "a Postgres database (default: DATABASE_URL, else one under .headwater/)")
    .addOption(new Option("--slots <n>", "steps at the same time").argParser(wholeNumber(1, 1_000)).default(availableParallelism(), "one a processor"))
    .option("--grace <seconds>", "how long running steps may go on when the worker is stopped; the rest is handed back", wholeNumber(0, 86_400), 30)
    .addOption(new Option("--dev", "look at all sources every few seconds, and heed a supervisor").hideHelp())
    .addHelpText("after", examples)
    .action((options: WorkerOptions) => runCommand(context, {}, () => work(options, context.config)));
}

async function work(options: WorkerOptions, config: Config): Promise<ExitCode> {
  const { slots, grace } = options;
  const project = findProject(options.entry);
  const entry = requireEntry(project);
  if (options.dev === true && process.connected) {
    const { workUnderDev } = await import("./dev/work-under-dev.ts");
    return workUnderDev({ ...config, entry, databaseUrl: config.databaseUrl ?? "", valuesDirectory: project.values, slots, graceMs: grace * 1_000 });
  }
  const stopped = untilStopped();
  const copy = await loadDefinitions(entry, config);
  const log = createProcessLog();
  await using database = await openDatabase({ databaseUrl: databaseUrlOf(options, config), projectDirectory: project.directory });
  // the queue is slow to load: other commands do without
  const [{ startWorker }, { connectWorker }] = await Promise.all([import("../worker/start-worker.ts"), import("../worker/connect-worker.ts")]);
  const connections = await connectWorker(database.url);
  const worker = await startWorker({ copy, connections, valuesDirectory: project.values, slots, watch: options.dev === true, log });
  const detail = `${countText(copy.serialized.assets.length, "asset")}, ${countText(slots, "slot")}`;
  if (!process.connected) log.info(`Worker ${worker.id}: ${detail}`);
  sayReady(detail);
  await stopped;
  await worker.stop(grace * 1_000);
  return exitCode.done;
}
