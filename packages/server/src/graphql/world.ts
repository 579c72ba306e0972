/** Everything the answers of one request are computed from, read once: definitions, graph, cells and their statuses. */
import type {
  AssetGraph,
  AssetNode,
  CellState,
  CellStates,
  CellStatus,
  CodeLocation,
  ManifestLookup,
  Materialization,
  SerializedDefinitions,
  Store,
} from "@headwater/core/engine";
import { changedCode, graphOf, HeadwaterError, selectAssets, statusOf } from "@headwater/core/engine";

export interface World {
  /** What a worker registered; `null` before any did. */
  readonly location: CodeLocation | null;
  readonly graph: AssetGraph;
  readonly cells: CellStates;
  /** What the code is made of that differs from what is recorded. */
  readonly manifests: ManifestLookup;
  readonly statuses: ReadonlyMap<string, CellStatus>;
  /** By the clock of the database. */
  readonly now: Date;
}

/**
 * An asset as it is shown: `node` is `null` where it has history but is no longer defined. Where a record names an asset it is
 * left out: most ask for the key alone, and the declarations are only read for whoever asks for more.
 */
export interface AssetView {
  readonly key: string;
  readonly node?: AssetNode | null;
}

/** A cell as it is shown. */
export interface CellView {
  readonly asset: AssetView;
  readonly standing: CellStatus;
  /** What is recorded of it; `undefined` if nothing. */
  readonly state: CellState | undefined;
}

const nothingDefined: SerializedDefinitions = { version: "", assets: [] };

/** Three reads, however many assets there are, and one more where code differs from what is recorded. */
export async function readWorld(store: Store): Promise<World> {
  const [location, cells, now] = await Promise.all([store.activeLocation(), store.cells(), store.now()]);
  const graph = graphOf(location?.definitions ?? nothingDefined);
  const manifests = await changedCode(store, graph.nodes, cells);
  return { location, graph, cells, manifests, statuses: statusOf(graph, cells, now, manifests), now };
}

/** The asset of a key, `null` where nothing is known of it. */
export function assetView(world: World, key: string): AssetView | null {
  const node = world.graph.nodes.get(key) ?? null;
  return node === null && !world.cells.has(key) ? null : { key, node };
}

/** The asset of a key that somebody spoke of. Records outlive definitions, so there is always one. */
export const recordedAsset = (world: World, key: string): AssetView => ({ key, node: world.graph.nodes.get(key) ?? null });

/** All assets by key: the defined ones and those that are left in the history. What was renamed goes on under its new key alone. */
export function allAssets(world: World): readonly AssetView[] {
  const keys = new Set([...world.graph.nodes.keys(), ...[...world.cells.values()].map((cell) => cell.asset)]);
  for (const { formerly = [] } of world.graph.nodes.values()) for (const former of formerly) keys.delete(former);
  return [...keys].sort().map((key) => recordedAsset(world, key));
}

/** What is recorded of the asset's one cell. */
export const cellOf = (world: World, asset: AssetView): CellState | undefined => world.cells.get(asset.key);

/** The cells of an asset: exactly one, as no asset is partitioned yet. */
export const cellsOf = (world: World, asset: AssetView): readonly CellView[] => [{ asset, standing: statusOfAsset(world, asset), state: cellOf(world, asset) }];

/** The materialization that counts; what was wiped is in the history alone. */
export const currentOf = (state: CellState | undefined): Materialization | null => (state === undefined || state.wiped ? null : state.materialization);

/** The status of the asset's one cell. What is no longer defined has nothing to be compared with: it is fresh if it exists. */
export function statusOfAsset(world: World, asset: AssetView): CellStatus {
  const known = world.statuses.get(asset.key);
  if (known !== undefined) return known;
  const cell = cellOf(world, asset);
  const exists = (currentOf(cell) ?? cell?.observation ?? null) !== null;
  return { asset: asset.key, partition: null, status: exists ? "FRESH" : "MISSING", causes: [], rootCauses: [] };
}

/** @throws HeadwaterError `NO_DEFINITIONS` where no worker has registered any. */
export function requireDefinitions(world: World): CodeLocation {
  if (world.location === null) throw new HeadwaterError("NO_DEFINITIONS", {});
  return world.location;
}

/**
 * Keys of the selected assets in topological order.
 * @throws HeadwaterError `NO_DEFINITIONS`, `SELECTION_INVALID`, `ASSET_UNKNOWN`, `SELECTION_EMPTY`.
 */
export function selectedKeys(world: World, selection: string): readonly string[] {
  requireDefinitions(world);
  return selectAssets(world.graph, selection, world.statuses);
}
