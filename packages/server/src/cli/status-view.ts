/** The answer of `status`, for programs and for people. */
import { type AssetGraph, type Cause, type CellState, type CellStates, type CellStatus, cellText, type ErrorInfo, type Status } from "@headwater/core/engine";
import { type Cell, type Fit, printIndented, printTable, tableRows } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { agoText, tally, tallyText } from "./words.ts";

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

export const statusCells = (
  graph: AssetGraph,
  states: CellStates,
  statuses: ReadonlyMap<string, CellStatus>,
  selected: readonly string[],
): readonly StatusCell[] => selected.flatMap((key) => statusCell(graph, states, statuses, key) ?? []);

/** `null` for an asset that is not defined. */
export function statusCell(graph: AssetGraph, states: CellStates, statuses: ReadonlyMap<string, CellStatus>, key: string): StatusCell | null {
  const status = statuses.get(cellText({ asset: key, partition: null }));
  const node = graph.nodes.get(key);
  if (status === undefined || node === undefined) return null;
  return { ...statusFacts(status), codeVersion: node.codeVersion, ...recordedFacts(states.get(cellText(status))) };
}

/** A cell that only the history knows. There is nothing to compare it with: it is fresh if it exists. */
export type FormerCell = StatusCell & { readonly isDefined: false };

/** Cells of assets that are no longer defined, under no name. */
export function formerCells(graph: AssetGraph, states: CellStates): readonly FormerCell[] {
  const renamed = new Set([...graph.nodes.values()].flatMap((node) => node.formerly ?? []));
  return [...states.values()].filter(({ asset }) => !graph.nodes.has(asset) && !renamed.has(asset)).map(formerCell);
}

function formerCell(state: CellState): FormerCell {
  const { asset, partition, materialization, observation, wiped } = state;
  const status = observation !== null || (materialization !== null && !wiped) ? "FRESH" : "MISSING";
  const codeVersion = materialization?.trace.codeVersion ?? "";
  return { asset, partition, isDefined: false, status, causes: [], rootCauses: [], codeVersion, ...recordedFacts(state) };
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

export const looks: Readonly<Record<Status, { readonly icon: string; readonly word: string; readonly paint: (colors: Colors) => (text: string) => string }>> = {
  FRESH: { icon: "✓", word: "fresh", paint: (colors) => colors.green },
  STALE: { icon: "●", word: "stale", paint: (colors) => colors.yellow },
  UPSTREAM_STALE: { icon: "◐", word: "upstream stale", paint: (colors) => colors.yellow },
  MISSING: { icon: "○", word: "missing", paint: (colors) => colors.magenta },
  UNOBSERVED: { icon: "◌", word: "unobserved", paint: (colors) => colors.magenta },
};

/** One line a cell, its causes below it, a tally at the end. */
export function printStatus(terminal: Terminal, cells: readonly StatusCell[], former: readonly FormerCell[], now: Date): void {
  const lines = tableRows(
    fits,
    cells.map((cell) => lineCells(terminal.colors, cell, now)),
    terminal,
  );
  for (const [index, cell] of cells.entries()) {
    for (const line of lines[index] ?? []) terminal.print(line);
    printReasons(terminal, cell);
  }
  terminal.print();
  terminal.print(tallyText(tally(cells.map((cell) => looks[cell.status].word))));
  if (former.length > 0) printIndented(terminal, { text: `No longer defined: ${former.map(cellText).join(", ")}`, paint: terminal.colors.dim }, 0);
}

/** `● weather/hot_days  stale  3 minutes ago` */
export const printStatusLine = (terminal: Terminal, cell: StatusCell, now: Date): void => printTable(terminal, fits, [lineCells(terminal.colors, cell, now)]);

const fits: readonly Fit[] = ["icon", "middle", "keep", "drop"];

function lineCells(colors: Colors, { asset, status, at }: StatusCell, now: Date): readonly Cell[] {
  const { icon, word, paint } = looks[status];
  const age = at === null ? "" : agoText(new Date(at), now);
  return [{ text: icon, paint: paint(colors) }, { text: asset }, { text: word, paint: paint(colors) }, { text: age, paint: colors.dim }];
}

export function printReasons(terminal: Terminal, cell: StatusCell): void {
  const { colors } = terminal;
  for (const reason of reasons(cell)) printIndented(terminal, { text: reason, paint: colors.dim }, 4);
  for (const failure of failures(cell)) printIndented(terminal, { text: failure, paint: colors.red }, 4);
}

/** The direct causes; where there are none, where the chain begins. */
const reasons = (cell: StatusCell): readonly string[] =>
  cell.causes.length > 0 ? cell.causes.map((cause) => cause.message) : cell.status === "UPSTREAM_STALE" ? cell.rootCauses.map((cause) => cause.message) : [];

const failures = (cell: StatusCell): readonly string[] => [
  ...(cell.lastAttempt?.outcome === "FAILED" ? [`the last attempt failed: ${firstLine(cell.lastAttempt.error?.message ?? "")}`] : []),
  ...(cell.observationError === null ? [] : [`cannot be observed: ${firstLine(cell.observationError.message)}`]),
];

const firstLine = (text: string): string => text.split("\n")[0] ?? text;
