/** What about a schema cannot work here, though Zod accepts it. */
import type { z } from "zod";
import { rowColumns } from "./row-columns.ts";
import { children, isSchema, unwrap } from "./schema-def.ts";
import { tableDefinitionOf } from "./table.ts";

/** The reason, or `undefined` where there is nothing to say. */
export function schemaProblem(schema: z.ZodType): string | undefined {
  const table = tableDefinitionOf(schema);
  if (table === undefined) return containsTable(schema) ? "a table lies within another schema; it can only be the whole output" : undefined;
  if (!isSchema(table.row)) return "table() was given something else than a Zod schema of a row, such as z.object({ ... })";
  if ((schema._zod.def.checks ?? []).length > 0) return "checks of a whole table would need all its rows at once; refine the row schema instead";
  if (!rowTypes.has(unwrap(table.row, "out").schema._zod.def.type))
    return `the row schema of a table is of type "${unwrap(table.row, "out").schema._zod.def.type}"; rows are objects`;
  if (containsTable(table.row)) return "a table lies within the rows of a table";
  const columns = rowColumns(table.row);
  const unknown = table.versionIgnore.find((column) => columns !== null && !columns.includes(column));
  return unknown === undefined ? undefined : `versionIgnore names "${unknown}", which is not a column`;
}

/** What can describe an object. */
const rowTypes = new Set(["object", "record", "union", "intersection", "custom", "any", "unknown", "transform"]);

function containsTable(schema: z.ZodType, seen = new Set<z.ZodType>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  return children(schema).some((child) => tableDefinitionOf(child) !== undefined || containsTable(child, seen));
}
