/** How it comes that a cell is not fresh: the cells from it up to the nearest place where that begins. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import { type CellRef, cellText } from "../model/cell.ts";
import type { Cause, CellStatus, Status } from "../model/status.ts";
import { isNotFresh } from "./status-of.ts";

export interface ChainLink extends CellRef {
  readonly status: Status;
  /** What is the matter with it, or what it waits for. */
  readonly message: string;
}

type Statuses = ReadonlyMap<string, CellStatus>;

/**
 * The shortest way from a cell up to a cell or changed source where its not being fresh begins; the cell itself comes first. Empty for
 * a cell that is fresh, and for a source. The way to another root cause is the chain of a cell on the way there.
 */
export function chainOf(graph: AssetGraph, statuses: Statuses, asset: string): readonly ChainLink[] {
  const start = statusOf(statuses, asset);
  if (start === undefined || !isNotFresh(start)) return [];
  const path = pathToBeginning(graph, statuses, start);
  const end = path.at(-1);
  const changed = end?.causes[0];
  const origin = changed?.code === "INPUT_CHANGED" && changed.upstream !== null ? [originOf(statuses, changed, changed.upstream)] : [];
  return [...path.map((cell, index) => linkOf(cell, path[index + 1])), ...origin];
}

const statusOf = (statuses: Statuses, asset: string): CellStatus | undefined => statuses.get(cellText({ asset, partition: null }));

/** Breadth first, so that no cell nearer to the start is a beginning. */
function pathToBeginning(graph: AssetGraph, statuses: Statuses, start: CellStatus): readonly CellStatus[] {
  const cameFrom = new Map<CellStatus, CellStatus | null>([[start, null]]);
  for (const cell of cameFrom.keys()) {
    const above = upstreamOf(graph, statuses, cell);
    if (begins(cell, above)) return pathTo(cell, cameFrom);
    for (const next of above) if (!cameFrom.has(next)) cameFrom.set(next, cell);
  }
  return [start];
}

const upstreamOf = (graph: AssetGraph, statuses: Statuses, { asset }: CellStatus): readonly CellStatus[] =>
  graph
    .upstream(asset)
    .filter((edge) => edge.triggers)
    .flatMap((edge) => statusOf(statuses, edge.from) ?? [])
    .filter(isNotFresh);

/** By itself, and not because of what it reads. A missing cell waits for a missing one above it. */
const begins = (cell: CellStatus, above: readonly CellStatus[]): boolean =>
  cell.causes.length > 0 || (cell.status === "MISSING" && above.every((upstream) => upstream.status !== "MISSING"));

function pathTo(end: CellStatus, cameFrom: ReadonlyMap<CellStatus, CellStatus | null>): readonly CellStatus[] {
  const path: CellStatus[] = [];
  for (let cell: CellStatus | null = end; cell !== null; cell = cameFrom.get(cell) ?? null) path.push(cell);
  return path.reverse();
}

const words: Readonly<Record<Status, string>> = {
  MISSING: "missing",
  STALE: "stale",
  UPSTREAM_STALE: "upstream stale",
  FRESH: "fresh",
  UNOBSERVED: "unobserved",
};

function linkOf({ asset, partition, status, causes }: CellStatus, next: CellStatus | undefined): ChainLink {
  const own = causes.length > 0 ? causes.map((cause) => cause.message) : status === "MISSING" ? ["has never been materialized"] : [];
  const waits = next === undefined ? [] : [`waits for ${next.asset}, which is ${words[next.status]}`];
  return { asset, partition, status, message: [...own, ...waits].join("; ") };
}

const originOf = (statuses: Statuses, cause: Cause, upstream: string): ChainLink => ({
  asset: upstream,
  partition: null,
  status: statusOf(statuses, upstream)?.status ?? "MISSING",
  message: cause.message,
});
