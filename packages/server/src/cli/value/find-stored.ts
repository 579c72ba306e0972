/** Where the value of an asset is stored, or why there is none. */
import { type CellState, HeadwaterError, type Store, type StoredValue } from "@headwater/core/engine";
import type { ProjectCommand } from "../command-context.ts";
import { definitionsInForce } from "../definitions-in-force.ts";
import { findAsset } from "../find-asset.ts";

/**
 * The current materialization of an asset; of a source the snapshot of the version that was found last.
 * @throws HeadwaterError `NOT_MATERIALIZED`, `VALUE_ELSEWHERE`, `ASSET_UNKNOWN`, `NOT_PARTITIONED`
 */
export async function findStored(project: ProjectCommand, asset: string): Promise<StoredValue> {
  const { store } = project.session;
  const state = (await store.cells([asset])).get(asset);
  const made = state?.wiped ? null : (state?.materialization ?? null);
  if (made?.stored === null) throw new HeadwaterError("VALUE_ELSEWHERE", { asset, what: "external" });
  if (made !== null) return made.stored;
  const snapshot = await snapshotOf(store, state);
  if (snapshot !== null) return snapshot;
  if (await isSource(project, asset, state)) throw new HeadwaterError("VALUE_ELSEWHERE", { asset, what: "a source" });
  throw new HeadwaterError("NOT_MATERIALIZED", { asset });
}

/** Taken with the code that is activated. */
async function snapshotOf(store: Store, state: CellState | undefined): Promise<StoredValue | null> {
  const dataVersion = state?.observation?.dataVersion ?? null;
  if (state === undefined || dataVersion === null) return null;
  const { asset, partition } = state;
  const node = (await store.activeLocation())?.definitions.assets.find(({ key }) => key === asset);
  if (node?.snapshot !== true) return null;
  return (await store.snapshot({ asset, partition, codeVersion: node.codeVersion, dataVersion }))?.stored ?? null;
}

async function isSource({ session, terminal }: ProjectCommand, asset: string, state: CellState | undefined): Promise<boolean> {
  if (state !== undefined) return (state.observation ?? state.failedObservation) !== null;
  const { graph } = await definitionsInForce(session, terminal);
  return graph.nodes.get(findAsset(asset, graph, await session.store.cells()))?.kind === "source";
}
