/** `headwater wipe`: makes assets missing, so that they are computed anew. */
import { type CellRef, cellsToWipe, cellText } from "@headwater/core/engine";
import type { Command } from "commander";
import { attribution } from "./attribution.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { confirm } from "./confirm.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { refusePartitions, requiredSelection, type SelectionOptions, withPartitions, withProject } from "./options.ts";
import { countText } from "./words.ts";

interface WipeOptions extends SelectionOptions {
  readonly note?: string;
  readonly yes?: true;
}

const examples = `
The next run computes them anew. Their history stays, and values that it refers to stay stored.

Examples:
  $ headwater wipe weather/hot_days
  $ headwater wipe "group:weather" --yes --note "the sensor was broken"`;

export function addWipeCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("wipe"))).description("make assets missing, so that they are computed anew");
  command
    .argument(...requiredSelection)
    .option("--note <text>", "why; it is recorded")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples)
    .action((selection: string, options: WipeOptions) => runInProject(context, options, (project) => wipe(project, selection, options)));
}

async function wipe(project: ProjectCommand, selection: string, options: WipeOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const { graph } = await definitionsInForce(session, terminal);
  const cells = await cellsToWipe(session.store, selection, graph);
  const agreed = cells.length === 0 || options.yes === true || (await asked(cells, project));
  const wiped = agreed ? await session.store.wipe(cells, attribution(options.note)) : [];
  if (terminal.json) terminal.document({ wiped: wiped.map(({ asset, partition }) => ({ asset, partition })) });
  for (const cell of wiped) terminal.print(`${terminal.colors.magenta("○")} ${cellText(cell)}`);
  terminal.print(
    wiped.length > 0 ? `${countText(wiped.length, "asset")} wiped` : agreed ? "Nothing to wipe: none of these is materialized." : "Nothing was wiped.",
  );
  return exitCode.done;
}

function asked(cells: readonly CellRef[], { terminal, interrupt }: ProjectCommand): Promise<boolean> {
  terminal.note(`To be wiped: ${cells.map(cellText).join(", ")}`);
  const what = countText(cells.length, "asset");
  return confirm(`Wipe ${what}?`, `Wiping ${what}`, interrupt);
}
