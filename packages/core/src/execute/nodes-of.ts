/** The serialised nodes of an environment's definitions, made once. */
import type { Definitions } from "../define/definition.ts";
import { serializeDefinitions } from "../define/serialize.ts";
import type { AssetNode } from "../model/asset-node.ts";
import type { ExecutionEnvironment } from "./environment.ts";

const cache = new WeakMap<Definitions, ReadonlyMap<string, AssetNode>>();

export function nodesOf({ definitions, root }: ExecutionEnvironment): ReadonlyMap<string, AssetNode> {
  const known = cache.get(definitions);
  if (known !== undefined) return known;
  const nodes = new Map(serializeDefinitions(definitions, root).assets.map((node) => [node.key, node]));
  cache.set(definitions, nodes);
  return nodes;
}
