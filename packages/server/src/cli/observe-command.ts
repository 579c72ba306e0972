/** `headwater observe`: looks at sources now. */
import { type RecordedObservationSummary, selectAssets, sourcesOf, statusOf } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { refusePartitions, type SelectionOptions, selectionArgument, withPartitions, withProject } from "./options.ts";
import { type Cell, printTable } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { countText } from "./words.ts";

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
  printTable(
    terminal,
    ["icon", "middle", "wrap"],
    observations.map((observation) => observationCells(terminal.colors, observation)),
  );
  terminal.print();
  terminal.print(`${countText(observations.length, "source")} observed, ${observations.filter((observation) => observation.changed).length} changed`);
}

function observationCells(colors: Colors, { asset, changed, error }: RecordedObservationSummary): readonly Cell[] {
  if (error !== null) return [{ text: "✗", paint: colors.red }, { text: asset }, { text: error.message, paint: colors.red }];
  return changed
    ? [{ text: "●", paint: colors.yellow }, { text: asset }, { text: "changed" }]
    : [{ text: "✓", paint: colors.green }, { text: asset }, { text: "unchanged", paint: colors.dim }];
}
