/** `asset(key, spec)`: data that Headwater computes. */
import { z } from "zod";
import type { Json } from "../model/json.ts";
import { computedDefinition, resourceClashes } from "./computed-definition.ts";
import { callsOf } from "./declared-at.ts";
import { type AssetDefinition, attachDefinition, type CheckDefinition } from "./definition.ts";
import { attachDraft, problemFrom } from "./draft.ts";
import { externalResources } from "./external.ts";
import type { Asset, Given, Inputs, InputValue, Nothing, UnloadedEdge } from "./handle.ts";
import { type InvokeOptions, invoke } from "./invoke.ts";
import { assetFields, keyProblem, readSpec } from "./read-spec.ts";
import type { Resources, ResourceValues } from "./resource.ts";
import type { AssetSpec } from "./spec.ts";

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
  const { definition: computed, references, problems: found } = computedDefinition(key, fields, callsOf(asset));
  const output = (fields.output ?? z.unknown()) as z.ZodType;
  const observing = externalResources(output);
  const definition: AssetDefinition = {
    ...computed,
    resources: { ...observing, ...computed.resources },
    schema: output,
    checks: inlineChecks(fields.checks as Readonly<Record<string, CheckDefinition["run"]>> | undefined),
    unit: null,
    dataVersion: (fields.dataVersion ?? null) as AssetDefinition["dataVersion"],
  };
  const all = [...keyProblem(key), ...problems, ...found, ...resourceClashes(computed, observing)];
  attachDraft(definition, { references, problems: all.map((error) => problemFrom(error, definition)) });
  const handle = {
    kind: "asset",
    key: definition.key,
    schema: definition.schema,
    invoke: (given: object, options?: InvokeOptions) => invoke(definition, given, options),
  };
  return Object.freeze(attachDefinition(handle, definition)) as never;
}

const inlineChecks = (checks: Readonly<Record<string, CheckDefinition["run"]>> = {}): readonly CheckDefinition[] =>
  Object.entries(checks).map(([name, run]) => ({ name, severity: "error", blocking: false, description: null, run }));
