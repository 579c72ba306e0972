/** What people and outside systems do to cells: accept, wipe, report. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import { selectAssets } from "../graph/select-assets.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellRef, type CellState, cellText, type Report } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { similarNames } from "../model/similar-names.ts";
import { causesOf, current } from "../stale/direct-causes.ts";
import { statusOf } from "../stale/status-of.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import type { Acceptance, Attribution, CellStates, RecordedObservation, Store } from "../store/store.ts";
import { activeGraph } from "./active-graph.ts";

/**
 * "I know, this change needs no recomputation": rewrites the traces of the selected stale cells to the code, inputs and
 * config as they are now, without running anything. A reported version (`DRIFT`) is adopted.
 * @param given What "now" is; the active definitions unless given.
 * @throws HeadwaterError `ACCEPT_REFUSED` for cells that are missing or too old; then nothing was accepted. And what a selection throws.
 */
export async function acceptCells(store: Store, select: string, attribution: Attribution, given?: AssetGraph): Promise<readonly CellRef[]> {
  const graph = given ?? (await activeGraph(store));
  const states = await store.cells();
  const now = await store.now();
  const nodes = computed(graph, selectAssets(graph, select, statusOf(graph, states, now)));
  const refused = nodes.flatMap((node) => refusal(node, states, graph, now));
  if (refused.length > 0) throw new HeadwaterError("ACCEPT_REFUSED", { refused });
  return store.accept(
    nodes.flatMap((node) => acceptance(node, states, graph, now)),
    attribution,
  );
}

/** Makes the selected cells missing. Their history stays, and they compute anew in the next plan. */
export const wipeCells = async (store: Store, select: string, attribution: Attribution): Promise<readonly CellRef[]> =>
  store.wipe(await cellsToWipe(store, select), attribution);

/** The selected cells that there is something to wipe of. */
export async function cellsToWipe(store: Store, select: string, given?: AssetGraph): Promise<readonly CellRef[]> {
  const graph = given ?? (await activeGraph(store));
  const states = await store.cells();
  const selected = computed(graph, selectAssets(graph, select, statusOf(graph, states, await store.now())));
  return selected.filter(({ key }) => current(stateOf(states, key)) !== null).map(({ key }) => cellOf(key));
}

export interface OutsideReport {
  readonly asset: string;
  /** What the data is now, by the word of whoever reports. */
  readonly dataVersion: string;
  readonly metadata?: { readonly [name: string]: Json };
  /** The same key twice is one report. */
  readonly idempotencyKey?: string;
}

/**
 * Takes somebody's word on an asset. On a source it is an observation; on a computed asset it stands beside the trace: the
 * cell shows `DRIFT` until it is materialized or accepted.
 * @throws HeadwaterError `ASSET_UNKNOWN`; `IDEMPOTENCY_KEY_TAKEN` where the key was used for another asset
 */
export async function reportMaterialization(
  store: Store,
  { asset, dataVersion, metadata = {}, idempotencyKey }: OutsideReport,
): Promise<{ readonly report: Report } | RecordedObservation> {
  const graph = await activeGraph(store);
  const node = graph.nodes.get(asset);
  if (node === undefined) throw new HeadwaterError("ASSET_UNKNOWN", { key: asset, similar: similarNames(asset, graph.nodes.keys()) });
  const key = idempotencyKey ?? null;
  const recorded = node.kind === "asset" ? await reportOnAsset() : await reportOnSource();
  const about = "report" in recorded ? recorded.report.asset : recorded.observation.asset;
  if (about !== asset) throw new HeadwaterError("IDEMPOTENCY_KEY_TAKEN", { key: key ?? "", asset: about });
  return recorded;

  async function reportOnAsset(): Promise<{ readonly report: Report }> {
    return { report: await store.report({ ...cellOf(asset), dataVersion, metadata, idempotencyKey: key }) };
  }
  async function reportOnSource(): Promise<RecordedObservation> {
    const look = { ...cellOf(asset), startedAt: await store.now(), result: { dataVersion, metadata }, idempotencyKey: key };
    const [observed] = await store.recordObservations([look]);
    if (observed === undefined) throw new TypeError(`The store did not answer for the report on "${asset}".`);
    return observed;
  }
}

const cellOf = (key: string): CellRef => ({ asset: key, partition: null });
const stateOf = (states: CellStates, key: string): CellState | undefined => states.get(cellText(cellOf(key)));

const computed = (graph: AssetGraph, keys: readonly string[]): readonly AssetNode[] =>
  keys.flatMap((key) => {
    const node = graph.nodes.get(key);
    return node?.kind === "asset" ? [node] : [];
  });

function refusal(node: AssetNode, states: CellStates, graph: AssetGraph, now: Date): readonly string[] {
  const state = stateOf(states, node.key);
  if (current(state) === null) return [`${node.key} (missing)`];
  return causesOf(node, state, { nodes: graph.nodes, states }, now).some((cause) => cause.code === "EXPIRED") ? [`${node.key} (too old)`] : [];
}

/** None for a cell that has no cause: there is nothing to accept. */
function acceptance(node: AssetNode, states: CellStates, graph: AssetGraph, now: Date): readonly Acceptance[] {
  const state = stateOf(states, node.key);
  const latest = current(state);
  if (latest === null || causesOf(node, state, { nodes: graph.nodes, states }, now).length === 0) return [];
  const { codeVersion, codeParts, configHash } = node;
  const inputs = currentInputs(node, graph.nodes, states);
  const dataVersion = state?.report?.dataVersion ?? latest.trace.dataVersion;
  return [{ ...cellOf(node.key), materialization: latest.seq, trace: { ...latest.trace, codeVersion, codeParts, configHash, inputs, dataVersion } }];
}
