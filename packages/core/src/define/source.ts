/** `source(key, spec)`: data that somebody else makes and Headwater observes. */
import { z } from "zod";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { callsOf } from "./declared-at.ts";
import { attachDefinition, type SourceDefinition } from "./definition.ts";
import { attachDraft, problemFrom } from "./draft.ts";
import type { Asset, Nothing } from "./handle.ts";
import { commonDefinition, keyProblem, readSpec, sourceFields } from "./read-spec.ts";
import type { Resources } from "./resource.ts";
import type { SourceSpec } from "./spec.ts";

/**
 * Declares a source. `csvFile`, `jsonFile`, `jsonlFile`, `textFile` and `httpResource` make ready specs.
 *
 * @example
 * export const readings = source("raw/readings", csvFile("data/readings.csv", z.object({ temp: z.coerce.number() })));
 */
export function source<S extends z.ZodType, C extends z.ZodType = z.ZodObject<Nothing>, const A extends Json = Nothing, R extends Resources = Nothing>(
  key: string,
  spec: SourceSpec<S, C, A, R>,
): Asset<S> {
  const { fields, problems } = readSpec(String(key), spec, sourceFields);
  const definition = {
    kind: "source",
    ...commonDefinition(key, fields, callsOf(source)),
    schema: fields.schema ?? z.unknown(),
    connector: fields.connector ?? null,
    snapshot: fields.snapshot ?? false,
    observe: fields.observe,
    load: fields.load,
  } as SourceDefinition;
  attachDraft(definition, {
    references: new Map(),
    problems: [...keyProblem(key), ...problems, ...connectorProblem(definition.key, fields.problem)].map((error) => problemFrom(error, definition)),
  });
  return Object.freeze(attachDefinition({ kind: "source" as const, key: definition.key, schema: definition.schema as S }, definition));
}

const connectorProblem = (key: string, problem: unknown): readonly HeadwaterError[] =>
  typeof problem === "string" ? [new HeadwaterError("DEFINITION_INVALID", { key, problem })] : [];
