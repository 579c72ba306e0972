/** The statuses of all cells as they are recorded, with everything that explains them. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { CellStatus } from "../model/status.ts";
import { statusOf } from "../stale/status-of.ts";
import type { CellStates, Store } from "../store/store.ts";
import { changedCode } from "./changed-code.ts";

export interface RecordedStatuses {
  readonly states: CellStates;
  readonly statuses: ReadonlyMap<string, CellStatus>;
}

export async function readStatuses(store: Store, graph: AssetGraph): Promise<RecordedStatuses> {
  const states = await store.cells();
  return { states, statuses: statusOf(graph, states, await store.now(), await changedCode(store, graph.nodes, states)) };
}
