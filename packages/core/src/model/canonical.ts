/** Values as text: tagged JSON in key order (lossless, for storage) or with sorted keys (canonical, for versions). */
import { isTable } from "./table.ts";

/** A value that has no such text. `path` says where it lies, `found` what it is. */
export class UnstorableValue extends Error {
  override readonly name = "UnstorableValue";
  readonly path: string;
  readonly found: string;
  constructor(path: string, found: string) {
    super(`${found} at ${path || "the top"} has no text form`);
    this.path = path;
    this.found = found;
  }
}

/** How deep a value may be nested: both directions work by recursion, and what one machine writes, every other must be able to read. */
export const maximumDepth = 1000;

interface Writing {
  readonly sorted: boolean;
  /** The objects that the current one lies in, from the outermost. */
  readonly within: object[];
  /** The steps that lead to the current value. Only errors need it as text. */
  readonly path: (string | number)[];
}

const writing = (sorted: boolean): Writing => ({ sorted, within: [], path: [] });

/** Lossless text of a value, keys in their own order. {@link decodeValue} gives an equal value. Throws {@link UnstorableValue}. */
export const encodeValue = (value: unknown): string => encode(value, writing(false));

/** The text that versions are hashes of: keys sorted by code unit, `Map` and `Set` by insertion order. Throws {@link UnstorableValue}. */
export const canonicalText = (value: unknown): string => encode(value, writing(true));

/** Both texts of a table's row. */
export interface RowTexts {
  readonly stored: string;
  /** Without the ignored columns. */
  readonly canonical: string;
}

/** {@link encodeValue} and {@link canonicalText} of a row at once: rows come by the million, and their cells read the same in both. Throws {@link UnstorableValue}. */
export function rowTexts(row: object, ignored: ReadonlySet<string>): RowTexts {
  const keys = Object.keys(row);
  if (!isRecord(row) || Object.getOwnPropertySymbols(row).length > 0 || keys.some((key) => holdsObjects(row[key]))) {
    const counted = ignored.size === 0 ? row : Object.fromEntries(Object.entries(row).filter(([column]) => !ignored.has(column)));
    return { stored: encodeValue(row), canonical: canonicalText(counted) };
  }
  const to = writing(false);
  const cells = keys.map((key) => encodeProperty(key, row[key], to));
  const stored = recordText(keys, cells);
  if (ignored.size === 0 && isSorted(keys)) return { stored, canonical: stored };
  const order = [...keys.keys()].filter((index) => !ignored.has(keys[index] as string)).sort((a, b) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1));
  const [sortedKeys, sortedCells] = [order.map((index) => keys[index] as string), order.map((index) => cells[index] as string)];
  return { stored, canonical: recordText(sortedKeys, sortedCells) };
}

const isSorted = (keys: readonly string[]): boolean => keys.every((key, index) => index === 0 || (keys[index - 1] as string) < key);

const holdsObjects = (value: unknown): boolean => typeof value === "object" && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array);

// A special value is an object with one key that begins with "$". A plain object that looks so is wrapped in "$object".
const tagged = (tag: string, content: string): string => `{"$${tag}":${content}}`;

function encode(value: unknown, to: Writing): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : tagged("number", Object.is(value, -0) ? '"-0"' : `"${value}"`);
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return tagged("undefined", "true");
    case "bigint":
      return tagged("bigint", `"${value}"`);
    case "object":
      return value === null ? "null" : encodeObject(value, to);
    default:
      throw unstorable(to, typeof value === "function" ? `a function (${value.name || "anonymous"})` : "a symbol");
  }
}

const unstorable = ({ path }: Writing, found: string): UnstorableValue => new UnstorableValue(pathText(path), found);

