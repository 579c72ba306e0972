/** The assets and the edges between them, in topological order. */
import type { AssetNode, SerializedDefinitions } from "../model/asset-node.ts";
import { HeadwaterError } from "../model/errors.ts";
import { topologicalOrder } from "./topological-order.ts";

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The consumer's name for it; `null` for an `after` edge. */
  readonly input: string | null;
  readonly mapping: string;
  readonly triggers: boolean;
  readonly after: boolean;
}

export interface AssetGraph {
  /** Version of the definitions that the graph was built from. */
  readonly version: string;
  readonly nodes: ReadonlyMap<string, AssetNode>;
  /** Every asset after all it depends on; otherwise as declared. */
  readonly order: readonly string[];
  upstream(key: string): readonly GraphEdge[];
  downstream(key: string): readonly GraphEdge[];
  /** The outputs of its function, itself among them. */
  together(key: string): readonly string[];
}

/**
 * Builds the graph. Edges to assets that are not defined are left out.
 * @throws HeadwaterError `ASSET_CYCLE` with the path of the circle.
 */
export function buildGraph(definitions: SerializedDefinitions): AssetGraph {
  const nodes = new Map(definitions.assets.map((node) => [node.key, node]));
  const upstream = new Map<string, readonly GraphEdge[]>();
  const downstream = new Map<string, GraphEdge[]>();
  for (const node of nodes.values()) {
    const edges = edgesInto(node).filter((edge) => nodes.has(edge.from));
    upstream.set(node.key, edges);
    for (const edge of edges) {
      const known = downstream.get(edge.from);
      if (known === undefined) downstream.set(edge.from, [edge]);
      else known.push(edge);
    }
  }
  const { order, cycles } = topologicalOrder(nodes.keys(), (key) => (upstream.get(key) ?? []).map((edge) => edge.from));
  if (cycles[0] !== undefined) throw new HeadwaterError("ASSET_CYCLE", { path: cycles[0] });
  const units = Map.groupBy(nodes.values(), (node) => node.unit);
  return {
    version: definitions.version,
    nodes,
    order,
    upstream: (key) => upstream.get(key) ?? [],
    downstream: (key) => downstream.get(key) ?? [],
    together: (key) => {
      const unit = nodes.get(key)?.unit;
      return unit === undefined ? [key] : (units.get(unit) ?? []).map((node) => node.key);
    },
  };
}

const edgesInto = (node: AssetNode): readonly GraphEdge[] => [
  ...node.inputs.map((input) => ({ from: input.upstream, to: node.key, input: input.name, mapping: input.mapping, triggers: input.triggers, after: false })),
  ...node.after.map((key) => ({ from: key, to: node.key, input: null, mapping: "one", triggers: false, after: true })),
];

/** All that `keys` depend on (`"upstream"`) or all that depends on them, `depth` edges far, without `keys` themselves unless reached. */
export function reachable(
  graph: AssetGraph,
  keys: Iterable<string>,
  direction: "upstream" | "downstream",
  depth = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  const found = new Set<string>();
  let frontier = [...keys];
  for (let level = 0; level < depth && frontier.length > 0; level++) {
    const next: string[] = [];
    for (const key of frontier) {
      const neighbours = direction === "upstream" ? graph.upstream(key).map((edge) => edge.from) : graph.downstream(key).map((edge) => edge.to);
      for (const neighbour of neighbours) {
        if (found.has(neighbour)) continue;
        found.add(neighbour);
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  return found;
}
