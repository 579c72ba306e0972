/** What a form asks for, read from the JSON Schema of a config. What a form cannot show is asked for as JSON. */
import { isJsonObject, type JsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";

export type FieldKind =
  | { readonly kind: "number"; readonly isWhole: boolean }
  | { readonly kind: "text"; readonly isDate: boolean }
  | { readonly kind: "choice"; readonly options: readonly Json[] }
  | { readonly kind: "json" };

export interface Field {
  /** Names from the outside in; empty for a config that is no object. */
  readonly path: readonly string[];
  readonly description: string | null;
  /** What holds where nothing is given here or in `define`; `undefined` without one. */
  readonly fallback: Json | undefined;
  readonly schema: JsonObject;
  readonly type: FieldKind;
}

/** Deeper objects are asked for as JSON. */
const deepest = 3;

export function fieldsOf(schema: Json, path: readonly string[] = []): readonly Field[] {
  if (!isJsonObject(schema)) return [];
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const isPlain = properties.length > 0 && schema.type === "object" && !isJsonObject(schema.additionalProperties);
  if (isPlain && path.length < deepest) return properties.flatMap(([name, inner]) => fieldsOf(inner, [...path, name]));
  return [
    {
      path,
      description: typeof schema.description === "string" ? schema.description : null,
      fallback: schema.default,
      schema,
      type: kindOf(schema),
    },
  ];
}

function kindOf(schema: JsonObject): FieldKind {
  if (Array.isArray(schema.enum) && schema.enum.every(isScalar)) return { kind: "choice", options: schema.enum };
  switch (schema.type) {
    case "boolean":
      return { kind: "choice", options: [true, false] };
    case "integer":
    case "number":
      return { kind: "number", isWhole: schema.type === "integer" };
    case "string":
      return { kind: "text", isDate: schema.format === "date" };
    default:
      return { kind: "json" };
  }
}

const isScalar = (value: Json): boolean => value === null || typeof value !== "object";

/** Its place in the entries of a form. */
export const nameOf = ({ path }: Field): string => JSON.stringify(path);

/** As it is written in code: `rounding.digits`. */
export const labelOf = ({ path }: Field): string => path.join(".") || "config";

/** A value as it would be typed into a form. */
export const typed = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
