/** Rows side by side that fit the terminal: keys shortened in the middle, reasons broken into lines, the rest as far as there is room. */
import { oneLine, padded, shortened, widthOf, wrapped } from "./fit-text.ts";
import type { Terminal } from "./terminal.ts";

/**
 * What becomes of a column where there is no room: `middle` is shortened in the middle, `drop` is left out, `wrap` (the last
 * one) is broken into lines, if need be below its row; `icon` and `keep` are cut last of all.
 */
export type Fit = "icon" | "keep" | "middle" | "drop" | "wrap";

export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

export interface TableOptions {
  /** Columns of the terminal; infinite where nobody watches. */
  readonly width: number;
  readonly indent?: number;
}

const gap = 2;
/** A reason in a narrower column would be a tower of words. */
const leastWrapped = 28;
const leastKey = 12;

type Row = readonly Cell[];

/** Lines of at most the width, by row. Rows have a cell for each of the fits. */
export function tableRows(fits: readonly Fit[], rows: readonly Row[], { width, indent = 0 }: TableOptions): readonly (readonly string[])[] {
  const clean = rows.map((row) => row.map(({ text, paint }) => ({ text: oneLine(text), paint })));
  const natural = fits.map((_, column) => clean.reduce((most, row) => Math.max(most, widthOf(row[column]?.text ?? "")), 0));
  const layout = layOut(fits, natural, Math.max(1, width - indent));
  const margin = " ".repeat(Math.min(indent, width - 1));
  return clean.map((row) => rowLines(row, layout).map((line) => cut((margin + line).trimEnd(), width)));
}

export const tableLines = (fits: readonly Fit[], rows: readonly Row[], options: TableOptions): readonly string[] => tableRows(fits, rows, options).flat();

export function printTable({ width, print }: Terminal, fits: readonly Fit[], rows: readonly Row[], { indent = 0 } = {}): void {
  for (const line of tableLines(fits, rows, { width, indent })) print(line);
}

/** Text with a margin, broken into lines. */
export const printIndented = (terminal: Terminal, cell: Cell, indent: number): void => printTable(terminal, ["wrap"], [[cell]], { indent });

/** In a terminal of a few columns even what is left may be too wide. */
const cut = (line: string, width: number): string => (widthOf(line) > width ? shortened(line, width) : line);

interface Layout {
  readonly fits: readonly Fit[];
  readonly widths: readonly number[];
  /** Room for the wrapped column: beside the others, or below them. */
  readonly wrap: { readonly isBelow: boolean; readonly width: number };
}

function layOut(fits: readonly Fit[], natural: readonly number[], room: number): Layout {
  const widths = natural.map((width, column) => (fits[column] === "wrap" ? 0 : width));
  const wanted = Math.max(0, ...natural.filter((_, column) => fits[column] === "wrap"));
  const beside = Math.min(wanted, leastWrapped);
  const needed = (): number => widths.reduce((sum, width, column) => sum + (width > 0 ? width + gapAfter(fits[column]) : 0), 0);
  for (const column of columnsOf(fits, "drop")) if (needed() + beside > room) widths[column] = 0;
  const readable = Math.max(leastKey, Math.floor(room / 3));
  const spare = columnsOf(fits, "middle").reduce((sum, column) => sum + Math.max(0, (widths[column] ?? 0) - readable), 0);
  const isBelow = wanted > 0 && needed() - spare + beside > room;
  const reserved = isBelow || wanted === 0 ? -gap : beside;
  for (const [fit, least] of narrowing) {
    for (const column of columnsOf(fits, fit)) {
      const width = widths[column] ?? 0;
      widths[column] = Math.min(width, Math.max(least, width - Math.max(0, needed() + reserved - room)));
    }
  }
  return { fits, widths, wrap: { isBelow, width: Math.max(1, room - (isBelow ? gap : needed())) } };
}

/** What gives way in turn, and the width down to which it does. */
const narrowing: readonly (readonly [Fit, number])[] = [
  ["middle", 6],
  ["keep", 3],
  ["middle", 1],
  ["keep", 0],
];

/** From the right. */
const columnsOf = (fits: readonly Fit[], wanted: Fit): number[] => fits.flatMap((fit, column) => (fit === wanted ? [column] : [])).reverse();

const gapAfter = (fit: Fit | undefined): number => (fit === "icon" ? 1 : gap);

function rowLines(row: Row, { fits, widths, wrap }: Layout): readonly string[] {
  const shown = fits.flatMap((fit, column) => ((widths[column] ?? 0) > 0 ? [{ fit, width: widths[column] ?? 0, cell: row[column] ?? { text: "" } }] : []));
  const start = shown.map(
    ({ fit, width, cell }) => painted(cell, padded(shortened(cell.text, width, fit === "middle" ? "middle" : "end"), width)) + " ".repeat(gapAfter(fit)),
  );
  const wrapping = row[fits.indexOf("wrap")];
  if (wrapping === undefined || wrapping.text === "") return [start.join("")];
  const lines = wrapped(wrapping.text, wrap.width).map((line) => painted(wrapping, line));
  if (wrap.isBelow) return [start.join(""), ...lines.map((line) => " ".repeat(gap) + line)];
  const below = " ".repeat(widthOf(start.join("")));
  return lines.map((line, index) => (index === 0 ? start.join("") : below) + line);
}

/** Blanks beside a text are not painted. */
function painted({ paint }: Cell, text: string): string {
  const written = text.trimEnd();
  return paint === undefined || written === "" ? text : paint(written) + text.slice(written.length);
}
