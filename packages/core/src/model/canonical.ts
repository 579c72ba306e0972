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

interface Writing {
  readonly sorted: boolean;
  /** The objects that the current one lies in. */
  readonly within: Set<object>;
}

const write = (value: unknown, sorted: boolean): string => encode(value, "", { sorted, within: new Set() });

/** Lossless text of a value, keys in their own order. {@link decodeValue} gives an equal value. Throws {@link UnstorableValue}. */
export const encodeValue = (value: unknown): string => write(value, false);

/** The text that versions are hashes of: keys sorted by code unit, `Map` and `Set` by insertion order. Throws {@link UnstorableValue}. */
export const canonicalText = (value: unknown): string => write(value, true);

// A special value is an object with one key that begins with "$". A plain object that looks so is wrapped in "$object".
const tagged = (tag: string, content: string): string => `{"$${tag}":${content}}`;

function encode(value: unknown, path: string, writing: Writing): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : tagged("number", Object.is(value, -0) ? '"-0"' : `"${value}"`);
    case "boolean":
      return String(value);
    case "undefined":
      return tagged("undefined", "true");
    case "bigint":
      return tagged("bigint", `"${value}"`);
    case "object":
      return value === null ? "null" : encodeObject(value, path, writing);
    default:
      throw new UnstorableValue(path, typeof value === "function" ? `a function (${value.name || "anonymous"})` : "a symbol");
  }
}

function encodeObject(value: object, path: string, writing: Writing): string {
  if (value instanceof Date) return tagged("date", Number.isNaN(value.getTime()) ? "null" : `"${value.toISOString()}"`);
  if (value instanceof Uint8Array) return tagged("bytes", `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`);
  if (isTable(value)) throw new UnstorableValue(path, "a table inside another value");
  if (writing.within.has(value)) throw new UnstorableValue(path, "an object that contains itself");
  writing.within.add(value);
  const text = encodeContainer(value, path, writing);
  writing.within.delete(value);
  return text;
}

function encodeContainer(value: object, path: string, writing: Writing): string {
  if (Array.isArray(value)) return encodeList(value, path, writing);
  if (value instanceof Set) return tagged("set", encodeList([...value], path, writing));
  if (value instanceof Map) return tagged("map", encodeList([...value], path, writing));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new UnstorableValue(path, `an instance of ${value.constructor?.name || "a class"}`);
  return encodeRecord(value as Record<string, unknown>, path, writing);
}

function encodeList(items: readonly unknown[], path: string, writing: Writing): string {
  const texts: string[] = [];
  for (let i = 0; i < items.length; i++) texts.push(encode(items[i], `${path}[${i}]`, writing));
  return `[${texts.join(",")}]`;
}

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const propertyPath = (path: string, key: string): string => (identifier.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`);

function encodeRecord(record: Record<string, unknown>, path: string, writing: Writing): string {
  if (Object.getOwnPropertySymbols(record).length > 0) throw new UnstorableValue(path, "an object with a symbol as key");
  const keys = Object.keys(record);
  if (writing.sorted) keys.sort();
  const texts = keys.map((key) => {
    const value = record[key];
    // Paths are for errors: most values have none to tell.
    const inner =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? encode(value, "", writing)
        : encode(value, propertyPath(path, key), writing);
    return `${JSON.stringify(key)}:${inner}`;
  });
  const text = `{${texts.join(",")}}`;
  return keys.length === 1 && keys[0]?.startsWith("$") ? tagged("object", text) : text;
}

/** The value of a text that {@link encodeValue} made. Throws `SyntaxError` for any other text. */
export const decodeValue = (text: string): unknown => decode(JSON.parse(text));

function decode(json: unknown): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(decode);
  const entries = Object.entries(json);
  const first = entries[0];
  if (entries.length === 1 && first?.[0].startsWith("$")) return decodeTagged(first[0].slice(1), first[1]);
  return decodeRecord(entries);
}

// `fromEntries` defines own properties, so that a key "__proto__" stays one.
const decodeRecord = (entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries.map(([key, value]) => [key, decode(value)]));

function decodeTagged(tag: string, content: unknown): unknown {
  switch (tag) {
    case "undefined":
      return undefined;
    case "number":
      return Number(content);
    case "bigint":
      return BigInt(content as string);
    case "date":
      return new Date((content as string | null) ?? Number.NaN);
    case "bytes":
      return new Uint8Array(Buffer.from(content as string, "base64"));
    case "set":
      return new Set((content as unknown[]).map(decode));
    case "map":
      return new Map((content as [unknown, unknown][]).map(([key, value]) => [decode(key), decode(value)]));
    case "object":
      return decodeRecord(Object.entries(content as object));
    default:
      throw new SyntaxError(`"$${tag}" is not a tag of the value format`);
  }
}
