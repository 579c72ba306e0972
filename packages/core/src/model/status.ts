/** The status of a cell, with the causes that prove it. */
import type { CodeChange } from "./code.ts";

export type Status = "MISSING" | "STALE" | "UPSTREAM_STALE" | "FRESH" | "UNOBSERVED";
export type CauseCode = "CODE_CHANGED" | "INPUT_ADDED" | "INPUT_REMOVED" | "MAPPING_CHANGED" | "INPUT_CHANGED" | "CONFIG_CHANGED" | "EXPIRED" | "DRIFT";

/** Why a cell is stale. `asset` is the stale cell for a direct cause, the beginning of the chain for a root cause. */
export interface Cause {
  /** `MISSING` occurs among root causes only: a chain may begin at a cell that was never materialized. */
  readonly code: CauseCode | "MISSING";
  readonly asset: string;
  readonly partition: string | null;
  readonly input: string | null;
  /** The upstream asset that an input cause speaks of. */
  readonly upstream: string | null;
  readonly message: string;
  /** The recorded version, and the current one. */
  readonly from: string | null;
  readonly to: string | null;
  /** Upstream partitions that changed, appeared or vanished. */
  readonly partitions: readonly string[];
  /** Of `CODE_CHANGED`: declaration by declaration, where it is known for both code versions. */
  readonly changes?: readonly CodeChange[];
}

export interface CellStatus {
  readonly asset: string;
  readonly partition: string | null;
  readonly status: Status;
  readonly causes: readonly Cause[];
  readonly rootCauses: readonly Cause[];
}
