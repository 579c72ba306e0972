/** Schemas that can only be a whole output, since their values are more than data: handles, or nothing that is stored. */
import type { z } from "zod";
import { externalSpecOf } from "./external.ts";
import { fileDefinitionOf } from "./file.ts";
import { tableDefinitionOf } from "./table.ts";

export type WholeOutput = "table" | "external" | "file";

/** Which of them a schema is; `undefined` for one of plain values. */
export function wholeOutputOf(schema: z.ZodType): WholeOutput | undefined {
  if (tableDefinitionOf(schema) !== undefined) return "table";
  if (externalSpecOf(schema) !== undefined) return "external";
  return fileDefinitionOf(schema) === undefined ? undefined : "file";
}
