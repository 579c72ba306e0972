/** The config that a step runs with: schema defaults, then `define({ config })`, then what the run gives. */
import { z } from "zod";
import type { AnyDefinition, Definitions } from "../define/definition.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { RunConfig } from "../model/run.ts";

/** @throws HeadwaterError `CONFIG_INVALID` */
export function parsedConfig(definitions: Definitions, definition: AnyDefinition, given: RunConfig = {}): unknown {
  if (definition.config === null) return {};
  const standing = definitions.config[definition.key];
  const result = definition.config.safeParse(merged(standing, given[definition.key]));
  if (!result.success) throw new HeadwaterError("CONFIG_INVALID", { key: definition.key, problem: z.prettifyError(result.error) });
  return result.data;
}

/** Objects are merged at the top level; any other value replaces the standing one. */
function merged(standing: unknown, given: unknown): unknown {
  if (given === undefined) return standing ?? {};
  return isRecord(standing) && isRecord(given) ? { ...standing, ...given } : given;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
