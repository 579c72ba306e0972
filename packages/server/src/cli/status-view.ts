/** The answer of `status`, for programs and for people. */
import { type AssetGraph, type Cause, type CellState, type CellStates, type CellStatus, cellText, type ErrorInfo, type Status } from "@headwater/core/engine";
import type { Colors, Terminal } from "./terminal.ts";
import { agoText, tally, tallyText, widest } from "./words.ts";

export interface StatusCell extends Pick<CellStatus, "asset" | "partition" | "status"> {
  readonly causes: readonly { readonly code: string; readonly input?: string; readonly message: string; readonly partitions?: readonly string[] }[];
  readonly rootCauses: readonly { readonly asset: string; readonly partition: string | null; readonly code: string; readonly message: string }[];
  readonly codeVersion: string;
  readonly dataVersion: string | null;
  readonly lastAttempt: { readonly runId: string; readonly outcome: string; readonly at: string; readonly error: ErrorInfo | null } | null;
  /** When the data was computed or, of a source, last found. */
  readonly at: string | null;
  /** Set where the last look at a source failed. */
  readonly observationError: ErrorInfo | null;
}

export function statusCells(
  graph: AssetGraph,
  states: CellStates,
  statuses: ReadonlyMap<string, CellStatus>,
  selected: readonly string[],
): readonly StatusCell[] {
  return selected.flatMap((key) => {
    const status = statuses.get(cellText({ asset: key, partition: null }));
    const node = graph.nodes.get(key);
    if (status === undefined || node === undefined) return [];
    return [{ ...statusFacts(status), codeVersion: node.codeVersion, ...recordedFacts(states.get(cellText(status))) }];
  });
}

const statusFacts = ({
  asset,
  partition,
  status,
  causes,
  rootCauses,
}: CellStatus): Pick<StatusCell, "asset" | "partition" | "status" | "causes" | "rootCauses"> => ({
  asset,
  partition,
  status,
  causes: causes.map(causeFacts),
  rootCauses: rootCauses.map((cause) => ({ asset: cause.asset, partition: cause.partition, code: cause.code, message: cause.message })),
});

const causeFacts = ({ code, input, message, partitions }: Cause): StatusCell["causes"][number] => ({
  code,
  ...(input === null ? {} : { input }),
  message,
  ...(partitions.length === 0 ? {} : { partitions }),
});

function recordedFacts(state: CellState | undefined): Pick<StatusCell, "dataVersion" | "lastAttempt" | "at" | "observationError"> {
  const attempt = state?.lastAttempt ?? null;
  return {
    dataVersion: state?.materialization?.trace.dataVersion ?? state?.observation?.dataVersion ?? null,
    lastAttempt: attempt === null ? null : { runId: attempt.runId, outcome: attempt.outcome, at: attempt.at.toISOString(), error: attempt.error },
    at: (state?.materialization?.at ?? state?.observation?.checkedAt)?.toISOString() ?? null,
    observationError: state?.failedObservation?.error ?? null,
  };
}

const looks: Readonly<Record<Status, { readonly icon: string; readonly word: string; readonly paint: (colors: Colors) => (text: string) => string }>> = {
  FRESH: { icon: "✓", word: "fresh", paint: (colors) => colors.green },
  STALE: { icon: "●", word: "stale", paint: (colors) => colors.yellow },
  UPSTREAM_STALE: { icon: "◐", word: "upstream stale", paint: (colors) => colors.yellow },
  MISSING: { icon: "○", word: "missing", paint: (colors) => colors.magenta },
  UNOBSERVED: { icon: "◌", word: "unobserved", paint: (colors) => colors.magenta },
};

/** One line a cell, its causes below it, a tally at the end. */
export function printStatus(terminal: Terminal, cells: readonly StatusCell[], now: Date): void {
  const { colors } = terminal;
  const keyWidth = widest(cells.map((cell) => cell.asset));
  const wordWidth = widest(cells.map((cell) => looks[cell.status].word));
  for (const cell of cells) {
    const { icon, word, paint } = looks[cell.status];
    const age = cell.at === null ? "" : colors.dim(agoText(new Date(cell.at), now));
    terminal.print(`${paint(colors)(icon)} ${cell.asset.padEnd(keyWidth)}  ${paint(colors)(word.padEnd(wordWidth))}  ${age}`.trimEnd());
    for (const reason of reasons(cell)) terminal.print(`    ${colors.dim(reason)}`);
    for (const failure of failures(cell)) terminal.print(`    ${colors.red(failure)}`);
  }
  terminal.print();
  terminal.print(tallyText(tally(cells.map((cell) => looks[cell.status].word))));
}

/** The direct causes; where there are none, where the chain begins. */
const reasons = (cell: StatusCell): readonly string[] =>
  cell.causes.length > 0 ? cell.causes.map((cause) => cause.message) : cell.status === "UPSTREAM_STALE" ? cell.rootCauses.map((cause) => cause.message) : [];

const failures = (cell: StatusCell): readonly string[] => [
  ...(cell.lastAttempt?.outcome === "FAILED" ? [`the last attempt failed: ${firstLine(cell.lastAttempt.error?.message ?? "")}`] : []),
  ...(cell.observationError === null ? [] : [`cannot be observed: ${firstLine(cell.observationError.message)}`]),
];

const firstLine = (text: string): string => text.split("\n")[0] ?? text;
