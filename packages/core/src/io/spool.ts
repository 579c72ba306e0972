/** A place for loaded tables while a step lasts: a step may read more rows than fit into memory, and read them twice. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeValue, encodeValue, UnstorableValue } from "../model/canonical.ts";
import { type Table, tableOf } from "../model/table.ts";
import { onDisk } from "./on-disk.ts";
import { lines } from "./table-format.ts";

/** Reads all rows now, so that whatever is wrong with one is said now, and gives a handle on them. `row`: the schema that they were parsed by. */
export type KeepTable = (table: Table<object>, row: object) => Promise<Table<object>>;

export interface Spool extends AsyncDisposable {
  /** Throws `UnstorableValue`, `VALUE_STORE_UNWRITABLE`. */
  readonly keep: KeepTable;
}

/** Bytes that are handed on at once. */
const chunkSize = 64 * 1024;
/** Bytes of a table up to which it stays in memory. */
const heldSize = 1024 * 1024;

/** Small tables stay in memory as text, larger ones go to files that have no name any more: they vanish with this process, however it ends. */
export function openSpool(): Spool {
  const files = new AsyncDisposableStack();
  return {
    async keep(table, row) {
      let columns = table.columns;
      const pages = pagesOf(files);
      let [text, count] = ["", 0];
      for await (const item of table.stream()) {
        count += 1;
        if (columns.length === 0) columns = Object.keys(item);
        text += `${textOf(item, count)}\n`;
        if (text.length < chunkSize) continue;
        await pages.write(Buffer.from(text));
        text = "";
      }
      await pages.write(Buffer.from(text));
      return tableOf(columns, () => rowsOf(pages.read()), row);
    },
    [Symbol.asyncDispose]: () => files.disposeAsync(),
  };
}

function textOf(row: object, count: number): string {
  try {
    return encodeValue(row);
  } catch (error) {
    throw error instanceof UnstorableValue ? new UnstorableValue(`row ${count}${error.path && `, ${error.path}`}`, error.found) : error;
  }
}

async function* rowsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<object> {
  for await (const batch of lines(bytes)) {
    for (const line of batch) yield decodeValue(line) as object;
  }
}

interface Pages {
  write(bytes: Uint8Array): Promise<void>;
  read(): AsyncGenerator<Uint8Array>;
}

function pagesOf(files: AsyncDisposableStack): Pages {
  let held: Uint8Array[] = [];
  let size = 0;
  let file: FileHandle | null = null;
  return {
    async write(bytes) {
      held.push(bytes);
      size += bytes.length;
      if (file === null && size <= heldSize) return;
      file ??= files.use(await onDisk(tmpdir(), openNameless()));
      for (const page of held) await onDisk(tmpdir(), file.writeFile(page));
      held = [];
    },
    async *read() {
      if (file === null) yield* held;
      else yield* readAll(file, size);
    },
  };
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `headwater-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}

/** Reads by position: any number of streams at the same time. */
async function* readAll(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < size; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
