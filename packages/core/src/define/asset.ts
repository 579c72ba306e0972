/** `asset(key, spec)`: data that Headwater computes. */
import { z } from "zod";
import type { Json } from "../model/json.ts";
import { callerOf } from "./declared-at.ts";
import { type AssetDefinition, attachDefinition } from "./definition.ts";
import { attachDraft, problemFrom } from "./draft.ts";
import type { Asset, Given, Inputs, InputValue, Nothing, UnloadedEdge } from "./handle.ts";
import { invoke } from "./invoke.ts";
import { readInputs } from "./read-inputs.ts";
import { assetFields, commonDefinition, keyProblem, readSpec } from "./read-spec.ts";
import type { AssetSpec } from "./spec.ts";

/** An asset that can be run by itself. `V`: what its inputs take. */
export interface RunnableAsset<S extends z.ZodType, V, C extends z.ZodType> extends Asset<S> {
  readonly kind: "asset";
  /**
   * Runs the function once, for tests: inputs and output are held against their schemas, nothing is stored.
   * Throws `SchemaError`, `CONFIG_INVALID`, and what the function throws.
   */
  invoke(inputs: V, options?: { readonly config?: z.input<C> }): Promise<z.output<S>>;
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
export function asset<S extends z.ZodType, const I extends Inputs = Nothing, C extends z.ZodType = z.ZodObject<Nothing>, const A extends Json = Nothing>(
  key: string,
  spec: AssetSpec<S, I, C, A>,
): RunnableAsset<S, { readonly [N in keyof I as I[N] extends UnloadedEdge ? never : N]: Given<InputValue<I[N]>> }, C> {
  const { fields, problems } = readSpec(String(key), spec, assetFields);
  const declared = commonDefinition(key, fields, callerOf(asset));
  const {
    inputs,
    after,
    references,
    problems: inputProblems,
  } = readInputs(declared.key, (fields.inputs ?? {}) as Record<string, unknown>, (fields.after ?? []) as unknown[]);
  const definition = {
    kind: "asset",
    ...declared,
    schema: fields.output ?? z.unknown(),
    inputs,
    after,
    reuse: fields.reuse ?? true,
    dataVersion: fields.dataVersion ?? null,
    run: fields.run,
  } as AssetDefinition;
  attachDraft(definition, { references, problems: [...keyProblem(key), ...problems, ...inputProblems].map((error) => problemFrom(error, definition)) });
  const handle = {
    kind: "asset",
    key: declared.key,
    schema: definition.schema,
    invoke: (given: object, options?: { readonly config?: unknown }) => invoke(definition, given, options?.config),
  };
  return Object.freeze(attachDefinition(handle, definition)) as never;
}