function encodeObject(value: object, to: Writing): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw unstorable(to, "an invalid date");
    return tagged("date", `"${value.toISOString()}"`);
  }
  if (value instanceof Uint8Array) return tagged("bytes", `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`);
  if (isTable(value)) throw unstorable(to, "a table inside another value");
  if (to.within.includes(value)) throw unstorable(to, "an object that contains itself");
  if (to.within.length === maximumDepth) throw new UnstorableValue("", `a value nested more than ${maximumDepth} levels deep`);
  to.within.push(value);
  const text = encodeContainer(value, to);
  to.within.pop();
  return text;
}

function encodeContainer(value: object, to: Writing): string {
  if (Array.isArray(value)) return encodeList(value, to);
  if (value instanceof Set) return tagged("set", encodeList([...value], to));
  if (value instanceof Map) return tagged("map", encodeList([...value], to));
  if (!isRecord(value)) throw unstorable(to, `an instance of ${value.constructor?.name || "a class"}`);
  if (Object.getOwnPropertySymbols(value).length > 0) throw unstorable(to, "an object with a symbol as key");
  const keys = Object.keys(value);
  if (to.sorted) keys.sort();
  const cells: string[] = [];
  for (const key of keys) cells.push(encodeProperty(key, value[key], to));
  return recordText(keys, cells);
}

/** A plain object, also one of another realm. */
function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

function encodeList(items: readonly unknown[], to: Writing): string {
  const texts: string[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    to.path.push(i);
    if (item === undefined && !(i in items)) throw unstorable(to, "a hole in a list");
    texts.push(encode(item, to));
    to.path.pop();
  }
  return `[${texts.join(",")}]`;
}

function encodeProperty(key: string, value: unknown, to: Writing): string {
  to.path.push(key);
  const text = `${keyText(key)}:${encode(value, to)}`;
  to.path.pop();
  return text;
}

const recordText = (keys: readonly string[], cells: readonly string[]): string => {
  const text = `{${cells.join(",")}}`;
  return keys.length === 1 && keys[0]?.startsWith("$") ? tagged("object", text) : text;
};

/** The names of columns come again and again: each is quoted once, until there are too many to be columns. */
const quoted = new Map<string, string>();
const maximumQuoted = 10_000;

function keyText(key: string): string {
  const known = quoted.get(key);
  if (known !== undefined) return known;
  if (quoted.size >= maximumQuoted) quoted.clear();
  const text = JSON.stringify(key);
  quoted.set(key, text);
  return text;
}

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

const pathText = (path: readonly (string | number)[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : identifier.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join("")
    .replace(/^\./, "");

/** The value of a text that {@link encodeValue} made. Throws `SyntaxError` for any other text. */
export const decodeValue = (text: string): unknown => decode(JSON.parse(text));

/** Decodes in place: nearly all of what was parsed is the value already. */
function decode(json: unknown): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length; i++) json[i] = decode(json[i]);
    return json;
  }
  const keys = Object.keys(json);
  const first = keys[0];
  const record = json as Record<string, unknown>;
  return keys.length === 1 && first?.startsWith("$") ? decodeTagged(first.slice(1), record[first]) : decodeRecord(record, keys);
}

/** A key "__proto__" is an own property of what JSON.parse made, and is set as such. */
function decodeRecord(record: Record<string, unknown>, keys: readonly string[]): object {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === "object" && value !== null) record[key] = decode(value);
  }
  return record;
}

function decodeTagged(tag: string, content: unknown): unknown {
  switch (tag) {
    case "undefined":
      return undefined;
    case "number":
      return Number(content);
    case "bigint":
      return BigInt(content as string);
    case "date":
      return new Date(content as string);
    case "bytes":
      return new Uint8Array(Buffer.from(content as string, "base64"));
    case "set":
      return new Set((content as unknown[]).map(decode));
    case "map":
      return new Map((content as [unknown, unknown][]).map(([key, value]) => [decode(key), decode(value)]));
    case "object":
      return decodeRecord(content as Record<string, unknown>, Object.keys(content as object));
    default:
      throw new SyntaxError(`"$${tag}" is not a tag of the value format`);
  }
}
