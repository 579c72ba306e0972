/** Reads what the server sends as a preview: the first rows of a table, a list of files, or a value with its pictures. */
import { isJsonObject as isObject, type JsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";

export type PreviewShape =
  | { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly JsonObject[]; readonly total: number | null }
  | { readonly kind: "value"; readonly value: Json };

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** `null` where nothing is stored, or what is sent has another shape. */
export function readPreview(preview: Json): PreviewShape | null {
  if (!isObject(preview)) return null;
  if (preview.kind === "value") return { kind: "value", value: preview.value ?? null };
  if (preview.kind === "files")
    return { kind: "table", columns: ["name", "size", "mediaType"], rows: listOf(preview.files).filter(isObject), total: totalOf(preview) };
  if (preview.kind !== "table") return null;
  const columns = listOf(preview.columns).map((column) => (isObject(column) ? String(column.name) : String(column)));
  return { kind: "table", columns, rows: listOf(preview.rows).filter(isObject), total: totalOf(preview) };
}

const totalOf = ({ total }: JsonObject): number | null => (typeof total === "number" ? total : null);

export interface Picture {
  readonly name: string;
  /** A data URL: the picture is loaded as an image, so nothing in it can act on the page. */
  readonly url: string;
}

/** Splits a value by its JSON Schema into pictures (`contentMediaType: "image/svg+xml"`) and the rest. */
export function splitPictures(value: Json, schema: Json): { readonly pictures: readonly Picture[]; readonly rest: Json } {
  if (isPicture(schema) && typeof value === "string") return { pictures: [{ name: "value", url: urlOf(value) }], rest: null };
  if (!isObject(value) || !isObject(schema)) return { pictures: [], rest: value };
  const properties = isObject(schema.properties) ? schema.properties : {};
  const names = Object.keys(value).filter((name) => isPicture(properties[name]) && typeof value[name] === "string");
  const rest = Object.entries(value).filter(([name]) => !names.includes(name));
  return { pictures: names.map((name) => ({ name, url: urlOf(String(value[name])) })), rest: rest.length === 0 ? null : Object.fromEntries(rest) };
}

const isPicture = (schema: Json | undefined): boolean => isObject(schema) && schema.contentMediaType === "image/svg+xml";
const urlOf = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
