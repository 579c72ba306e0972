/** The graph that decisions are made on: the one of the definitions that a worker activated last. */
import { type AssetGraph, buildGraph } from "../graph/asset-graph.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Store } from "../store/store.ts";

/** @throws HeadwaterError `NO_DEFINITIONS` */
export async function activeGraph(store: Store): Promise<AssetGraph> {
  const location = await store.activeLocation();
  if (location === null) throw new HeadwaterError("NO_DEFINITIONS", {});
  return buildGraph(location.definitions);
}
