/** A list of runs, for programs and for people. */
import type { Run, RunStatus, StepCounts } from "@headwater/core/engine";
import { shortened } from "./fit-text.ts";
import { outcomeCounts, runFacts } from "./run-view.ts";
import { printTable } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { agoText, durationText } from "./words.ts";

export const runsDocument = (runs: readonly Run[], counts: ReadonlyMap<string, StepCounts>, older: string | null) => ({
  runs: runs.map((run) => ({ ...runFacts(run), counts: counts.get(run.id) ?? null })),
  older,
});

const paints: Readonly<Record<RunStatus, (colors: Colors) => (text: string) => string>> = {
  QUEUED: (colors) => colors.dim,
  RUNNING: (colors) => colors.cyan,
  CANCELLING: (colors) => colors.yellow,
  SUCCEEDED: (colors) => colors.green,
  FAILED: (colors) => colors.red,
  CANCELLED: (colors) => colors.yellow,
};

/** A selection may name thousands of assets. */
const mostSelect = 40;

/** One line a run. */
export function printRuns(terminal: Terminal, runs: readonly Run[], counts: ReadonlyMap<string, StepCounts>, now: Date): void {
  const { colors } = terminal;
  const rows = runs.map((run) => {
    const found = counts.get(run.id);
    const facts = [agoText(run.createdAt, now), ...tookText(run), ...(found === undefined ? [] : [outcomeCounts(found)])].filter((fact) => fact !== "");
    return [
      { text: run.id },
      { text: run.status.toLowerCase(), paint: paints[run.status](colors) },
      { text: shortened(run.select, mostSelect) },
      { text: facts.join("  "), paint: colors.dim },
    ];
  });
  printTable(terminal, ["keep", "keep", "middle", "wrap"], rows);
  if (runs.length === 0) terminal.print("No runs.");
}

const tookText = ({ startedAt, endedAt }: Run): readonly string[] =>
  startedAt === null || endedAt === null ? [] : [durationText(endedAt.getTime() - startedAt.getTime())];
