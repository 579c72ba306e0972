/** What the definitions of `asset` and `assets` share, from the fields of a spec. */
import { parseDuration } from "../model/duration.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { RetryPolicy } from "../model/retry.ts";
import type { Frame } from "./declared-at.ts";
import type { AnyDefinition, AssetDefinition } from "./definition.ts";
import { readInputs } from "./read-inputs.ts";
import { commonDefinition, type ReadSpec } from "./read-spec.ts";
import type { RetrySpec } from "./spec.ts";

export interface ComputedDefinition {
  readonly definition: Omit<AssetDefinition, "schema" | "checks" | "unit" | "dataVersion">;
  readonly references: ReadonlyMap<string, AnyDefinition>;
  readonly problems: readonly HeadwaterError[];
}

export function computedDefinition(key: unknown, fields: ReadSpec["fields"], calls: readonly Frame[]): ComputedDefinition {
  const declared = commonDefinition(key, fields, calls);
  const read = readInputs(declared.key, (fields.inputs ?? {}) as Record<string, unknown>, (fields.after ?? []) as unknown[]);
  const definition = {
    kind: "asset",
    ...declared,
    inputs: read.inputs,
    after: read.after,
    reuse: fields.reuse ?? true,
    volatile: fields.volatile ?? false,
    maxAgeMs: parseDuration(fields.maxAge) ?? null,
    launch: fields.launch ?? "auto",
    retry: retryPolicy(fields.retry as RetrySpec | undefined),
    run: fields.run,
  } as ComputedDefinition["definition"];
  return { definition, references: read.references, problems: read.problems };
}

const retryPolicy = (retry: RetrySpec | undefined): RetryPolicy | null =>
  retry === undefined
    ? null
    : { attempts: retry.attempts, delayMs: parseDuration(retry.delay ?? "1s") ?? 0, backoff: retry.backoff ?? "exponential", jitter: retry.jitter ?? true };

/** One name for two resources: of the function, and of an external output. */
export const resourceClashes = (
  { key, resources }: Pick<AssetDefinition, "key" | "resources">,
  observing: AssetDefinition["resources"],
): readonly HeadwaterError[] =>
  Object.keys(observing)
    .filter((name) => Object.hasOwn(resources, name) && resources[name] !== observing[name])
    .map((name) => new HeadwaterError("DEFINITION_INVALID", { key, problem: `its resource "${name}" and that of its external output are different ones` }));
