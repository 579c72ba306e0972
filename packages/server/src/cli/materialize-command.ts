/** `headwater materialize`: recomputes what is stale, and only that. */
import { launchRun, type NewRun } from "@headwater/core/engine";
import type { Command } from "commander";
import { carryOut } from "./carry-out.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import type { ExitCode } from "./exit-code.ts";
import { modeOf, type PlanOptions, refusePartitions, selectionArgument, withPartitions, withPlan, withProject } from "./options.ts";
import { requireFittingConfig } from "./require-fitting-config.ts";

interface MaterializeOptions extends PlanOptions {
  /** `false` with `--no-observe`. */
  readonly observe: boolean;
  readonly skipBlocked?: true;
  readonly inline?: true;
}

const examples = `
Examples:
  $ headwater materialize                          what is stale or missing
  $ headwater materialize weather/summary --upstream
  $ headwater materialize "group:weather" --mode all
  $ headwater materialize weather/hot_days --config '{"weather/hot_days": {"threshold": 33}}'

Exit codes: 0 done, 1 a step failed, 2 wrong usage or definitions, 3 blocked, 130 interrupted.`;

export function addMaterializeCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withPlan(withProject(program.command("materialize")))).description("recompute what is stale, and only that");
  command
    .argument(...selectionArgument)
    .option("--no-observe", "do not look at the sources first")
    .option("--skip-blocked", "leave out what cannot run, instead of running nothing")
    .option("--inline", "run the steps in this process, even where a worker is running")
    .addHelpText("after", examples)
    .action((selection: string, options: MaterializeOptions) => runInProject(context, options, (project) => materialize(project, selection, options)));
}

async function materialize(project: ProjectCommand, selection: string, options: MaterializeOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session } = project;
  await requireFittingConfig(session, options.config ?? {});
  return carryOut(project, {
    inline: options.inline === true,
    launch: (launchedBy) => launchRun(session.store, newRun(selection, options, launchedBy)),
  });
}

const newRun = (select: string, options: MaterializeOptions, launchedBy: string): NewRun => ({
  select,
  mode: modeOf(options.mode),
  config: options.config ?? {},
  upstream: options.upstream ?? false,
  observe: options.observe,
  skipBlocked: options.skipBlocked ?? false,
  launchedBy,
});
