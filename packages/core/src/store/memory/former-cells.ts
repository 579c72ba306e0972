/** Cells of assets that were renamed: what was recorded under the old key goes on under the new one. */
import type { SerializedDefinitions } from "../../model/asset-node.ts";
import { type CellState, cellText } from "../../model/cell.ts";
import { renamesOf } from "../../model/rename.ts";
import { append, cellOf, type MemoryState, setCell } from "./memory-state.ts";

/** Takes over former cells of which something newer is recorded than of the cell itself. */
export function adoptFormerCells(state: MemoryState, definitions: SerializedDefinitions): void {
  const found = renamesOf(definitions).flatMap(({ asset, former }) =>
    [...state.cells.values()].filter((cell) => cell.asset === former).map((old) => ({ cell: { asset, partition: old.partition }, old })),
  );
  // The newest first: what is left of the others is older than the cell then.
  for (const { cell, old } of found.sort((a, b) => changedAt(state, b.old) - changedAt(state, a.old))) {
    if (changedAt(state, old) <= changedAt(state, cellOf(state, cell))) continue;
    setCell(state, cell, { ...old, ...cell });
    const look = state.looks.get(cellText(old));
    if (look !== undefined) state.looks.set(cellText(cell), look);
    append(state, { kind: "renamed", ...cell, data: { from: old.asset } });
  }
}

/** Events that change a cell and leave no trace in it. */
const unseen: ReadonlySet<string> = new Set(["accepted", "wiped", "reported", "renamed"]);

/** The number of the last event that changed a cell; 0 where nothing did. */
function changedAt(state: MemoryState, { asset, partition, materialization, observation, failedObservation }: CellState): number {
  const byHand = state.events.findLast((event) => unseen.has(event.kind) && event.asset === asset && event.partition === partition);
  return Math.max(...[materialization, observation, failedObservation, byHand].map((record) => Number(record?.seq ?? 0)));
}

/** Keys that history lies under, each with the number that it ends before: an asset's own, and those that it had before. */
export function keysOfHistory(state: MemoryState, asset: string): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  const pending: (readonly [string, number])[] = [[asset, Number.POSITIVE_INFINITY]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [key, end] = next;
    if ((ends.get(key) ?? 0) >= end) continue;
    ends.set(key, end);
    for (const { kind, asset: renamed, seq, data } of state.events) {
      if (kind === "renamed" && renamed === key && Number(seq) < end) pending.push([String(data.from), Number(seq)]);
    }
  }
  return ends;
}
