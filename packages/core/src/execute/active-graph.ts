/** The graph that decisions are made on: the one of the definitions that a worker activated last. */
import { type AssetGraph, buildGraph } from "../graph/asset-graph.ts";
import type { SerializedDefinitions } from "../model/asset-node.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Store } from "../store/store.ts";

const graphs = new WeakMap<SerializedDefinitions, AssetGraph>();

/** @throws HeadwaterError `NO_DEFINITIONS` */
export async function activeGraph(store: Store): Promise<AssetGraph> {
  const location = await store.activeLocation();
  if (location === null) throw new HeadwaterError("NO_DEFINITIONS", {});
  return graphOf(location.definitions);
}

/** The graph of definitions, built once for the same object. */
export function graphOf(definitions: SerializedDefinitions): AssetGraph {
  const graph = graphs.get(definitions) ?? buildGraph(definitions);
  graphs.set(definitions, graph);
  return graph;
}
