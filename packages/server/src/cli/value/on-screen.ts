/** Stored outputs for a terminal: as much as fits a look, and nothing that could steer the terminal. */
import { HeadwaterError, type Table } from "@headwater/core/engine";
import { nobodyReads } from "../broken-pipe.ts";
import { harmless, oneLine, padded, shortened, widthOf } from "../fit-text.ts";
import { printTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { bytesText, countText } from "../words.ts";
import type { FileFacts } from "./stored-output.ts";
import { cellText } from "./text-format.ts";

const mostRows = 20;
const mostLines = 40;
const widestCell = 40;

/** Columns side by side, as many as fit; their widths are those of the first rows. */
export async function showTable(
  terminal: Terminal,
  table: Table<object>,
  { total, all }: { readonly total: number | null; readonly all: boolean },
): Promise<void> {
  const cellsOf = (row: object): readonly string[] => table.columns.map((column) => oneLine(cellText(row, column)));
  const rows = table.stream()[Symbol.asyncIterator]();
  const first: (readonly string[])[] = [];
  let next = await rows.next();
  for (; !next.done && first.length < mostRows; next = await rows.next()) first.push(cellsOf(next.value));
  const columns = table.columns.map(oneLine);
  const widths = widthsThatFit([columns, ...first], terminal.width);
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => padded(shortened(cells[column] ?? "", width), width))
      .join("  ")
      .trimEnd();
  terminal.print(terminal.colors.bold(line(columns)));
  for (const cells of first) terminal.print(line(cells));
  for (; all && !next.done && !nobodyReads.aborted; next = await rows.next()) terminal.print(line(cellsOf(next.value)));
  const isCut = !all && next.done !== true;
  await rows.return?.();
  const count = isCut
    ? `The first ${first.length} of ${total === null ? "more rows" : countText(total, "row")}: --all shows all`
    : countText(total ?? first.length, "row");
  const left = columns.slice(widths.length);
  terminal.note([count, ...(left.length === 0 ? [] : [`no room for ${left.join(", ")}`]), "--output FILE exports them"].join("; "));
}

/** Of the columns from the left; the first one is shown in any case, cut if need be. */
function widthsThatFit(rows: readonly (readonly string[])[], room: number): readonly number[] {
  const natural = (rows[0] ?? []).map((_, column) => Math.min(widestCell, ...[Math.max(...rows.map((row) => widthOf(row[column] ?? "")))]));
  let end = -2;
  const fitting = natural.filter((width) => {
    end += width + 2;
    return end <= room;
  });
  return fitting.length > 0 ? fitting : natural.slice(0, 1).map((width) => Math.min(width, room));
}

/** Their names, sizes and types. */
export function showFiles(terminal: Terminal, files: readonly FileFacts[]): void {
  const { dim } = terminal.colors;
  const rows = files.map((file) => [{ text: file.name ?? "" }, { text: bytesText(file.size), paint: dim }, { text: file.mediaType ?? "", paint: dim }]);
  printTable(terminal, ["middle", "keep", "drop"], rows);
  terminal.note(`${countText(files.length, "file")}; --output DIRECTORY exports them`);
}

/** Text by its first lines, all of it if asked. */
export async function showText(terminal: Terminal, pieces: AsyncIterable<string>, { all }: { readonly all: boolean }): Promise<void> {
  let lines = 0;
  let rest = "";
  for await (const piece of pieces) {
    const parts = (rest + piece).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      if (!all && lines === mostLines) return terminal.note(`Cut after ${mostLines} lines. --all shows all, --output FILE exports it.`);
      terminal.print(harmless(part));
      lines += 1;
    }
  }
  if (rest !== "") terminal.print(harmless(rest));
}

/** @throws HeadwaterError `VALUE_BINARY` for what is not text. */
export async function* textOfFile({ stream, size: bytes, mediaType }: FileFacts, asset: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of stream()) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("\0")) throw new TypeError("a null byte");
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new HeadwaterError("VALUE_BINARY", { asset, bytes, mediaType });
    throw error;
  }
}
