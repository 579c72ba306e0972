/** A form as a config: what was filled in, and nothing else, so that all the rest stays as it is declared. */
import { isJsonObject, type JsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";
import { type Field, nameOf } from "./fields.ts";
import { readEntry } from "./read-entry.ts";

/** Texts by name of the field. */
export type Entries = { readonly [name: string]: string };

export interface FormContent {
  /** `undefined` where nothing is filled in. */
  readonly config: Json | undefined;
  /** By name of the field. */
  readonly problems: { readonly [name: string]: string };
}

export function readForm(fields: readonly Field[], entries: Entries): FormContent {
  let config: Json | undefined;
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const text = entries[nameOf(field)] ?? "";
    if (text === "") continue;
    const entry = readEntry(field, text);
    if ("problem" in entry) problems[nameOf(field)] = entry.problem;
    else config = placed(config, field.path, entry.value);
  }
  return { config, problems };
}

/** `whole` with `value` at `path`. */
function placed(whole: Json | undefined, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const object: JsonObject = isJsonObject(whole) ? whole : {};
  return { ...object, [name]: placed(object[name], rest, value) };
}
