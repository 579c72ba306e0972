/** `headwater runs` and `headwater run ID`: what was run, and how it went. */
import { HeadwaterError, type Run } from "@headwater/core/engine";
import type { Command } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { type ProjectOptions, wholeNumber, withProject } from "./options.ts";
import { createRunReporter } from "./run-reporter.ts";
import { printRunSummary, runDocument } from "./run-view.ts";
import { agoText, widest } from "./words.ts";

interface RunsOptions extends ProjectOptions {
  readonly limit: number;
}

export function addRunsCommands(program: Command, context: CommandContext): void {
  withProject(program.command("runs"))
    .description("list the latest runs")
    .option("--limit <n>", "how many", wholeNumber(1, 1_000), 20)
    .addHelpText("after", "\nExamples:\n  $ headwater runs\n  $ headwater runs --limit 5 --json")
    .action((options: RunsOptions) => runInProject(context, options, (project) => listRuns(project, options.limit)));
  withProject(program.command("run"))
    .description("show the steps of a run, with reasons and errors")
    .argument("<id>", "the id of the run")
    .addHelpText("after", "\nExamples:\n  $ headwater run 019a0b1c-…\n  $ headwater run 019a0b1c-… --json")
    .action((id: string, options: ProjectOptions) => runInProject(context, options, (project) => showRun(project, id)));
}

async function listRuns({ session, terminal }: ProjectCommand, limit: number): Promise<ExitCode> {
  const runs = await session.store.runs({ limit });
  if (terminal.json) {
    terminal.document({ runs: runs.map(runFacts) });
    return exitCode.done;
  }
  const now = new Date();
  const widths = { status: widest(runs.map((run) => run.status)), select: widest(runs.map((run) => run.select)) };
  for (const run of runs)
    terminal.print(
      `${run.id}  ${run.status.toLowerCase().padEnd(widths.status)}  ${run.select.padEnd(widths.select)}  ${terminal.colors.dim(agoText(run.createdAt, now))}`,
    );
  if (runs.length === 0) terminal.print("No runs yet.");
  return exitCode.done;
}

const runFacts = (run: Run) => ({
  runId: run.id,
  status: run.status,
  mode: run.mode,
  select: run.select,
  launchedBy: run.launchedBy,
  createdAt: run.createdAt.toISOString(),
  endedAt: run.endedAt?.toISOString() ?? null,
  endedBecause: run.endedBecause,
});

async function showRun({ session, terminal }: ProjectCommand, id: string): Promise<ExitCode> {
  const { store } = session;
  const run = await store.run(id);
  if (run === null) throw new HeadwaterError("RUN_UNKNOWN", { id });
  const steps = await store.steps(id);
  if (terminal.json) {
    terminal.document(runDocument(run, steps));
    return exitCode.done;
  }
  await createRunReporter(terminal, store, id).tell();
  printRunSummary(terminal, run, steps);
  return exitCode.done;
}
