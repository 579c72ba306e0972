/** How a table lies in a value store: JSON lines, the first of which names the columns. Streamed both ways. */
import { decodeValue } from "../model/canonical.ts";
import { type Table, tableOf } from "../model/table.ts";
import { corruptValue, readBytes, readStored, type StoredPlace } from "./value-format.ts";

interface Header {
  readonly headwater: "table";
  readonly version: 1;
  readonly columns: readonly string[];
}

/** Bytes that are handed on at once. */
const chunkSize = 64 * 1024;

/**
 * The stored form of rows.
 * @param columns `null` where only the first row says them.
 * @param textOf The text of a row, as `encodeValue` gives it.
 */
export async function* writeTable(columns: readonly string[] | null, rows: AsyncIterable<object>, textOf: (row: object) => string): AsyncGenerator<Uint8Array> {
  let text = "";
  let header = columns === null ? null : headerLine(columns);
  for await (const row of rows) {
    header ??= headerLine(Object.keys(row));
    text += `${textOf(row)}\n`;
    if (text.length < chunkSize) continue;
    yield Buffer.from(header + text);
    [header, text] = ["", ""];
  }
  yield Buffer.from((header ?? headerLine([])) + text);
}

const headerLine = (columns: readonly string[]): string => `${JSON.stringify({ headwater: "table", version: 1, columns } satisfies Header)}\n`;

/** A handle on a stored table. Reads the header now, the rows anew for each stream. */
export async function openTable(place: StoredPlace): Promise<Table<object>> {
  const { columns } = await readHeader(place);
  return tableOf(columns, () => readRows(place));
}

async function readHeader(place: StoredPlace): Promise<Header> {
  for await (const [line] of lines(readBytes(place))) {
    const header = line === undefined ? undefined : readStored(place, () => JSON.parse(line) as Partial<Header>);
    if (header?.headwater === "table" && header.version === 1 && Array.isArray(header.columns)) return header as Header;
    break;
  }
  throw corruptValue(place);
}

async function* readRows(place: StoredPlace): AsyncGenerator<object> {
  let isHeader = true;
  for await (const batch of lines(readBytes(place, place.isPreview !== true))) {
    for (const line of batch) {
      if (!isHeader) yield readStored(place, () => decodeValue(line) as object);
      isHeader = false;
    }
  }
}

/** Lines as they arrive, several at a time. Only "\n" ends a line: JSON text may hold any other separator. */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    if (parts.length > 0) yield parts;
  }
  if (rest !== "") yield [rest];
}
