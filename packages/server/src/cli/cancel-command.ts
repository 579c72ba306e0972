/** `headwater cancel`: stops a run. */
import { cancelRun } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { type ProjectOptions, withProject } from "./options.ts";
import { countText } from "./words.ts";

const examples = `
What has not started never will; running steps are told to stop. What has been stored stays.

Examples:
  $ headwater cancel 019a0b1c-…`;

export function addCancelCommand(program: Command, context: CommandContext): void {
  withProject(program.command("cancel"))
    .description("stop a run")
    .argument("<id>", "the run, or how its id begins")
    .addHelpText("after", examples)
    .action((id: string, options: ProjectOptions) => runInProject(context, options, (project) => cancel(project, id)));
}

async function cancel({ session: { store }, terminal }: ProjectCommand, text: string): Promise<ExitCode> {
  const run = await cancelRun(store, (await findRun(store, text)).id);
  const running = (await store.steps(run.id)).filter((step) => step.outcome === "RUNNING").length;
  if (terminal.json) terminal.document({ runId: run.id, status: run.status });
  const rest =
    running === 0 ? "" : `: ${countText(running, "step")} still ${running === 1 ? "runs" : "run"}, and ${running === 1 ? "was" : "were"} told to stop`;
  terminal.print(`Run ${run.id} is ${run.status.toLowerCase()}${rest}`);
  return exitCode.done;
}
