/** `headwater migrate`: brings a database to the schema of this version. */
import type { Command } from "commander";
import { type Config, databaseUrlOf } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { type ProjectOptions, withProject } from "./options.ts";
import { findProject, requireEntry } from "./project.ts";
import type { Terminal } from "./terminal.ts";
import { countText } from "./words.ts";

const examples = `
Every command does this before anything else; on its own it is for deployments. Any number of processes may do it at once.
A database that a newer version has migrated is left as it is, and refused.

Examples:
  $ DATABASE_URL=postgres://… headwater migrate`;

export function addMigrateCommand(program: Command, context: CommandContext): void {
  withProject(program.command("migrate"))
    .description("bring the database to the schema of this version")
    .addHelpText("after", examples)
    .action((options: ProjectOptions) => runCommand(context, options, (terminal) => migrate(options, context.config, terminal)));
}

async function migrate(options: ProjectOptions, config: Config, terminal: Terminal): Promise<ExitCode> {
  const databaseUrl = databaseUrlOf(options, config);
  const project = findProject(options.entry);
  if (databaseUrl === undefined) requireEntry(project);
  await using database = await openDatabase({ databaseUrl, projectDirectory: project.directory });
  const { migrated } = database;
  if (terminal.json) terminal.document({ applied: migrated });
  for (const name of migrated) terminal.print(`${terminal.colors.green("+")} ${name}`);
  terminal.print(migrated.length === 0 ? "The database is up to date." : `${countText(migrated.length, "migration")} applied`);
  return exitCode.done;
}
