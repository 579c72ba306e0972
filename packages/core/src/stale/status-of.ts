/** The status of every cell, with direct and root causes: one topological sweep. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { cellText } from "../model/cell.ts";
import type { ManifestLookup } from "../model/code.ts";
import type { Cause, CellStatus, Status } from "../model/status.ts";
import { causesOf, current, type Scope } from "./direct-causes.ts";
import type { StateLookup } from "./upstream-versions.ts";

/**
 * Statuses by cell text, of all assets of the graph, as STALENESS defines them.
 * @param states What is recorded; a cell without history has no entry.
 * @param now By the clock of the store: data has an age.
 * @param manifests What code versions are made of, so that causes name what changed in them. Default: they name the part of the definition.
 */
export function statusOf(graph: AssetGraph, states: StateLookup, now: Date, manifests?: ManifestLookup): ReadonlyMap<string, CellStatus> {
  const statuses = new Map<string, CellStatus>();
  const scope: TimedScope = { nodes: graph.nodes, states, now, ...(manifests === undefined ? {} : { manifests }) };
  for (const key of graph.order) {
    const node = graph.nodes.get(key);
    if (node !== undefined) statuses.set(cellText({ asset: key, partition: null }), statusOfCell(node, graph, scope, statuses));
  }
  return statuses;
}

interface TimedScope extends Scope {
  readonly now: Date;
}

const notFresh: ReadonlySet<Status> = new Set<Status>(["MISSING", "STALE", "UPSTREAM_STALE"]);

/** Whether something has to run before a cell is as it should be; never so for a source. */
export const isNotFresh = ({ status }: Pick<CellStatus, "status">): boolean => notFresh.has(status);

function statusOfCell(node: AssetNode, graph: AssetGraph, scope: TimedScope, known: ReadonlyMap<string, CellStatus>): CellStatus {
  const cell = { asset: node.key, partition: null };
  const state = scope.states.get(cellText(cell));
  if (node.kind === "source") return { ...cell, status: state?.observation ? "FRESH" : "UNOBSERVED", causes: [], rootCauses: [] };
  const bad = graph
    .upstream(node.key)
    .filter((edge) => edge.triggers)
    .flatMap((edge) => known.get(cellText({ asset: edge.from, partition: null })) ?? [])
    .filter(isNotFresh);
  const latest = current(state);
  const causes = causesOf(node, state, scope, scope.now);
  const own = latest === null ? ownAbsence(node, bad) : causes.map(rootOf);
  const rootCauses = distinct([...own, ...bad.flatMap((upstream) => upstream.rootCauses)]);
  const status = latest === null ? "MISSING" : causes.length > 0 ? "STALE" : bad.length > 0 ? "UPSTREAM_STALE" : "FRESH";
  return { ...cell, status, causes, rootCauses };
}

/** A missing cell is a beginning unless something that it reads is missing, too. */
const ownAbsence = (node: AssetNode, bad: readonly CellStatus[]): readonly Cause[] =>
  bad.some((upstream) => upstream.status === "MISSING") ? [] : [missing(node)];

const missing = (node: AssetNode): Cause => ({
  code: "MISSING",
  asset: node.key,
  partition: null,
  input: null,
  upstream: null,
  message: `${node.key} has never been materialized`,
  from: null,
  to: null,
  partitions: [],
});

/** A changed input begins at the upstream that changed; every other cause begins at the cell itself. */
const rootOf = (cause: Cause): Cause => (cause.code === "INPUT_CHANGED" && cause.upstream !== null ? { ...cause, asset: cause.upstream, input: null } : cause);

function distinct(causes: readonly Cause[]): readonly Cause[] {
  const byBeginning = new Map<string, Cause>();
  for (const cause of causes) {
    const beginning = JSON.stringify([cause.code, cause.asset, cause.partition, cause.input, cause.from, cause.to]);
    if (!byBeginning.has(beginning)) byBeginning.set(beginning, cause);
  }
  return [...byBeginning.values()];
}
