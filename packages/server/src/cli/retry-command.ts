/** `headwater retry`: does again what a run did not get done. */
import { retryRun } from "@headwater/core/engine";
import { type Command, Option } from "commander";
import { carryOut } from "./carry-out.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import type { ExitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { type ProjectOptions, withProject } from "./options.ts";
import { requireFittingConfig } from "./require-fitting-config.ts";

interface RetryCommandOptions extends ProjectOptions {
  readonly from: "failure" | "start";
  readonly note?: string;
  readonly inline?: true;
}

const examples = `
A retry is a new run with the mode and config of the old one, planned anew on the current code.

Examples:
  $ headwater retry 019a0b1c-…               what failed, was skipped or was cancelled
  $ headwater retry 019a0b1c-… --from start  the whole selection of that run

Exit codes: as of materialize.`;

export function addRetryCommand(program: Command, context: CommandContext): void {
  withProject(program.command("retry"))
    .description("do again what a run did not get done")
    .argument("<id>", "the run, or how its id begins")
    .addOption(new Option("--from <where>", "failure: only what did not succeed; start: its whole selection").choices(["failure", "start"]).default("failure"))
    .option("--note <text>", "why; it is kept with the run")
    .option("--inline", "run the steps in this process, even where a worker is running")
    .addHelpText("after", examples)
    .action((id: string, options: RetryCommandOptions) => runInProject(context, options, (project) => retry(project, id, options)));
}

async function retry(project: ProjectCommand, text: string, { from, note, inline }: RetryCommandOptions): Promise<ExitCode> {
  const { store } = project.session;
  const { id, config } = await findRun(store, text);
  await requireFittingConfig(project.session, config);
  return carryOut(project, {
    inline: inline === true,
    launch: (launchedBy) => retryRun(store, id, { from: from === "start" ? "START" : "FAILURE", launchedBy, note: note ?? null }),
  });
}
