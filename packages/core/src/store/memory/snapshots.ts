/** Snapshots of sources: kept for the newest version of each, and for as long as a run reads them. */
import { cellText, type StoredValue } from "../../model/cell.ts";
import { isFinished } from "../../model/run.ts";
import { type RunSnapshot, type Snapshot, type SnapshotSource, snapshotId, snapshotSourceId } from "../../model/snapshot.ts";
import type { Store } from "../store.ts";
import type { MemoryState } from "./memory-state.ts";

export function snapshots(state: MemoryState): Pick<Store, "snapshot" | "runSnapshot" | "takeSnapshot" | "forgetSnapshot" | "keptValues"> {
  /** By id; the last one taken comes last. */
  const taken = new Map<string, Snapshot>();
  /** By run and source. */
  const ofRuns = new Map<string, { readonly runId: string; readonly read: RunSnapshot }>();
  const place = (runId: string, source: SnapshotSource): string => JSON.stringify([runId, snapshotSourceId(source)]);
  const isRead = (snapshot: Snapshot): boolean =>
    [...ofRuns.values()].some(
      ({ runId, read }) => snapshotId(read.snapshot) === snapshotId(snapshot) && !isFinished(state.runs.get(runId)?.status ?? "FAILED"),
    );
  const kept = (): readonly StoredValue[] => {
    const newest = new Map([...taken.values()].map((snapshot) => [cellText(snapshot), snapshot]));
    return [...taken.values()].filter((snapshot) => newest.get(cellText(snapshot)) === snapshot || isRead(snapshot)).map(({ stored }) => stored);
  };
  return {
    async runSnapshot(runId, source) {
      return ofRuns.get(place(runId, source))?.read ?? null;
    },
    async snapshot(version) {
      return taken.get(snapshotId(version)) ?? null;
    },
    async takeSnapshot(runId, read) {
      const { snapshot } = read;
      taken.delete(snapshotId(snapshot));
      taken.set(snapshotId(snapshot), snapshot);
      const known = ofRuns.get(place(runId, snapshot))?.read;
      if (known === undefined) ofRuns.set(place(runId, snapshot), { runId, read });
      return known ?? read;
    },
    async forgetSnapshot(snapshot) {
      const gone = snapshotId(snapshot);
      taken.delete(gone);
      for (const [key, { read }] of ofRuns) if (snapshotId(read.snapshot) === gone) ofRuns.delete(key);
    },
    async *keptValues() {
      for (const { stored } of [...state.materializations]) if (stored !== null) yield stored;
      yield* kept();
    },
  };
}
