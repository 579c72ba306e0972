/** `headwater observe`: looks at sources now. */
import { type RecordedObservationSummary, selectAssets, sourcesOf, statusOf } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { refusePartitions, type SelectionOptions, selectionArgument, withPartitions, withProject } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { countText, widest } from "./words.ts";

const examples = `
Examples:
  $ headwater observe                    all sources
  $ headwater observe raw/readings
  $ headwater observe weather/summary    the sources that it comes from`;

export function addObserveCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("observe"))).description("look at sources, and record what has changed");
  command
    .argument(...selectionArgument)
    .addHelpText("after", examples)
    .action((selection: string, options: SelectionOptions) => runInProject(context, options, (project) => observe(project, selection, options)));
}

async function observe(project: ProjectCommand, selection: string, options: SelectionOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const inForce = await definitionsInForce(session, terminal);
  const selected = selectAssets(inForce.graph, selection, statusOf(inForce.graph, await session.store.cells(), await session.store.now()));
  const observations = await lookAtSources(project, inForce, sourcesOf(inForce.graph, selected));
  if (terminal.json) terminal.document({ observations });
  else printObservations(terminal, observations);
  return observations.some((observation) => observation.error !== null) ? exitCode.failed : exitCode.done;
}

function printObservations(terminal: Terminal, observations: readonly RecordedObservationSummary[]): void {
  const { colors } = terminal;
  const width = widest(observations.map((observation) => observation.asset));
  for (const { asset, changed, error } of observations) {
    if (error !== null) terminal.print(`${colors.red("✗")} ${asset.padEnd(width)}  ${colors.red(error.message)}`);
    else
      terminal.print(
        changed ? `${colors.yellow("●")} ${asset.padEnd(width)}  changed` : `${colors.green("✓")} ${asset.padEnd(width)}  ${colors.dim("unchanged")}`,
      );
  }
  terminal.print();
  terminal.print(`${countText(observations.length, "source")} observed, ${observations.filter((observation) => observation.changed).length} changed`);
}
