/** `headwater dev`: everything that a project needs, in one terminal. */
import type { Command } from "commander";
import { databaseUrlOf } from "../config.ts";
import { defaultAddress } from "./address.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { supervise } from "./dev/supervise.ts";
import { wholeNumber } from "./options.ts";
import { findProject, requireEntry } from "./project.ts";

interface DevOptions {
  readonly entry?: string;
  readonly databaseUrl?: string;
  readonly host?: string;
  readonly port?: number;
}

const examples = `
Examples:
  $ headwater dev
  $ headwater dev pipelines/headwater.config.ts --port 4100`;

export function addDevCommand(program: Command, context: CommandContext): void {
  program
    .command("dev")
    .description("run everything for development: database, server, UI and a worker")
    .argument("[entry]", "the file that exports the definitions, or its directory (default: headwater.config.ts)")
    .option("--entry <file>", "the same")
    .option("--database-url <url>", "a Postgres database (default: DATABASE_URL, else one under .headwater/)")
    .option("--host <address>", `where to listen (default: ${defaultAddress.host})`)
    .option("--port <number>", `where to listen (default: ${defaultAddress.port}, or the next free one)`, wholeNumber(1, 65_535))
    .addHelpText("after", examples)
    .action((entry: string | undefined, options: DevOptions) =>
      runCommand(context, {}, (terminal) => {
        const { config } = context;
        const project = findProject(entry ?? options.entry);
        return supervise({
          entry: requireEntry(project),
          projectDirectory: project.directory,
          databaseUrl: databaseUrlOf(options, config),
          host: options.host ?? config.host ?? defaultAddress.host,
          port: options.port ?? config.port,
          config,
          terminal,
        });
      }),
    );
}
