/** `headwater accept`: takes stale assets as they are. */
import { acceptCells, cellText } from "@headwater/core/engine";
import type { Command } from "commander";
import { attribution } from "./attribution.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { refusePartitions, requiredSelection, type SelectionOptions, withPartitions, withProject } from "./options.ts";
import { countText } from "./words.ts";

interface AcceptOptions extends SelectionOptions {
  readonly note: string;
}

const examples = `
Stale assets become fresh as they are: "I know, this change needs no recomputation". What is missing or too old cannot be accepted.

Examples:
  $ headwater accept weather/hot_days --note "renamed a variable"
  $ headwater accept "status:stale" --note "moved files"`;

export function addAcceptCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("accept"))).description("take stale assets as they are, without running anything");
  command
    .argument(...requiredSelection)
    .requiredOption("--note <text>", "why; it is recorded")
    .addHelpText("after", examples)
    .action((selection: string, options: AcceptOptions) => runInProject(context, options, (project) => accept(project, selection, options)));
}

async function accept(project: ProjectCommand, selection: string, options: AcceptOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const { graph } = await definitionsInForce(session, terminal);
  const accepted = await acceptCells(session.store, selection, attribution(options.note), graph);
  if (terminal.json) terminal.document({ accepted: accepted.map(({ asset, partition }) => ({ asset, partition })) });
  for (const cell of accepted) terminal.print(`${terminal.colors.green("✓")} ${cellText(cell)}`);
  terminal.print(accepted.length === 0 ? "Nothing to accept: none of these is stale." : `${countText(accepted.length, "asset")} accepted`);
  return exitCode.done;
}
