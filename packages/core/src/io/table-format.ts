/** How a table lies in a value store: JSON lines, the first of which names the columns. Streamed both ways. */
import { decodeValue, encodeValue } from "../model/canonical.ts";
import { type Table, tableOf } from "../model/table.ts";
import { corruptValue, readStored } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

interface Header {
  readonly headwater: "table";
  readonly version: 1;
  readonly columns: readonly string[];
}

/** Bytes that are handed on at once. */
const chunkSize = 64 * 1024;

/** The stored form of rows. `columns`: `null` where only the first row says them. */
export async function* writeTable(columns: readonly string[] | null, rows: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  let text = "";
  let header = columns === null ? null : headerLine(columns);
  for await (const row of rows) {
    header ??= headerLine(Object.keys(row));
    text += `${encodeValue(row)}\n`;
    if (text.length < chunkSize) continue;
    yield Buffer.from(header + text);
    [header, text] = ["", ""];
  }
  yield Buffer.from((header ?? headerLine([])) + text);
}

const headerLine = (columns: readonly string[]): string => `${JSON.stringify({ headwater: "table", version: 1, columns } satisfies Header)}\n`;

/** A handle on a stored table. Reads the header now, the rows anew for each stream. */
export async function openTable(values: ValueStore, address: string): Promise<Table<object>> {
  const { columns } = await readHeader(values, address);
  return tableOf(columns, () => readRows(values, address));
}

async function readHeader(values: ValueStore, address: string): Promise<Header> {
  for await (const [line] of lines(values.read(address))) {
    const header = line === undefined ? undefined : readStored(address, () => JSON.parse(line) as Partial<Header>);
    if (header?.headwater === "table" && header.version === 1 && Array.isArray(header.columns)) return header as Header;
    break;
  }
  throw corruptValue(address);
}

async function* readRows(values: ValueStore, address: string): AsyncGenerator<object> {
  let isHeader = true;
  for await (const batch of lines(values.read(address))) {
    for (const line of batch) {
      if (!isHeader) yield readStored(address, () => decodeValue(line) as object);
      isHeader = false;
    }
  }
}

/** Lines as they arrive, several at a time. Only "\n" ends a line: JSON text may hold any other separator. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    if (parts.length > 0) yield parts;
  }
  if (rest !== "") yield [rest];
}
