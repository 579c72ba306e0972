/** `headwater status`: which assets are stale, and why. */
import { readStatuses, selectAssets, sourcesOf } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { refusePartitions, type SelectionOptions, selectionArgument, withPartitions, withProject } from "./options.ts";
import { formerCells, printStatus, statusCells } from "./status-view.ts";

interface StatusOptions extends SelectionOptions {
  readonly observe?: true;
}

const examples = `
Examples:
  $ headwater status                     everything
  $ headwater status --observe           look at the sources first
  $ headwater status "status:stale" --json
  $ headwater status "+weather/summary"  an asset and all it depends on`;

export function addStatusCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("status"))).description("show which assets are stale, and why");
  command
    .argument(...selectionArgument)
    .option("--observe", "look at the sources first")
    .addHelpText("after", examples)
    .action((selection: string, options: StatusOptions) => runInProject(context, options, (project) => showStatus(project, selection, options)));
}

async function showStatus(project: ProjectCommand, selection: string, options: StatusOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const inForce = await definitionsInForce(session, terminal);
  const { graph } = inForce;
  if (options.observe) {
    const before = await readStatuses(session.store, graph);
    await lookAtSources(project, inForce, sourcesOf(graph, selectAssets(graph, selection, before.statuses)));
  }
  const { states, statuses } = await readStatuses(session.store, graph);
  const cells = statusCells(graph, states, statuses, selectAssets(graph, selection, statuses));
  const former = selection === "*" ? formerCells(graph, states) : [];
  if (terminal.json) terminal.document({ cells, noLongerDefined: former, comparedWith: inForce.comparedWith });
  else printStatus(terminal, cells, former, new Date());
  return exitCode.done;
}
