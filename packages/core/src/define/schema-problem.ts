/** What about a schema cannot work here, though Zod accepts it. */
import type { z } from "zod";
import { describeValue } from "../model/describe-value.ts";
import { externalSpecOf } from "./external.ts";
import { fileDefinitionOf } from "./file.ts";
import { resourceOf } from "./resource.ts";
import { rowColumns } from "./row-columns.ts";
import { children, isSchema, unwrap } from "./schema-def.ts";
import { type TableDefinition, tableDefinitionOf } from "./table.ts";
import { type WholeOutput, wholeOutputOf } from "./whole-output.ts";

/** What a schema is for. Only an asset has outputs that lie elsewhere, and a config is plain data. */
export type SchemaUse = "output" | "data" | "config";

const names: Readonly<Record<WholeOutput, string>> = { table: "a table", external: "external()", file: "a file" };

/** The reason, or `undefined` where there is nothing to say. */
export function schemaProblem(schema: z.ZodType, use: SchemaUse): string | undefined {
  const whole = wholeOutputOf(schema);
  if (whole === undefined) {
    const inner = wholeWithin(schema);
    return inner && `${names[inner]} lies within another schema; it can only be the whole output`;
  }
  if (use === "config") return `${names[whole]} cannot be a config`;
  if (use === "data" && whole !== "table") return `${names[whole]} can only be the output of an asset`;
  const hasChecks = (schema._zod.def.checks ?? []).length > 0;
  const elsewhere = externalSpecOf(schema);
  if (elsewhere !== undefined) return hasChecks ? "the schema of external() cannot have checks of its own" : externalProblem(elsewhere);
  const files = fileDefinitionOf(schema);
  if (files !== undefined) return hasChecks ? "the schema of a file cannot have checks of its own; check it in `run`" : fileProblem(files);
  const table = tableDefinitionOf(schema);
  return table && tableProblem(table, hasChecks);
}

function externalProblem(spec: unknown): string | undefined {
  if (typeof spec !== "object" || spec === null) return `external() was given ${describeValue(spec)}; it takes { observe, resources }`;
  const unknown = Object.keys(spec).find((name) => name !== "observe" && name !== "resources");
  if (unknown !== undefined) return `external() was given "${unknown}"; it takes { observe, resources }`;
  const { observe, resources = {} } = spec as { readonly observe?: unknown; readonly resources?: object };
  if (observe !== undefined && typeof observe !== "function") return `\`observe\` of external() is ${describeValue(observe)}, not a function`;
  for (const [name, handle] of Object.entries(resources)) {
    const resource = resourceOf(handle);
    if (resource === undefined) return `the resource "${name}" of external() is ${describeValue(handle)}, not made by resource({ open })`;
    if (resource.problem !== null) return `the resource "${name}" of external(): ${resource.problem}`;
  }
  return undefined;
}

function fileProblem({ many, options }: { readonly many: boolean; readonly options: unknown }): string | undefined {
  const name = many ? "files()" : "file()";
  if (typeof options !== "object" || options === null) return `${name} was given ${describeValue(options)}; it takes { mediaType }`;
  const unknown = Object.keys(options).find((option) => option !== "mediaType");
  if (unknown !== undefined) return `${name} was given "${unknown}"; it takes { mediaType }`;
  const { mediaType } = options as { readonly mediaType?: unknown };
  return mediaType === undefined || (typeof mediaType === "string" && /^[\w.+-]+\/[\w.+-]+(;.*)?$/.test(mediaType))
    ? undefined
    : `the media type of ${name} is ${describeValue(mediaType)}; it is a text such as "image/png"`;
}

function tableProblem(table: TableDefinition, hasChecks: boolean): string | undefined {
  if (!isSchema(table.row)) return "table() was given something else than a Zod schema of a row, such as z.object({ ... })";
  if (hasChecks) return "checks of a whole table would need all its rows at once; refine the row schema instead";
  if (!rowTypes.has(unwrap(table.row, "out").schema._zod.def.type))
    return `the row schema of a table is of type "${unwrap(table.row, "out").schema._zod.def.type}"; rows are objects`;
  const inner = wholeOutputOf(table.row) ?? wholeWithin(table.row);
  if (inner !== undefined) return `${names[inner]} lies within the rows of a table`;
  const columns = rowColumns(table.row);
  const unknown = table.versionIgnore.find((column) => columns !== null && !columns.includes(column));
  return unknown === undefined ? undefined : `versionIgnore names "${unknown}", which is not a column`;
}

/** What can describe an object. */
const rowTypes = new Set(["object", "record", "union", "intersection", "custom", "any", "unknown", "transform"]);

/** The first of them that lies anywhere within a schema. */
function wholeWithin(schema: z.ZodType, seen = new Set<z.ZodType>()): WholeOutput | undefined {
  if (seen.has(schema)) return undefined;
  seen.add(schema);
  for (const child of children(schema)) {
    const found = wholeOutputOf(child) ?? wholeWithin(child, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
