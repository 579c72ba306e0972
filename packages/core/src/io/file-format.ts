/** How files lie in a value store: each as it is under its own address, and a list of them that is the stored value. */
import { type FileDefinition, isFileContent } from "../define/file.ts";
import type { StoredValue } from "../model/cell.ts";
import { describeValue } from "../model/describe-value.ts";
import { SchemaError } from "../model/schema-error.ts";
import { type FileContent, type StoredFile, storedFile } from "../model/stored-file.ts";
import { hashJson } from "../model/version.ts";
import { type FileOrigin, openContent } from "./file-content.ts";
import { mediaTypeOf } from "./media-type.ts";
import { corruptValue, pathTo, readBytes, readStored, type StoredPlace } from "./value-format.ts";
import type { ValueStore } from "./value-store.ts";

interface ListedFile {
  readonly name: string | null;
  readonly address: string;
  readonly size: number;
  readonly mediaType: string | null;
}

interface FileList {
  readonly headwater: "files";
  readonly version: 1;
  /** `false`: the one file of `file()`. */
  readonly many: boolean;
  readonly files: readonly ListedFile[];
}

/** Stores what the schema has accepted, one file after the other. `version`: of the content; names count where there are several. */
export async function writeFiles(
  values: ValueStore,
  { many, options }: FileDefinition,
  given: unknown,
  origin: Omit<FileOrigin, "path">,
): Promise<{ readonly stored: StoredValue; readonly version: string }> {
  const contents: readonly (readonly [string, FileContent])[] = many ? [...entriesOf(given as Many, origin)] : [["", given as FileContent]];
  const files: ListedFile[] = [];
  for (const [key, content] of contents) {
    const open = openContent(content, { ...origin, path: key });
    const { address, bytes: size } = await values.write(open.stream);
    const name = many ? key : open.name;
    files.push({ name, address, size, mediaType: options.mediaType ?? mediaTypeOf(name) });
  }
  const list: FileList = { headwater: "files", version: 1, many, files };
  const { address } = await values.write([Buffer.from(JSON.stringify(list))]);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return { stored: { address, format: "files", bytes, rows: null }, version: versionOf(list) };
}

type Many = Readonly<Record<string, FileContent>> | ReadonlyMap<string, FileContent>;

function* entriesOf(given: Many, { asset, side }: Omit<FileOrigin, "path">): Generator<readonly [string, FileContent]> {
  for (const [name, content] of given instanceof Map ? given : Object.entries(given)) {
    const problem =
      nameProblem(name) ?? (isFileContent(content) ? undefined : `expected a path, a file: URL, bytes or a stream of bytes, found ${describeValue(content)}`);
    if (problem !== undefined) throw new SchemaError({ asset, side, row: null, path: String(name), problem });
    yield [name, content];
  }
}

const nameProblem = (name: unknown): string | undefined =>
  typeof name === "string" && name !== "" ? undefined : `the name of a file is ${describeValue(name)}; it is a text that is not empty`;

function versionOf({ many, files }: FileList): string {
  const named = files.map(({ name, address }) => [name, address] as const);
  return many ? hashJson(["files", named.sort(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))]) : (files[0]?.address ?? "");
}

async function readList(place: StoredPlace): Promise<FileList> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readBytes(place)) chunks.push(chunk);
  const list = readStored(place, () => JSON.parse(Buffer.concat(chunks).toString()) as Partial<FileList> | null);
  if (list?.headwater !== "files" || list.version !== 1 || !Array.isArray(list.files)) throw corruptValue(place);
  return list as FileList;
}

/** The handle of a single file, or several by name. Throws `VALUE_MISSING`, `VALUE_CORRUPT`; so do the handles when they are read. */
export async function readFiles(place: StoredPlace): Promise<StoredFile | ReadonlyMap<string, StoredFile>> {
  const { many, files } = await readList(place);
  const handles = files.map(({ address, ...facts }) => {
    const bytes = { ...place, address };
    return storedFile({ ...facts, path: () => pathTo(bytes), stream: () => readBytes(bytes) });
  });
  const [first] = handles;
  if (many) return new Map(handles.map((handle) => [handle.name ?? "", handle]));
  if (first === undefined) throw corruptValue(place);
  return first;
}

/** All addresses that a stored output lies under: its own, and of files those of their bytes. What no output names may be collected. */
export async function addressesOf(values: ValueStore, { format, address }: Pick<StoredValue, "format" | "address">): Promise<readonly string[]> {
  if (format !== "files") return [address];
  return [address, ...(await readList({ values, address, asset: null })).files.map((file) => file.address)];
}
