/** Reads `inputs` and `after` of a spec: which assets they refer to, and how. */
import type { z } from "zod";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import { type AnyDefinition, definitionOf, type InputDefinition } from "./definition.ts";
import { externalSpecOf } from "./external.ts";
import type { Edge, UnloadedEdge } from "./handle.ts";
import { isSchema } from "./schema-def.ts";
import { schemaProblem } from "./schema-problem.ts";

export interface ReadInputs {
  readonly inputs: readonly InputDefinition[];
  readonly after: readonly string[];
  /** The very definitions that are referred to, by the name of the input (`after[0]`...). */
  readonly references: ReadonlyMap<string, AnyDefinition>;
  readonly problems: readonly HeadwaterError[];
}

/** `key` is the consumer's, for errors. */
export function readInputs(key: string, inputs: Readonly<Record<string, unknown>>, after: readonly unknown[]): ReadInputs {
  const references = new Map<string, AnyDefinition>();
  const problems: HeadwaterError[] = [];
  const refer = (name: string, upstream: unknown): AnyDefinition | undefined => {
    const definition = definitionOf(upstream);
    if (definition === undefined) problems.push(new HeadwaterError("INPUT_NOT_AN_ASSET", { key, input: name, found: notAnAsset(upstream) }));
    else references.set(name, definition);
    return definition;
  };
  const read = Object.entries(inputs).flatMap(([name, value]): readonly InputDefinition[] => {
    const edge = isEdge(value) ? value : undefined;
    const upstream = refer(name, edge === undefined ? value : edge.upstream);
    problems.push(...edgeProblems(key, name, edge));
    if (edge?.kind !== "unloaded" && upstream?.schema && externalSpecOf(upstream.schema) !== undefined)
      problems.push(new HeadwaterError("EXTERNAL_INPUT", { key, input: name, upstream: upstream.key }));
    return upstream === undefined ? [] : [inputDefinition(name, upstream.key, edge)];
  });
  const before = after.flatMap((value, index) => refer(`after[${index}]`, value)?.key ?? []);
  return { inputs: read, after: before, references, problems };
}

/** A reference that is more than an asset. Assets are no plain data, so `kind` alone decides. */
const isEdge = (value: unknown): value is Edge | UnloadedEdge =>
  typeof value === "object" &&
  value !== null &&
  definitionOf(value) === undefined &&
  "kind" in value &&
  (value.kind === "edge" || value.kind === "unloaded") &&
  "upstream" in value;

function inputDefinition(name: string, upstream: string, edge: Edge | UnloadedEdge | undefined): InputDefinition {
  const options: Edge["options"] = edge?.options ?? {};
  const view = isSchema(options.schema) ? options.schema : null;
  return { name, upstream, mapping: "one", view, triggers: options.triggers !== false, loads: edge?.kind !== "unloaded" };
}

const knownOptions: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  triggers: (value) => (value === undefined || typeof value === "boolean" ? undefined : `expected true or false, found ${describeValue(value)}`),
  schema: (value) =>
    value === undefined ? undefined : isSchema(value) ? schemaProblem(value as z.ZodType, "data") : `expected a Zod schema, found ${describeValue(value)}`,
};
const laterOptions = ["mapping", "lazy"];

function edgeProblems(key: string, input: string, edge: Edge | UnloadedEdge | undefined): readonly HeadwaterError[] {
  return Object.entries(edge?.options ?? {}).flatMap(([option, value]): readonly HeadwaterError[] => {
    if (laterOptions.includes(option)) return [new HeadwaterError("NOT_SUPPORTED_YET", { key, name: `"${option}" of input "${input}"` })];
    const problem = knownOptions[option]?.(value) ?? (option in knownOptions ? undefined : `there is no option "${option}"`);
    return problem === undefined ? [] : [new HeadwaterError("DEFINITION_INVALID", { key, problem: `input "${input}": ${problem}` })];
  });
}

function notAnAsset(value: unknown): string {
  if (value === undefined) return "undefined (a circular import, or a name that the module does not export)";
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`;
  const found = describeValue(value);
  return found === "a promise" ? "a promise (await it first)" : found;
}
