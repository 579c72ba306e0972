/** What a step computes: its asset, and the other outputs of the same function, as this process defines them. */
import { type AssetDefinition, outputKeys } from "../define/definition.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Claim } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { nodesOf } from "./nodes-of.ts";

export interface ServedOutput {
  readonly definition: AssetDefinition;
  readonly node: AssetNode;
}

/**
 * The step's own output first.
 * @throws HeadwaterError `ASSET_NOT_SERVED`; `OUTPUTS_NOT_SERVED` where the function has other outputs here than it had for the plan.
 */
export function servedOutputs(environment: ExecutionEnvironment, { step, others }: Claim): readonly [ServedOutput, ...ServedOutput[]] {
  const first = served(environment, step.asset);
  const planned = [step.asset, ...others];
  const known = outputKeys(first.definition);
  if (known.length !== planned.length || !planned.every((key) => known.includes(key)))
    throw new HeadwaterError("OUTPUTS_NOT_SERVED", { asset: step.asset, planned, served: known });
  return [first, ...others.map((key) => served(environment, key))];
}

function served(environment: ExecutionEnvironment, key: string): ServedOutput {
  const definition = environment.definitions.byKey.get(key);
  const node = nodesOf(environment).get(key);
  if (definition?.kind !== "asset" || node === undefined) throw new HeadwaterError("ASSET_NOT_SERVED", { asset: key });
  return { definition, node };
}
