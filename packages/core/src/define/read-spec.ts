/** Reads a spec as it was written, whatever it is, and says all that is wrong with it. */
import { z } from "zod";
import { describeValue } from "../io/parse.ts";
import { assetKeyProblem, firstSegment } from "../model/asset-key.ts";
import { durationExpected, parseDuration } from "../model/duration.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { similarNames } from "../model/similar-names.ts";
import type { Place } from "./declared-at.ts";
import type { AnyDefinition } from "./definition.ts";
import { type Resource, resourceOf } from "./resource.ts";
import { isSchema } from "./schema-def.ts";
import { type SchemaUse, schemaProblem } from "./schema-problem.ts";

/** A field that must be what `test` says, with the value found in the message. */
const field = <T>(test: (value: unknown) => value is T, expected: string) =>
  z.custom<T>(test, {
    error: (issue) => (issue.input instanceof Promise ? "a promise; await it first" : `expected ${expected}, found ${describeValue(issue.input)}`),
  });

const isFunction = (value: unknown): value is (...parameters: never[]) => unknown => typeof value === "function";
const schemaField = (use: SchemaUse) =>
  field(isSchema, "a Zod schema").superRefine((schema, context) => {
    const problem = isSchema(schema) ? schemaProblem(schema, use) : undefined;
    if (problem !== undefined) context.addIssue(problem);
  });
const jsonField = z.custom<Json>().superRefine((value, context) => {
  const problem = jsonProblem(value, "");
  if (problem !== undefined) context.addIssue(`expected JSON, found ${problem}`);
});

/** The first thing in a value that JSON cannot say, and where it is. */
function jsonProblem(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return undefined;
  const isPlain = Array.isArray(value) || (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value)));
  if (!isPlain) return `${describeValue(value)}${path}`;
  for (const [name, inner] of Object.entries(value as object)) {
    const problem = jsonProblem(inner, `${path === "" ? " at " : `${path}.`}${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const functionField = field(isFunction, "a function");
const isDuration = (value: unknown): value is string => parseDuration(value) !== null;
const durationField = field(isDuration, durationExpected);
const timeoutField = durationField.refine((text) => (parseDuration(text) ?? 0) <= longestTimeoutMs, "a timeout may be 24d at most");

const retryField = z.strictObject({
  attempts: z.int().min(1),
  delay: durationField.optional(),
  backoff: z.enum(["exponential", "linear"]).optional(),
  jitter: z.boolean().optional(),
});

const isResource = (value: unknown): value is Resource => resourceOf(value) !== undefined;
const resourceField = field(isResource, "a resource, made by resource({ open })").superRefine((value, context) => {
  const problem = resourceOf(value)?.problem ?? null;
  if (problem !== null) context.addIssue(problem);
});

/** What a timer can count. */
const longestTimeoutMs = 24 * 86_400_000;

const commonFields = {
  config: schemaField("config").optional(),
  params: jsonField.optional(),
  description: z.string().optional(),
  group: z.string().min(1).optional(),
  owners: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  codeVersion: z.string().min(1).optional(),
  timeout: timeoutField.optional(),
  resources: z.record(z.string(), resourceField).optional(),
};
export const assetFields = z.object({
  ...commonFields,
  inputs: z.record(z.string(), z.unknown()).optional(),
  after: z.array(z.unknown()).optional(),
  output: schemaField("output"),
  reuse: z.boolean().optional(),
  volatile: z.boolean().optional(),
  maxAge: durationField.optional(),
  launch: z.enum(["auto", "manual"]).optional(),
  retry: retryField.optional(),
  dataVersion: functionField.optional(),
  run: functionField,
});
export const sourceFields = z.object({
  ...commonFields,
  schema: schemaField("data"),
  observe: functionField,
  load: functionField,
  connector: jsonField.optional(),
  problem: z.string().optional(),
});

/** Spec keys that are planned and do nothing yet. */
const laterKeys = new Set("partitions settled extraInputs formerly runsOn batch pool isolate io checks automation metadata snapshot observeMany".split(" "));

export interface ReadSpec {
  /** The fields that are as they should be. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problems: readonly HeadwaterError[];
}

export function readSpec(key: string, spec: unknown, fields: z.ZodObject): ReadSpec {
  if (typeof spec !== "object" || spec === null) return { fields: {}, problems: [invalid(key, `its spec is ${describeValue(spec)}, not an object`)] };
  const given = spec as Record<string, unknown>;
  const known = Object.keys(fields.shape);
  const problems: HeadwaterError[] = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) =>
      laterKeys.has(name)
        ? new HeadwaterError("NOT_SUPPORTED_YET", { key, name })
        : new HeadwaterError("SPEC_KEY_UNKNOWN", { key, name, similar: similarNames(name, known) }),
    );
  const result = fields.safeParse(given);
  if (result.success) return { fields: given, problems };
  const bad = new Set(result.error.issues.map((issue) => issue.path[0]));
  problems.push(...result.error.issues.map((issue) => invalid(key, `\`${issue.path.join(".")}\`: ${issue.message}`)));
  return { fields: Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name))), problems };
}

const invalid = (key: string, problem: string): HeadwaterError => new HeadwaterError("DEFINITION_INVALID", { key, problem });

/** What is wrong with a key, as an error. */
export function keyProblem(key: unknown): readonly HeadwaterError[] {
  const problem = assetKeyProblem(key);
  return problem === undefined ? [] : [new HeadwaterError("ASSET_KEY_INVALID", { key, problem })];
}

type CommonDefinition = Pick<
  AnyDefinition,
  "key" | "config" | "params" | "resources" | "description" | "group" | "owners" | "tags" | "kinds" | "codeVersion" | "timeoutMs" | "declaredAt"
>;

/** The part of a definition that assets and sources share. */
export function commonDefinition(key: unknown, fields: ReadSpec["fields"], declaredAt: Place | null): CommonDefinition {
  const name = String(key);
  const {
    config = null,
    params = {},
    description = null,
    group = firstSegment(name),
    owners = [],
    tags = {},
    kinds = [],
    codeVersion = null,
    timeout,
  } = fields;
  const resources = Object.fromEntries(Object.entries(fields.resources ?? {}).map(([resource, handle]) => [resource, resourceOf(handle)]));
  return {
    key: name,
    config,
    params,
    resources,
    description,
    group,
    owners,
    tags,
    kinds,
    codeVersion,
    timeoutMs: parseDuration(timeout),
    declaredAt,
  } as CommonDefinition;
}
