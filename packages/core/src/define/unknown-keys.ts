/** Keys of a config that its schema would drop without a word: most of them are misspelt. */
import type { z } from "zod";
import type { Json } from "../model/json.ts";
import { similarNames } from "../model/similar-names.ts";
import { schemaDef, unwrap } from "./schema-def.ts";

/** What is wrong with each of them, in words. An object that takes any further keys has none. */
export const unknownKeys = (schema: z.ZodType, given: unknown): readonly string[] => problems(schema, given, zodFields, "");

/** The same by the JSON Schema of a config, for who has no more of it. */
export const unknownKeysByJson = (schema: Json, given: unknown): readonly string[] => problems(schema, given, jsonFields, "");

/** The schemas of all keys that an object may have; `undefined` where it may have others, or refuses them itself. */
type FieldsOf<S> = (schema: S) => { readonly [key: string]: S } | undefined;

const zodFields: FieldsOf<z.ZodType> = (schema) => {
  const { shape, catchall } = schemaDef(unwrap(schema, "in").schema);
  return catchall === undefined ? shape : undefined;
};

const jsonFields: FieldsOf<Json> = (schema) => {
  const { properties, additionalProperties } = (schema ?? {}) as {
    readonly properties?: { readonly [key: string]: Json };
    readonly additionalProperties?: Json;
  };
  return additionalProperties === undefined ? properties : undefined;
};

function problems<S>(schema: S, given: unknown, fieldsOf: FieldsOf<S>, path: string): readonly string[] {
  const fields = fieldsOf(schema);
  if (fields === undefined || typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return field === undefined ? [`there is no "${path}${key}"${hint(key, Object.keys(fields), path)}`] : problems(field, value, fieldsOf, `${path}${key}.`);
  });
}

function hint(key: string, known: readonly string[], path: string): string {
  const similar = similarNames(key, known);
  const names = (similar.length > 0 ? similar : known).map((name) => `"${path}${name}"`).join(", ");
  return similar.length > 0 ? ` (did you mean ${names}?)` : ` (known: ${names || "none"})`;
}
