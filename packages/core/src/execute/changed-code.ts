/** What the code versions are made of by which recorded cells and definitions differ: what a cause of code needs to be told. */
import type { ManifestLookup } from "../model/code.ts";
import { current } from "../stale/direct-causes.ts";
import type { NodeLookup } from "../stale/upstream-versions.ts";
import type { CellStates, Store } from "../store/store.ts";

/** One read, and none where no code differs. */
export async function changedCode(store: Pick<Store, "codeManifests">, nodes: NodeLookup, states: CellStates): Promise<ManifestLookup> {
  const versions = new Set<string>();
  const compare = (recorded: string | null, key: string): void => {
    const now = nodes.get(key)?.codeVersion;
    if (recorded !== null && now !== undefined && recorded !== now) versions.add(recorded).add(now);
  };
  for (const state of states.values()) {
    const trace = current(state)?.trace;
    if (trace === undefined) continue;
    compare(trace.codeVersion, state.asset);
    for (const { upstream, sourceCode } of trace.inputs) compare(sourceCode, upstream);
  }
  return versions.size === 0 ? new Map() : store.codeManifests([...versions]);
}
