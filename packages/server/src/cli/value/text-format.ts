/** Stored outputs as text: tables as JSON, JSON lines or CSV, row by row; other values as JSON. */
import { plainJson, type Table } from "@headwater/core/engine";

export const textFormats = ["json", "jsonl", "csv"] as const;
export type TextFormat = (typeof textFormats)[number];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Dates become ISO text, bytes base64, a `Map` its pairs: whatever JSON cannot say. */
export const jsonText = (value: unknown): string => `${JSON.stringify(plainJson(value, base64), null, 2)}\n`;

/** Characters that are handed on at once. */
const pieceLength = 64 * 1024;

/** The whole table, never whole in memory. */
export async function* tableText({ columns, stream }: Table<object>, format: TextFormat): AsyncGenerator<string> {
  const { head, rowText, between, tail } = formats[format](columns);
  let text = head;
  let isFirst = true;
  for await (const row of stream()) {
    text += (isFirst ? "" : between) + rowText(row);
    isFirst = false;
    if (text.length < pieceLength) continue;
    yield text;
    text = "";
  }
  yield text + tail(isFirst);
}

interface RowFormat {
  readonly head: string;
  readonly rowText: (row: object) => string;
  readonly between: string;
  readonly tail: (isEmpty: boolean) => string;
}

const rowJson = (row: object): string => JSON.stringify(plainJson(row, base64));

const formats: Readonly<Record<TextFormat, (columns: readonly string[]) => RowFormat>> = {
  json: () => ({ head: "[", rowText: (row) => `\n  ${rowJson(row)}`, between: ",", tail: (isEmpty) => (isEmpty ? "]\n" : "\n]\n") }),
  jsonl: () => ({ head: "", rowText: (row) => `${rowJson(row)}\n`, between: "", tail: () => "" }),
  csv: (columns) => ({ head: csvLine(columns), rowText: (row) => csvLine(columns.map((column) => cellText(row, column))), between: "", tail: () => "" }),
};

/** Nothing and null are both empty; what is neither text, number nor boolean is JSON. */
export function cellText(row: object, column: string): string {
  const value = plainJson((row as { readonly [column: string]: unknown })[column], base64);
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\n`;

/** As RFC 4180 has it. A line of one empty cell would be an empty line, which readers skip. */
const csvCell = (text: string, _index: number, cells: readonly string[]): string =>
  /[",\n\r]/.test(text) || (text === "" && cells.length === 1) ? `"${text.replaceAll('"', '""')}"` : text;
