/** The config of an asset: schema defaults, then `define({ config })`, then what a run gives. */
import type { z } from "zod";
import { issuePath, issueText } from "../io/schema-issue.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import type { RunConfig } from "../model/run.ts";
import { type AnyDefinition, type Definitions, functionKey } from "./definition.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** The parsed config of an asset's function; `{}` for one without. Objects are merged at the top level. Throws `CONFIG_INVALID`. */
export function parsedConfig(definitions: Pick<Definitions, "config">, definition: AnyDefinition, given: RunConfig = {}): unknown {
  const key = functionKey(definition);
  return parseConfig({ key, config: definition.config }, merged(configOf(definitions.config, key), configOf(given, key)));
}

/** What a record of configs says of an asset; assets may be called like what every object has. */
export const configOf = <T>(configs: { readonly [key: string]: T }, key: string): T | undefined => (Object.hasOwn(configs, key) ? configs[key] : undefined);

/** Parses one config by the asset's schema; `undefined` stands for "nothing given". Throws `CONFIG_INVALID`. */
export function parseConfig({ key, config: schema }: Pick<AnyDefinition, "key" | "config">, given: unknown): unknown {
  if (schema === null) return {};
  const toParse = given === undefined && !schema.safeParse(undefined).success ? {} : given;
  const result = schema.safeParse(toParse);
  const problems = [...unknownKeys(schema, toParse), ...(result.error?.issues.map((issue) => problemOf(issue, toParse)) ?? [])];
  if (problems.length > 0) throw new HeadwaterError("CONFIG_INVALID", { key, problem: problems.join("; ") });
  return result.data;
}

const problemOf = (issue: z.core.$ZodIssue, given: unknown): string =>
  issue.path.length === 0 ? issueText(issue, given) : `${issuePath(issue.path)}: ${issueText(issue, given)}`;

function merged(standing: Json | undefined, given: Json | undefined): Json | undefined {
  if (given === undefined) return standing;
  return isRecord(standing) && isRecord(given) ? { ...standing, ...given } : given;
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);
