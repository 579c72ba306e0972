/** The config of an asset: schema defaults, then `define({ config })`, then what a run gives. */
import type { z } from "zod";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import type { RunConfig } from "../model/run.ts";
import type { AnyDefinition, Definitions } from "./definition.ts";

/** The parsed config of an asset; `{}` for one without. Objects are merged at the top level. Throws `CONFIG_INVALID`. */
export function parsedConfig(definitions: Pick<Definitions, "config">, definition: AnyDefinition, given: RunConfig = {}): unknown {
  return parseConfig(definition, merged(configOf(definitions.config, definition.key), configOf(given, definition.key)));
}

/** What a record of configs says of an asset; assets may be called like what every object has. */
export const configOf = <T>(configs: { readonly [key: string]: T }, key: string): T | undefined => (Object.hasOwn(configs, key) ? configs[key] : undefined);

/** Parses one config by the asset's schema; `undefined` stands for "nothing given". Throws `CONFIG_INVALID`. */
export function parseConfig(definition: Pick<AnyDefinition, "key" | "config">, given: unknown): unknown {
  const schema = definition.config;
  if (schema === null) return {};
  const result = safeParse(schema, given === undefined && !schema.safeParse(undefined).success ? {} : given);
  if (!result.success) throw new HeadwaterError("CONFIG_INVALID", { key: definition.key, problem: problemOf(result.error) });
  return result.data;
}

const safeParse = (schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> => schema.safeParse(value);

const problemOf = (error: z.ZodError): string =>
  error.issues.map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`)).join("; ");

function merged(standing: Json | undefined, given: Json | undefined): Json | undefined {
  if (given === undefined) return standing;
  return isRecord(standing) && isRecord(given) ? { ...standing, ...given } : given;
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);
