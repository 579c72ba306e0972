/** `headwater plan`: what `materialize` would do, and why. */
import { changedCode, planRun, requireConfigurable, selectAssets, sourcesOf, statusOf } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { definitionsInForce } from "./definitions-in-force.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { modeOf, type PlanOptions, refusePartitions, selectionArgument, withPartitions, withPlan, withProject } from "./options.ts";
import { planDocument, printPlan } from "./plan-view.ts";
import { requireFittingConfig } from "./require-fitting-config.ts";

interface PlanCommandOptions extends PlanOptions {
  readonly observe?: true;
}

const examples = `
Examples:
  $ headwater plan                         what is stale or missing
  $ headwater plan weather/summary --upstream
  $ headwater plan "group:weather" --mode all --json`;

export function addPlanCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withPlan(withProject(program.command("plan")))).description("show what materialize would do, and why");
  command
    .argument(...selectionArgument)
    .option("--observe", "look at the sources first")
    .addHelpText("after", examples)
    .action((selection: string, options: PlanCommandOptions) => runInProject(context, options, (project) => showPlan(project, selection, options)));
}

async function showPlan(project: ProjectCommand, selection: string, options: PlanCommandOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const inForce = await definitionsInForce(session, terminal);
  const { graph } = inForce;
  const config = options.config ?? {};
  requireConfigurable(graph, config);
  await requireFittingConfig(session, config);
  if (options.observe) {
    const selected = selectAssets(graph, selection, statusOf(graph, await session.store.cells(), await session.store.now()));
    await lookAtSources(project, inForce, sourcesOf(graph, selected));
  }
  const request = { select: selection, mode: modeOf(options.mode), upstream: options.upstream ?? false, config };
  const states = await session.store.cells();
  const plan = planRun(graph, states, request, await session.store.now(), await changedCode(session.store, graph.nodes, states));
  if (terminal.json) terminal.document(planDocument(plan));
  else printPlan(terminal, plan);
  return exitCode.done;
}
