/** `headwater run`: one run with its steps, reasons, errors and logs; while it goes, if asked. */
import { isFinished, type LogLevel, type LogLine, logLevels, type Run, type Step } from "@headwater/core/engine";
import { type Command, Option } from "commander";
import { nobodyReads } from "./broken-pipe.ts";
import { exitCodeOf } from "./carry-out.ts";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { createLogReader, logDocument, printLogLine } from "./log-view.ts";
import { type ProjectOptions, withProject } from "./options.ts";
import { Interrupted } from "./report-error.ts";
import { createRunReporter } from "./run-reporter.ts";
import { printRunHeader, printRunSummary, printStep, runDocument } from "./run-view.ts";
import { waitUntil } from "./wait-until.ts";

interface RunOptions extends ProjectOptions {
  readonly follow?: true;
  readonly logs?: true;
  readonly level?: Lowercase<LogLevel>;
}

const examples = `
Examples:
  $ headwater run 019a0b1c-…            its steps as they are now
  $ headwater run 019a0b1c-… --follow   until it has ended; exit code as of materialize
  $ headwater run 019a0b1c-… --logs --level warn
  $ headwater run 019a0b1c-… --json`;

export function addRunCommand(program: Command, context: CommandContext): void {
  withProject(program.command("run"))
    .description("show the steps of a run, with reasons and errors, or what they logged")
    .argument("<id>", "the run, or how its id begins")
    .option("--follow", "tell what happens until it has ended; Ctrl-C stops telling, not the run")
    .option("--logs", "what its steps logged and printed, in place of the steps")
    .addOption(new Option("--level <level>", "of the logs: this level or above").choices(logLevels.map((level) => level.toLowerCase())))
    .addHelpText("after", examples)
    .action((id: string, options: RunOptions) => runInProject(context, options, (project) => showRun(project, id, options)));
}

async function showRun(project: ProjectCommand, text: string, options: RunOptions): Promise<ExitCode> {
  const { session, terminal } = project;
  const { store } = session;
  const found = await findRun(store, text);
  if (!options.follow) printRunHeader(terminal, found, new Date());
  const run = options.follow ? await followed(project, found, options) : found;
  const steps = await store.steps(run.id);
  const newLines = logReaderOf(project, run, options);
  if (terminal.json) {
    terminal.document({ ...runDocument(run, steps), ...(newLines === null ? {} : { logs: (await Array.fromAsync(newLines())).flat().map(logDocument) }) });
  } else if (!options.follow) await (newLines === null ? printSteps(project, steps) : printLogs(project, newLines()));
  printRunSummary(terminal, run, steps);
  return options.follow && isFinished(run.status) ? exitCodeOf(run, steps) : exitCode.done;
}

type NewLines = ReturnType<typeof createLogReader>;

/** `null` where nobody asked for logs. */
function logReaderOf({ session }: ProjectCommand, { id: runId }: Run, { logs, level: wanted }: RunOptions): NewLines | null {
  if (logs !== true && wanted === undefined) return null;
  return createLogReader(session.store, { runId, level: logLevels.find((level) => level.toLowerCase() === wanted) ?? "TRACE" });
}

/** Tells of each step once, when it has ended, after what it logged. Leaves the work to whoever does it. */
async function followed(project: ProjectCommand, run: Run, options: RunOptions): Promise<Run> {
  // before anything is said: who reads it may press Ctrl-C
  const { session, terminal, interrupt } = project;
  const { store } = session;
  printRunHeader(terminal, run, new Date());
  const newLines = logReaderOf(project, run, options);
  const reporter = createRunReporter(terminal, store, run.id, { beforeNews: () => (newLines === null ? Promise.resolve() : printLogs(project, newLines())) });
  try {
    return await waitUntil(store, interrupt, async () => {
      const now = await store.run(run.id);
      await reporter.tell();
      return now !== null && (isFinished(now.status) || nobodyReads.aborted) ? now : null;
    });
  } catch (error) {
    if (error instanceof Interrupted) terminal.note(`The run goes on. headwater cancel ${run.id} stops it.`);
    throw error;
  } finally {
    terminal.progress(null);
  }
}

async function printLogs({ terminal }: ProjectCommand, pages: AsyncIterable<readonly LogLine[]>): Promise<void> {
  for await (const page of pages) {
    for (const line of page) printLogLine(terminal, line);
    if (nobodyReads.aborted) return;
  }
}

async function printSteps({ session: { store }, terminal }: ProjectCommand, steps: readonly Step[]): Promise<void> {
  const seqs = steps.flatMap((step) => step.materialization ?? []);
  const materializations = new Map((seqs.length === 0 ? [] : await store.materializationsBySeq(seqs)).map((made) => [made.seq, made]));
  for (const step of steps) printStep(terminal, step, materializations.get(step.materialization ?? ""));
}
