/** The columns that a row schema promises, and what to call their types. */
import type { z } from "zod";
import type { ColumnNode } from "../model/asset-node.ts";
import { schemaDef, unwrap } from "./schema-def.ts";

/** Names of the columns in declared order; `null` where the schema does not say them (a record). */
export const rowColumns = (row: z.ZodType): readonly string[] | null => {
  const fields = rowFields(row);
  return fields === null ? null : [...fields.keys()];
};

/** Columns with types, for people. Empty where the row schema does not name any. */
export function columnNodes(row: z.ZodType): readonly ColumnNode[] {
  return [...(rowFields(row) ?? [])].map(([name, schemas]) => ({
    name,
    type: [...new Set(schemas.map(columnType))].join(" | "),
    nullable: schemas.some(isNullable),
    description: schemas.map(descriptionOf).find((text) => text !== undefined) ?? null,
  }));
}

type Fields = ReadonlyMap<string, readonly z.ZodType[]>;

/** The schemas of each column: several where the row is a union. */
function rowFields(row: z.ZodType): Fields | null {
  const { schema } = unwrap(row, "out");
  const def = schemaDef(schema);
  if (def.type === "object") return new Map(Object.entries(def.shape ?? {}).map(([name, field]) => [name, [field]]));
  if (def.type === "union") return merge((def.options ?? []).map(rowFields));
  if (def.type === "intersection" && def.left !== undefined && def.right !== undefined) return merge([rowFields(def.left), rowFields(def.right)]);
  return null;
}

function merge(parts: readonly (Fields | null)[]): Fields | null {
  const merged = new Map<string, z.ZodType[]>();
  for (const part of parts) {
    if (part === null) return null;
    for (const [name, schemas] of part) merged.set(name, [...(merged.get(name) ?? []), ...schemas]);
  }
  return merged;
}

const isNullable = (field: z.ZodType): boolean => {
  const { optional, nullable } = unwrap(field, "out");
  return optional || nullable;
};

/** `describe` belongs to one schema object, so the wrappers are asked before what they wrap. */
function descriptionOf(field: z.ZodType): string | undefined {
  return field.description ?? unwrap(field, "out").schema.description;
}

const typeNames: Readonly<Record<string, string>> = {
  int: "integer",
  bigint: "integer",
  date: "timestamp",
  array: "list",
  tuple: "list",
  set: "list",
  record: "map",
  unknown: "any",
  enum: "string",
  nan: "number",
};
const formatNames: Readonly<Record<string, string>> = {
  date: "date",
  datetime: "timestamp",
  time: "time",
  safeint: "integer",
  int32: "integer",
  uint32: "integer",
};

function columnType(field: z.ZodType): string {
  const { schema } = unwrap(field, "out");
  const def = schemaDef(schema);
  if (def.type === "union") return [...new Set((def.options ?? []).map(columnType))].join(" | ");
  if (def.type === "literal") return literalType(schema);
  const format = def.format ?? def.checks?.map((check) => check._zod.def.format).find((name) => name !== undefined);
  return formatNames[format ?? ""] ?? typeNames[def.type] ?? def.type;
}

const literalType = (schema: z.ZodType): string =>
  [...new Set([...(schema._zod.values ?? [])].map((value) => (value === null ? "null" : typeof value)))].join(" | ");
