/** What a run decides by where it reads snapshots: not the newest version of a source, but the one that its steps read. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import { cellText, unknownCell } from "../model/cell.ts";
import type { CellStates, Store } from "../store/store.ts";

/** The same states, but for sources of which the run has a snapshot. */
export async function withSnapshots(store: Store, runId: string, { nodes }: AssetGraph, states: CellStates): Promise<CellStates> {
  const sources = [...states.values()].flatMap(({ asset, partition }) => {
    const node = nodes.get(asset);
    return node?.snapshot === true ? [{ asset, partition, codeVersion: node.codeVersion }] : [];
  });
  if (sources.length === 0) return states;
  const read = new Map(states);
  for (const source of sources) {
    const taken = await store.runSnapshot(runId, source);
    if (taken !== null) read.set(cellText(source), { ...unknownCell(source), observation: taken.observation });
  }
  return read;
}
