/** A run for programs and for people: a line for each step that ended, then a summary with the errors. */
import type { ErrorInfo, Materialization, Outcome, Run, Step, StepCounts } from "@headwater/core/engine";
import { fixOf } from "../fix-of.ts";
import { printIndented, printTable } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { agoText, countText, durationText, tally, tallyText } from "./words.ts";

export const runFacts = (run: Run) => ({
  runId: run.id,
  status: run.status,
  mode: run.mode,
  select: run.select,
  launchedBy: run.launchedBy,
  note: run.note,
  retryOf: run.retryOf,
  createdAt: run.createdAt.toISOString(),
  startedAt: run.startedAt?.toISOString() ?? null,
  endedAt: run.endedAt?.toISOString() ?? null,
  endedBecause: run.endedBecause,
});

export const runDocument = (run: Run, steps: readonly Step[]) => ({
  ...runFacts(run),
  steps: steps.map(({ asset, partition, outcome, reason, failedChecks, attempts, startedAt, endedAt, error }) => ({
    asset,
    partition,
    outcome,
    reason,
    failedChecks,
    attempts,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    error,
  })),
});

const looks: Readonly<Record<Outcome, { readonly icon: string; readonly word: string; readonly paint: (colors: Colors) => (text: string) => string }>> = {
  WAITING: { icon: "·", word: "waiting", paint: (colors) => colors.dim },
  RUNNING: { icon: "▶", word: "running", paint: (colors) => colors.cyan },
  SUCCEEDED: { icon: "✓", word: "computed", paint: (colors) => colors.green },
  UNCHANGED: { icon: "=", word: "unchanged", paint: (colors) => colors.blue },
  REUSED: { icon: "↺", word: "reused", paint: (colors) => colors.blue },
  FAILED: { icon: "✗", word: "failed", paint: (colors) => colors.red },
  SKIPPED: { icon: "↷", word: "skipped", paint: (colors) => colors.yellow },
  BLOCKED: { icon: "⊘", word: "blocked", paint: (colors) => colors.red },
  CANCELLED: { icon: "■", word: "cancelled", paint: (colors) => colors.yellow },
};

/** `2 computed, 1 failed`, in the order of the outcomes. */
export const outcomeCounts = (counts: StepCounts): string =>
  tallyText(new Map(Object.entries(looks).map(([outcome, { word }]) => [word, counts[outcome as Outcome]])));

/** `✓ weather/hot_days  412 rows  31 ms`, or `= weather/summary  unchanged: ...`. */
export function printStep(terminal: Terminal, step: Step, materialization: Materialization | undefined): void {
  const { colors } = terminal;
  const { icon, word, paint } = looks[step.outcome];
  const facts = step.outcome === "SUCCEEDED" ? computedFacts(step, materialization) : [`${word}: ${step.waitingFor ?? step.reason}`, ...progressFacts(step)];
  const text = [...facts, ...failedCheckFacts(step)].join("  ");
  printTable(
    terminal,
    ["icon", "middle", "wrap"],
    [[{ text: icon, paint: paint(colors) }, { text: step.asset }, { text, paint: step.failedChecks.length === 0 ? colors.dim : colors.red }]],
  );
}

const failedCheckFacts = ({ failedChecks }: Step): readonly string[] =>
  failedChecks.length === 0 ? [] : [`failed its check${failedChecks.length === 1 ? "" : "s"} ${failedChecks.join(", ")}`];

const progressFacts = ({ outcome, progress }: Step): readonly string[] =>
  outcome === "RUNNING" && progress !== null ? [`${Math.round(progress * 100)} %`] : [];

function computedFacts(step: Step, materialization: Materialization | undefined): readonly string[] {
  const rows = materialization?.stored?.rows ?? null;
  const took = step.startedAt !== null && step.endedAt !== null ? step.endedAt.getTime() - step.startedAt.getTime() : null;
  const ms = took === null ? null : (materialization?.durationMs ?? took);
  return [...(rows === null ? [] : [countText(rows, "row")]), ...(ms === null ? [] : [durationText(ms)]), ...rateFacts(rows, ms)];
}

/** Rows a second, where that took long enough to mean anything. */
const rateFacts = (rows: number | null, ms: number | null): readonly string[] =>
  rows === null || ms === null || ms < 1_000 ? [] : [`${countText(Math.round((rows * 1_000) / ms), "row")}/s`];

/** What was asked for, by whom and when. */
export function printRunHeader(terminal: Terminal, run: Run, now: Date): void {
  const what = run.mode === "ALL" ? `everything of ${run.select}` : `what is stale of ${run.select}`;
  const origin = [`launched by ${run.launchedBy} ${agoText(run.createdAt, now)}`, ...(run.retryOf === null ? [] : [`a retry of ${run.retryOf}`])];
  const text = [what, ...origin, ...(run.note === null ? [] : [`"${run.note}"`])].join(", ");
  printIndented(terminal, { text, paint: terminal.colors.dim }, 0);
}

export function printRunSummary(terminal: Terminal, run: Run, steps: readonly Step[]): void {
  const { colors } = terminal;
  for (const step of steps) if (step.error !== null) printError(terminal, step.asset, step.error);
  if (run.endedBecause !== null) terminal.print(`${colors.red("✗")} ${run.endedBecause.message}`);
  if (run.endedBecause?.fix) terminal.print(`  ${run.endedBecause.fix}`);
  if (steps.length === 0 && run.status === "SUCCEEDED") {
    terminal.print("Nothing to do.");
    return;
  }
  const paint = run.status === "SUCCEEDED" ? colors.green : colors.red;
  const took = run.endedAt === null ? "" : ` in ${durationText(run.endedAt.getTime() - run.createdAt.getTime())}`;
  const counts = tallyText(tally(steps.map((step) => looks[step.outcome].word)));
  terminal.print(`${colors.dim(`Run ${run.id}`)} ${paint(run.status.toLowerCase())}${took}${counts === "" ? "" : `: ${counts}`}`);
}

function printError(terminal: Terminal, asset: string, error: ErrorInfo): void {
  const { colors } = terminal;
  terminal.print();
  terminal.print(colors.red(`${asset} failed: ${error.message}`));
  const fix = fixOf(error);
  if (fix !== null) terminal.print(`  ${fix}`);
  else {
    for (const frame of stackFrames(error)) terminal.print(colors.dim(`  ${frame}`));
    if (error.cause !== null) terminal.print(`  caused by ${error.cause.name}: ${error.cause.message}`);
  }
  terminal.print();
}

/** The frames of user code: neither Node's nor ours say where to look. */
function stackFrames(error: ErrorInfo): readonly string[] {
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  const own = frames.filter((line) => !line.includes("node:") && !line.includes("/node_modules/") && !isOurs(line));
  return (own.length > 0 ? own : frames).map((line) => line.trim());
}

/** `@headwater/core` lies in node_modules for users; in its own repository it does not. */
const isOurs = (frame: string): boolean => frame.includes(new URL(".", import.meta.resolve("@headwater/core")).href);
