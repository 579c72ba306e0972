/** One asset at one partition, and what is recorded about it. An unpartitioned asset has exactly one cell. */
import type { CheckResult } from "./check.ts";
import type { ErrorInfo } from "./error-info.ts";
import type { Json } from "./json.ts";
import type { Provenance } from "./provenance.ts";
import type { Trace } from "./trace.ts";

/** Names a cell. `partition` is `null` for an unpartitioned asset. */
export interface CellRef {
  readonly asset: string;
  readonly partition: string | null;
}

/** The text form of a cell: `key` or `key@partition`. */
export const cellText = (cell: CellRef): string => (cell.partition === null ? cell.asset : `${cell.asset}@${cell.partition}`);

/** Where an output lies: the SHA-256 of its stored bytes (of files: of the list of them), their number (of files: in all) and, for a table, its rows. */
export interface StoredValue {
  readonly address: string;
  readonly format: "value" | "table" | "files";
  readonly bytes: number;
  readonly rows: number | null;
}

/** One successful computation of a cell. */
export interface Materialization extends CellRef {
  /** The sequence number of its event; also its id. */
  readonly seq: string;
  readonly at: Date;
  /** When the value was computed: for `REUSED` the time of the computation that was taken over. */
  readonly computedAt: Date;
  readonly outcome: "SUCCEEDED" | "REUSED";
  readonly reason: string;
  readonly runId: string;
  readonly stepId: string;
  readonly durationMs: number;
  readonly stored: StoredValue | null;
  readonly metadata: { readonly [name: string]: Json };
  /** Of the computation: `REUSED` carries that of the one that was taken over. `null` where none was recorded. */
  readonly provenance: Provenance | null;
  readonly trace: Trace;
  /** How its checks came out; `REUSED` carries those of the computation that was taken over. */
  readonly checks: readonly CheckResult[];
  /** Id of the step that ran the function: that of another output of the same function, or of an earlier run, where it is not `stepId`. */
  readonly computedBy: string;
}

/** One look at a source cell that found a version (or failed to: then `error` is set and `dataVersion` is `null`). */
export interface Observation extends CellRef {
  readonly seq: string;
  /** When this version was first seen. */
  readonly at: Date;
  /** When a look last found the same version. */
  readonly checkedAt: Date;
  readonly dataVersion: string | null;
  readonly error: ErrorInfo | null;
  readonly metadata: { readonly [name: string]: Json };
}

/** The last try at a cell, shown beside the status and never mixed into it. */
export interface LastAttempt {
  readonly runId: string;
  readonly stepId: string;
  readonly outcome: string;
  readonly at: Date;
  readonly error: ErrorInfo | null;
}

/** What somebody outside said about a computed cell: its data version is now this. */
export interface Report extends CellRef {
  readonly seq: string;
  readonly at: Date;
  readonly dataVersion: string;
  readonly metadata: { readonly [name: string]: Json };
}

/** Everything that deciding needs to know of one cell: a projection of the events. */
export interface CellState extends CellRef {
  /** The latest materialization of a computed asset. */
  readonly materialization: Materialization | null;
  /** Wiped since its latest materialization, which is kept for comparison alone. */
  readonly wiped: boolean;
  /** The latest outside report since the latest materialization. */
  readonly report: Report | null;
  /** The latest successful observation of a source. */
  readonly observation: Observation | null;
  /** The latest look, when it failed: the last version stays current. */
  readonly failedObservation: Observation | null;
  readonly lastAttempt: LastAttempt | null;
}

/** A cell of which nothing is recorded. */
export const unknownCell = ({ asset, partition }: CellRef): CellState => ({
  asset,
  partition,
  materialization: null,
  wiped: false,
  report: null,
  observation: null,
  failedObservation: null,
  lastAttempt: null,
});
