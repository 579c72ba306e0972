/** A run of a command from its launch to its end: who executes it, what is told meanwhile, and what the command answers. */
import { type Run, requireBoundValues, type Step } from "@headwater/core/engine";
import type { ProjectCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { chooseExecutor } from "./run-executor.ts";
import { createRunReporter } from "./run-reporter.ts";
import { printRunSummary, runDocument } from "./run-view.ts";

export interface CarryOutOptions {
  /** In this process, even where a worker is running. */
  readonly inline: boolean;
  /** Records the run, in the name of its launcher. */
  readonly launch: (launchedBy: string) => Promise<{ readonly run: Run }>;
}

export async function carryOut(project: ProjectCommand, { inline, launch }: CarryOutOptions): Promise<ExitCode> {
  const { session, terminal, interrupt } = project;
  await requireBoundValues(session.store, session.values);
  await using executor = await chooseExecutor(project, { inline });
  const { run } = await launch(executor.launchedBy);
  const ended = await executor.follow(run.id, createRunReporter(terminal, session.store, run.id, { sayPlan: true }));
  const steps = await session.store.steps(run.id);
  terminal.progress(null);
  printRunSummary(terminal, ended, steps);
  if (terminal.json) terminal.document(runDocument(ended, steps));
  return interrupt.aborted ? exitCode.interrupted : exitCodeOf(ended, steps);
}

/** What a run that has ended means to the shell. */
export function exitCodeOf(run: Run, steps: readonly Step[]): ExitCode {
  if (run.endedBecause?.code === "PLAN_BLOCKED") return exitCode.blocked;
  if (run.status === "SUCCEEDED") return exitCode.done;
  return run.endedBecause !== null && steps.length === 0 ? exitCode.usage : exitCode.failed;
}
