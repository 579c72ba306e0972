/** `assets(key, spec)`: one function that computes several assets. */
import { z } from "zod";
import { assetKeyProblem } from "../model/asset-key.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { computedDefinition, resourceClashes } from "./computed-definition.ts";
import { callsOf } from "./declared-at.ts";
import { type AssetDefinition, attachDefinition, type Unit } from "./definition.ts";
import { attachDraft, problemFrom } from "./draft.ts";
import { externalResources } from "./external.ts";
import type { Asset, Given, Inputs, InputValue, Nothing, UnloadedEdge } from "./handle.ts";
import { type InvokeOptions, invokeUnit } from "./invoke.ts";
import { assetsFields, keyProblem, readSpec } from "./read-spec.ts";
import type { Resources, ResourceValues } from "./resource.ts";
import type { AssetsSpec, Outputs } from "./spec.ts";

/** Exists for the compiler alone: what a function takes and gives. */
declare const signature: unique symbol;

/** No interface: a record of assets is one of anything, which `define` takes. */
type Signature<O extends Outputs, V, C extends z.ZodType, R> = {
  readonly [signature]?: { readonly outputs: O; readonly inputs: V; readonly config: C; readonly resources: R };
};

/** An asset for each output, by its name. `V`: what the inputs of the function take. */
export type OutputAssets<O extends Outputs, V, C extends z.ZodType, R = Nothing> = { readonly [N in keyof O]: Asset<O[N]> } & Signature<O, V, C, R>;

/**
 * Declares one function with several outputs. Each is an asset of its own, `<key>/<name>`, to be used like any other; they are computed and
 * published together. Include all of them in `define`: the record is the easiest. Config is given under the key of the function.
 *
 * @example
 * export const split = assets("ml/split", {
 *   inputs: { rows },
 *   outputs: { train: table(Row), test: table(Row) },
 *   run: async ({ rows }) => {
 *     const all = await rows.rows();
 *     return { train: all.slice(100), test: all.slice(0, 100) };
 *   },
 * });
 * const model = asset("ml/model", { inputs: { train: split.train }, output: Model, run: ({ train }) => fit(train) });
 */
export function assets<
  O extends Outputs,
  const I extends Inputs = Nothing,
  C extends z.ZodType = z.ZodObject<Nothing>,
  const A extends Json = Nothing,
  R extends Resources = Nothing,
>(
  key: string,
  spec: AssetsSpec<O, I, C, A, R>,
): OutputAssets<O, { readonly [N in keyof I as I[N] extends UnloadedEdge ? never : N]: Given<InputValue<I[N]>> }, C, R> {
  const { fields, problems } = readSpec(String(key), spec, assetsFields);
  const { definition: common, references, problems: found } = computedDefinition(key, fields, callsOf(assets));
  const outputs = Object.entries((fields.outputs ?? {}) as Outputs);
  const observing = Object.assign({}, ...outputs.map(([, schema]) => externalResources(schema))) as AssetDefinition["resources"];
  const clashes = outputs.flatMap(([, schema]) =>
    resourceClashes({ key: common.key, resources: { ...observing, ...common.resources } }, externalResources(schema)),
  );
  const unit: Unit = { key: common.key, outputs: new Map(outputs.map(([name]) => [name, `${common.key}/${name}`])) };
  const shared = { ...common, resources: { ...observing, ...common.resources }, checks: [], unit, dataVersion: null };
  const definitions = outputs.map(([name, schema]) => {
    const formerly = common.formerly.map((former) => `${former}/${name}`);
    return { ...shared, key: `${common.key}/${name}`, formerly, schema } as AssetDefinition;
  });
  // Said once, with the first output; without any, the record itself stands for them.
  const first = definitions[0] ?? ({ ...shared, schema: z.unknown() } as AssetDefinition);
  const all = [...keyProblem(key), ...problems, ...found, ...clashes, ...nameProblems(common.key, outputs)];
  attachDraft(first, { references, problems: all.map((error) => problemFrom(error, first)) });
  const handles = definitions.map((definition, index) => [
    outputs[index]?.[0],
    Object.freeze(attachDefinition({ kind: "asset" as const, key: definition.key, schema: definition.schema }, definition)),
  ]);
  const record = Object.fromEntries(handles) as object;
  Object.defineProperty(record, definitionsSymbol, { value: definitions });
  return Object.freeze(definitions.length === 0 ? attachDefinition(record, first) : record) as never;
}

/** A global symbol, so that two copies of this package understand each other. */
const definitionsSymbol: unique symbol = Symbol.for("headwater.outputs") as never;

/**
 * Runs the function of `assets` once, for tests: inputs and outputs are held against their schemas, nothing is stored. Resources are not
 * opened: give those that the function uses, already open or made up.
 * @throws SchemaError, DefinitionError, HeadwaterError `CONFIG_INVALID`, `OUTPUTS_INVALID`, and what the function throws.
 *
 * @example
 * const { train, test } = await invokeAssets(split, { rows: [{ id: 1 }] });
 */
export async function invokeAssets<O extends Outputs, V extends object, C extends z.ZodType, R>(
  outputs: OutputAssets<O, V, C, R>,
  inputs: V,
  options?: { readonly config?: z.input<C>; readonly resources?: Partial<ResourceValues<R>> },
): Promise<{ readonly [N in keyof O]: z.output<O[N]> }> {
  const definitions = (outputs as { readonly [definitionsSymbol]?: readonly AssetDefinition[] })[definitionsSymbol];
  if (definitions === undefined) throw new TypeError("invokeAssets takes what assets() returned: the whole record.");
  return (await invokeUnit(definitions, inputs, options as InvokeOptions)) as never;
}

function nameProblems(key: string, outputs: readonly (readonly [string, unknown])[]): readonly HeadwaterError[] {
  return outputs.flatMap(([name]) => {
    const problem = name.includes("/") ? "its name contains a slash" : assetKeyProblem(`${key}/${name}`);
    return problem === undefined ? [] : [new HeadwaterError("DEFINITION_INVALID", { key, problem: `output ${JSON.stringify(name)}: ${problem}` })];
  });
}
