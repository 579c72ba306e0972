/** A source as it was in one version: loaded once and kept, so that all steps of a run read the same. */
import type { CellRef, Observation, StoredValue } from "./cell.ts";
import { hashJson } from "./version.ts";

/** A source as it is read: another path, parser or schema gives other values. */
export interface SnapshotSource extends CellRef {
  readonly codeVersion: string;
}

export interface SnapshotVersion extends SnapshotSource {
  readonly dataVersion: string;
}

export interface Snapshot extends SnapshotVersion {
  readonly stored: StoredValue;
}

/** The snapshot that a run reads, and the look that found its version. */
export interface RunSnapshot {
  readonly snapshot: Snapshot;
  readonly observation: Observation;
}

/** Versions are texts of any length, so both are known by hashes. */
export const snapshotSourceId = ({ asset, partition, codeVersion }: SnapshotSource): string => hashJson([asset, partition, codeVersion]);
export const snapshotId = ({ dataVersion, ...source }: SnapshotVersion): string => hashJson([snapshotSourceId(source), dataVersion]);
