/** How old the data of every asset is: when each source behind it was last known to hold what was read of it. */
import { type CellState, sourceVersion, type TracedInput } from "@headwater/core/engine";
import type { World } from "./world.ts";
import { currentOf } from "./world.ts";

/** The oldest look behind each of some materializations and observations, by sequence number. */
type ReadOldestLooks = (seqs: readonly string[]) => Promise<ReadonlyMap<string, Date>>;

interface Read {
  readonly input: TracedInput;
  readonly cell: TracedInput["cells"][number];
}

/**
 * By asset key; without an entry where no source is behind a stored value. What was read and is still what the upstream holds
 * is as old as the upstream is now, through a step that ended UNCHANGED too; of what it held before, the history is asked, once.
 */
export async function dataAsOf(world: World, readOldestLooks: ReadOldestLooks): Promise<ReadonlyMap<string, Date>> {
  const reads = new Map([...world.cells.values()].map((cell) => [cell.asset, readsOf(cell)]));
  const superseded = new Set([...reads.values()].flat().flatMap((read) => (read.cell.seq === null || isCurrent(world, read) ? [] : [read.cell.seq])));
  const past = superseded.size === 0 ? new Map<string, Date>() : await readOldestLooks([...superseded]);
  const known = new Map<string, Date | undefined>();
  const visit = (key: string): Date | undefined => {
    if (known.has(key)) return known.get(key);
    known.set(key, undefined);
    const behind = (reads.get(key) ?? []).map((read) => (isCurrent(world, read) ? visit(read.input.upstream) : past.get(read.cell.seq ?? "")));
    const oldest = oldestOf(isSource(world, key) ? [world.cells.get(key)?.observation?.checkedAt] : behind);
    known.set(key, oldest);
    return oldest;
  };
  // in topological order first, so that no chain is too long to follow
  for (const key of [...world.graph.order, ...reads.keys()]) visit(key);
  return new Map([...known].flatMap(([key, date]) => (date === undefined ? [] : [[key, date]])));
}

const readsOf = (state: CellState): readonly Read[] =>
  (currentOf(state)?.trace.inputs ?? []).flatMap((input) => input.cells.filter(({ version }) => version !== null).map((cell) => ({ input, cell })));

const isSource = (world: World, key: string): boolean => {
  const node = world.graph.nodes.get(key);
  return node === undefined ? (world.cells.get(key)?.materialization ?? null) === null : node.kind === "source";
};

/** Whether the upstream still holds what was read. */
function isCurrent(world: World, { input, cell }: Read): boolean {
  const state = world.cells.get(input.upstream);
  if (!isSource(world, input.upstream)) return currentOf(state)?.trace.dataVersion === cell.version;
  const version = state?.observation?.dataVersion;
  return version !== undefined && version !== null && sourceVersion(version, input.sourceCode ?? "") === cell.version;
}

const oldestOf = (dates: readonly (Date | undefined)[]): Date | undefined =>
  dates.filter((date) => date !== undefined).toSorted((a, b) => Number(a) - Number(b))[0];
