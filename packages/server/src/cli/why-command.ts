/** `headwater why`: why one asset is not fresh, and where that begins. */
import { type ChainLink, chainOf, readStatuses, sourcesOf } from "@headwater/core/engine";
import type { Command } from "commander";
import { printChanges, type ShownChange, shownChanges } from "./code-view.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findAsset } from "./find-asset.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { refusePartitions, type SelectionOptions, withPartitions, withProject } from "./options.ts";
import { formerCells, looks, printReasons, printStatusLine, type StatusCell, statusCell } from "./status-view.ts";
import { printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface WhyOptions extends SelectionOptions {
  readonly observe?: true;
}

const examples = `
Examples:
  $ headwater why weather/summary
  $ headwater why weather/summary --observe   look at its sources first
  $ headwater why weather/summary --json`;

export function addWhyCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("why"))).description("explain why an asset is not fresh, and where that begins");
  command
    .argument("<key>", "an asset")
    .option("--observe", "look at its sources first")
    .addHelpText("after", examples)
    .action((key: string, options: WhyOptions) => runInProject(context, options, (project) => why(project, key, options)));
}

async function why(project: ProjectCommand, text: string, options: WhyOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const inForce = await definitionsInForce(session, terminal);
  const { graph } = inForce;
  const key = findAsset(text, graph, await session.store.cells());
  if (options.observe && graph.nodes.has(key)) await lookAtSources(project, inForce, sourcesOf(graph, [key]));
  const { states, statuses } = await readStatuses(session.store, graph);
  const cell = statusCell(graph, states, statuses, key) ?? formerCells(graph, states).find((former) => former.asset === key);
  if (cell === undefined) throw new TypeError(`"${key}" was found and has no status.`);
  const chain = chainOf(graph, statuses, key);
  const changes = await shownChanges(session.store, statuses.get(key) ?? { causes: [], rootCauses: [] });
  if (terminal.json) terminal.document({ isDefined: true, ...cell, chain, changes, comparedWith: inForce.comparedWith });
  else printWhy(terminal, cell, { chain, changes });
  return exitCode.done;
}

interface Explanation {
  readonly chain: readonly ChainLink[];
  readonly changes: readonly ShownChange[];
}

function printWhy(terminal: Terminal, cell: StatusCell, { chain, changes }: Explanation): void {
  printStatusLine(terminal, cell, new Date());
  if ("isDefined" in cell) terminal.print("    no longer defined: only its history is left");
  printReasons(terminal, cell);
  if (chain.length > 1) printChain(terminal, chain);
  printChanges(terminal, changes);
}

/** From the cell up to where it begins. */
function printChain(terminal: Terminal, chain: readonly ChainLink[]): void {
  const { colors } = terminal;
  terminal.print();
  terminal.print(colors.bold("How it comes"));
  const rows = chain.map(({ asset, status, message }) => {
    const { icon, word, paint } = looks[status];
    return [{ text: icon, paint: paint(colors) }, { text: asset }, { text: word, paint: paint(colors) }, { text: message, paint: colors.dim }];
  });
  printTable(terminal, ["icon", "middle", "keep", "wrap"], rows, { indent: 2 });
}
