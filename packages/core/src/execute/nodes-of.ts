/** The serialised nodes of an environment's definitions, made once. */
import { serializeDefinitions } from "../define/serialize.ts";
import type { AssetNode } from "../model/asset-node.ts";
import type { ExecutionEnvironment } from "./environment.ts";

const cache = new WeakMap<object, ReadonlyMap<string, AssetNode>>();

export function nodesOf({ definitions, serialized, root }: ExecutionEnvironment): ReadonlyMap<string, AssetNode> {
  const known = cache.get(serialized ?? definitions);
  if (known !== undefined) return known;
  const { assets } = serialized ?? serializeDefinitions(definitions, root);
  const nodes = new Map(assets.map((node) => [node.key, node]));
  cache.set(serialized ?? definitions, nodes);
  return nodes;
}
