/** Reads a spec as it was written, whatever it is, and says all that is wrong with it. */
import { z } from "zod";
import { assetKeyProblem, firstSegment } from "../model/asset-key.ts";
import { checkNameProblem } from "../model/check.ts";
import { describeValue } from "../model/describe-value.ts";
import { durationExpected, parseDuration } from "../model/duration.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { reservedMetadata } from "../model/reserved-metadata.ts";
import { similarNames } from "../model/similar-names.ts";
import { type Frame, placeOf } from "./declared-at.ts";
import type { AnyDefinition } from "./definition.ts";
import { extraInputProblem } from "./extra-input.ts";
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
const metadataField = jsonField.superRefine((value, context) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return context.addIssue(`expected values by name, found ${describeValue(value)}`);
  const taken = reservedMetadata.filter((name) => Object.hasOwn(value, name));
  if (taken.length > 0) context.addIssue(`Headwater itself notes ${taken.map((name) => `"${name}"`).join(", ")} of a table: choose another name`);
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

export const functionField = field(isFunction, "a function");
const isDuration = (value: unknown): value is string => parseDuration(value) !== null;
const durationField = field(isDuration, durationExpected);
const timeoutField = durationField.refine((text) => (parseDuration(text) ?? 0) <= longestTimeoutMs, "a timeout may be 24d at most");

const retryField = z.strictObject({
  attempts: z.int().min(1),
  delay: durationField.optional(),
  backoff: z.enum(["exponential", "linear"]).optional(),
  jitter: z.boolean().optional(),
});

const checksField = z.record(z.string(), functionField).superRefine((checks, context) => {
  for (const name of Object.keys(checks)) {
    const problem = checkNameProblem(name);
    if (problem !== undefined) context.addIssue(`check ${JSON.stringify(name)}: ${problem}`);
  }
});

const isResource = (value: unknown): value is Resource => resourceOf(value) !== undefined;
const resourceField = field(isResource, "a resource, made by resource({ open })").superRefine((value, context) => {
  const problem = resourceOf(value)?.problem ?? null;
  if (problem !== null) context.addIssue(problem);
});

const extraInputField = z.unknown().superRefine((value, context) => {
  const problem = extraInputProblem(value);
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
  metadata: metadataField.optional(),
  formerly: z.array(z.string()).optional(),
  codeVersion: z.string().min(1).optional(),
  extraInputs: z.array(extraInputField).optional(),
  timeout: timeoutField.optional(),
  resources: z.record(z.string(), resourceField).optional(),
};
const computedFields = {
  ...commonFields,
  inputs: z.record(z.string(), z.unknown()).optional(),
  after: z.array(z.unknown()).optional(),
  reuse: z.boolean().optional(),
  volatile: z.boolean().optional(),
  maxAge: durationField.optional(),
  launch: z.enum(["auto", "manual"]).optional(),
  retry: retryField.optional(),
  run: functionField,
};
export const assetFields = z.object({
  ...computedFields,
  output: schemaField("output"),
  checks: checksField.optional(),
  dataVersion: functionField.optional(),
});
export const assetsFields = z.object({
  ...computedFields,
  outputs: z.record(z.string(), schemaField("output")).refine((outputs) => Object.keys(outputs).length > 0, "expected at least one output"),
});
export const sourceFields = z.object({
  ...commonFields,
  schema: schemaField("data"),
  observe: functionField,
  load: functionField,
  snapshot: z.boolean().optional(),
  connector: jsonField.optional(),
  problem: z.string().optional(),
});

/** Spec keys that are planned and do nothing yet. */
const laterKeys = new Set("partitions settled runsOn batch pool isolate io automation observeMany".split(" "));

export interface ReadSpec {
  /** The fields that are as they should be. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problems: readonly HeadwaterError[];
}

export function readSpec(key: string, spec: unknown, shape: z.ZodObject): ReadSpec {
  const { fields, unknown, invalid: found } = readFields(spec, shape);
  const known = Object.keys(shape.shape);
  const problems = unknown.map((name) =>
    laterKeys.has(name)
      ? new HeadwaterError("NOT_SUPPORTED_YET", { key, name })
      : new HeadwaterError("SPEC_KEY_UNKNOWN", { key, name, similar: similarNames(name, known) }),
  );
  return { fields, problems: [...problems, ...found.map((problem) => invalid(key, problem))] };
}

export interface ReadFields {
  /** The fields that are as they should be. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Keys that the shape does not know. */
  readonly unknown: readonly string[];
  /** What is wrong with the other fields, as parts of a sentence. */
  readonly invalid: readonly string[];
}

export function readFields(spec: unknown, shape: z.ZodObject): ReadFields {
  if (typeof spec !== "object" || spec === null) return { fields: {}, unknown: [], invalid: [`its spec is ${describeValue(spec)}, not an object`] };
  const given = spec as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(shape.shape, name));
  const result = shape.safeParse(given);
  if (result.success) return { fields: given, unknown, invalid: [] };
  const bad = new Set(result.error.issues.map((issue) => issue.path[0]));
  return {
    fields: Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name))),
    unknown,
    invalid: result.error.issues.map((issue) => `\`${issue.path.join(".")}\`: ${issue.message}`),
  };
}

const invalid = (key: string, problem: string): HeadwaterError => new HeadwaterError("DEFINITION_INVALID", { key, problem });

/** What is wrong with a key, as an error. */
export function keyProblem(key: unknown): readonly HeadwaterError[] {
  const problem = assetKeyProblem(key);
  return problem === undefined ? [] : [new HeadwaterError("ASSET_KEY_INVALID", { key, problem })];
}

type CommonDefinition = Pick<
  AnyDefinition,
  | "key"
  | "config"
  | "params"
  | "resources"
  | "description"
  | "group"
  | "owners"
  | "tags"
  | "kinds"
  | "metadata"
  | "formerly"
  | "codeVersion"
  | "extraInputs"
  | "timeoutMs"
  | "declaredAt"
  | "calls"
>;

/** The part of a definition that assets and sources share. */
export function commonDefinition(key: unknown, fields: ReadSpec["fields"], calls: readonly Frame[]): CommonDefinition {
  const name = String(key);
  const {
    config = null,
    params = {},
    description = null,
    group = firstSegment(name),
    owners = [],
    tags = {},
    kinds = [],
    metadata = {},
    formerly = [],
    codeVersion = null,
    extraInputs = [],
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
    metadata,
    formerly,
    codeVersion,
    extraInputs,
    timeoutMs: parseDuration(timeout),
    declaredAt: placeOf(calls),
    calls,
  } as CommonDefinition;
}
