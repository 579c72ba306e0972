/** `asset(key, spec)`: data that Headwater computes. */
import { z } from "zod";
import { parseDuration } from "../model/duration.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import type { RetryPolicy } from "../model/retry.ts";
import { callerOf } from "./declared-at.ts";
import { type AssetDefinition, attachDefinition } from "./definition.ts";
import { attachDraft, problemFrom } from "./draft.ts";
import { externalResources } from "./external.ts";
import type { Asset, Given, Inputs, InputValue, Nothing, UnloadedEdge } from "./handle.ts";
import { type InvokeOptions, invoke } from "./invoke.ts";
import { readInputs } from "./read-inputs.ts";
import { assetFields, commonDefinition, keyProblem, readSpec } from "./read-spec.ts";
import type { Resources, ResourceValues } from "./resource.ts";
import type { AssetSpec, RetrySpec } from "./spec.ts";

/** An asset that can be run by itself. `V`: what its inputs take. */
export interface RunnableAsset<S extends z.ZodType, V, C extends z.ZodType, R = Nothing> extends Asset<S> {
  readonly kind: "asset";
  /**
   * Runs the function once, for tests: inputs and output are held against their schemas, nothing is stored.
   * Resources are not opened: give those that the function uses, already open or made up.
   * Throws `SchemaError`, `CONFIG_INVALID`, and what the function throws.
   */
  invoke(inputs: V, options?: { readonly config?: z.input<C>; readonly resources?: Partial<ResourceValues<R>> }): Promise<z.output<S>>;
}

/**
 * Declares an asset. What is wrong with a declaration is said by `define`, together with all other problems.
 *
 * @example
 * export const hotDays = asset("weather/hot_days", {
 *   inputs: { readings },
 *   output: table(z.object({ date: z.iso.date(), temp_max: z.number() })),
 *   run: async ({ readings }) => (await readings.rows()).filter((day) => day.temp_max > 30),
 * });
 */
export function asset<
  S extends z.ZodType,
  const I extends Inputs = Nothing,
  C extends z.ZodType = z.ZodObject<Nothing>,
  const A extends Json = Nothing,
  R extends Resources = Nothing,
>(
  key: string,
  spec: AssetSpec<S, I, C, A, R>,
): RunnableAsset<S, { readonly [N in keyof I as I[N] extends UnloadedEdge ? never : N]: Given<InputValue<I[N]>> }, C, R> {
  const { fields, problems } = readSpec(String(key), spec, assetFields);
  const declared = commonDefinition(key, fields, callerOf(asset));
  const {
    inputs,
    after,
    references,
    problems: inputProblems,
  } = readInputs(declared.key, (fields.inputs ?? {}) as Record<string, unknown>, (fields.after ?? []) as unknown[]);
  const output = (fields.output ?? z.unknown()) as z.ZodType;
  const observing = externalResources(output);
  const definition = {
    kind: "asset",
    ...declared,
    resources: { ...observing, ...declared.resources },
    schema: output,
    inputs,
    after,
    reuse: fields.reuse ?? true,
    volatile: fields.volatile ?? false,
    maxAgeMs: parseDuration(fields.maxAge) ?? null,
    launch: fields.launch ?? "auto",
    retry: retryPolicy(fields.retry as RetrySpec | undefined),
    dataVersion: fields.dataVersion ?? null,
    run: fields.run,
  } as AssetDefinition;
  const found = [...keyProblem(key), ...problems, ...inputProblems, ...resourceClashes(declared, observing)];
  attachDraft(definition, { references, problems: found.map((error) => problemFrom(error, definition)) });
  const handle = {
    kind: "asset",
    key: declared.key,
    schema: definition.schema,
    invoke: (given: object, options?: InvokeOptions) => invoke(definition, given, options),
  };
  return Object.freeze(attachDefinition(handle, definition)) as never;
}

const retryPolicy = (retry: RetrySpec | undefined): RetryPolicy | null =>
  retry === undefined
    ? null
    : { attempts: retry.attempts, delayMs: parseDuration(retry.delay ?? "1s") ?? 0, backoff: retry.backoff ?? "exponential", jitter: retry.jitter ?? true };

/** One name for two resources: of the asset, and of its external output. */
const resourceClashes = ({ key, resources }: Pick<AssetDefinition, "key" | "resources">, observing: AssetDefinition["resources"]): readonly HeadwaterError[] =>
  Object.keys(observing)
    .filter((name) => Object.hasOwn(resources, name) && resources[name] !== observing[name])
    .map((name) => new HeadwaterError("DEFINITION_INVALID", { key, problem: `its resource "${name}" and that of its external output are different ones` }));
