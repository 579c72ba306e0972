/** A run for programs and for people: a line for each step that ended, then a summary with the errors. */
import { type ErrorInfo, hasEnded, type Materialization, type Outcome, type Run, type Step } from "@headwater/core/engine";
import { fixOf } from "../fix-of.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { countText, durationText, tally, tallyText } from "./words.ts";

export const runDocument = (run: Run, steps: readonly Step[]) => ({
  runId: run.id,
  status: run.status,
  endedBecause: run.endedBecause,
  steps: steps.map(({ asset, partition, outcome, reason, attempts, startedAt, endedAt, error }) => ({
    asset,
    partition,
    outcome,
    reason,
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

/** `✓ weather/hot_days  412 rows  31 ms`, or `= weather/summary  unchanged: ...`. */
export function stepLine(colors: Colors, step: Step, materialization: Materialization | undefined): string {
  const { icon, word, paint } = looks[step.outcome];
  const facts = step.outcome === "SUCCEEDED" ? computedFacts(step, materialization) : [`${word}: ${step.reason}`];
  return `${paint(colors)(icon)} ${step.asset}  ${colors.dim(facts.join("  "))}`;
}

function computedFacts(step: Step, materialization: Materialization | undefined): readonly string[] {
  const rows = materialization?.stored?.rows ?? null;
  const ms = step.startedAt !== null && step.endedAt !== null ? step.endedAt.getTime() - step.startedAt.getTime() : null;
  return [...(rows === null ? [] : [countText(rows, "row")]), ...(ms === null ? [] : [durationText(materialization?.durationMs ?? ms)])];
}

/** `3/11  weather/hot_days, weather/summary` */
export function progressLine(steps: readonly Step[]): string {
  const running = steps.filter((step) => step.outcome === "RUNNING").map((step) => step.asset);
  return `${steps.filter((step) => hasEnded(step.outcome)).length}/${steps.length}  ${running.join(", ")}`;
}

export function printRunSummary(terminal: Terminal, run: Run, steps: readonly Step[]): void {
  const { colors } = terminal;
  for (const step of steps) if (step.error !== null) printError(terminal, step.asset, step.error);
  if (run.endedBecause !== null) terminal.print(`${colors.red("✗")} ${run.endedBecause.message}`);
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
