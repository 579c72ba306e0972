/** `headwater gc`: removes stored values that nothing refers to any more. */
import { type Collected, collectGarbage, durationExpected, HeadwaterError, parseDuration, requireBoundValues } from "@headwater/core/engine";
import { databaseName } from "@headwater/core/postgres";
import { type Command, InvalidArgumentError } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { type ProjectOptions, withProject } from "./options.ts";
import { bytesText, countText } from "./words.ts";

interface GcOptions extends ProjectOptions {
  readonly dryRun?: true;
  readonly olderThan?: number;
}

const examples = `
Values of all materializations are kept, old ones too. What goes is what crashed and failed steps left behind.
It is safe beside running steps as long as no step takes longer than --older-than to store its output and record it.

Examples:
  $ headwater gc --dry-run
  $ headwater gc --older-than 7d`;

export function addGcCommand(program: Command, context: CommandContext): void {
  withProject(program.command("gc"))
    .description("remove stored values that nothing refers to")
    .option("--dry-run", "only say what would be removed")
    .option("--older-than <duration>", "only what was last written longer ago (default: 1d)", parseAge)
    .addHelpText("after", examples)
    .action((options: GcOptions) => runInProject(context, options, (project) => collect(project, options)));
}

async function collect({ session, terminal }: ProjectCommand, options: GcOptions): Promise<ExitCode> {
  const { store, values, databaseUrl } = session;
  const dryRun = options.dryRun === true;
  // To a database that was never used, every value looks unused, and it would be bound to these.
  if ((await store.runs({ limit: 1 })).length === 0) {
    throw new HeadwaterError("DATABASE_WITHOUT_RUNS", { database: databaseName(databaseUrl), place: session.project.values });
  }
  await requireBoundValues(store, values);
  const collected = await collectGarbage(store, values, { dryRun, ...(options.olderThan === undefined ? {} : { olderThanMs: options.olderThan }) });
  if (terminal.json) terminal.document({ ...collected, dryRun });
  terminal.print(collectedText(collected, dryRun));
  return exitCode.done;
}

function collectedText({ values, leftovers, bytes }: Collected, dryRun: boolean): string {
  if (values + leftovers === 0) return "Nothing to remove.";
  return `${dryRun ? "Would remove" : "Removed"} ${countText(values, "value")} and ${countText(leftovers, "unfinished file")}: ${bytesText(bytes)}`;
}

function parseAge(text: string): number {
  const age = parseDuration(text);
  if (age === null) throw new InvalidArgumentError(`It takes ${durationExpected}.`);
  return age;
}
