/** The tables as kysely sees them. `migrations/` holds what they mean. */
import type { ColumnType, Generated, Kysely, Transaction } from "kysely";
import type { SerializedDefinitions } from "../../model/asset-node.ts";
import type { Observation, StoredValue } from "../../model/cell.ts";
import type { CheckResult } from "../../model/check.ts";
import type { ErrorInfo } from "../../model/error-info.ts";
import type { ShownProblem } from "../../model/errors.ts";
import type { EventKind } from "../../model/event.ts";
import type { Json } from "../../model/json.ts";
import type { Provenance } from "../../model/provenance.ts";
import type { EndReason, Mode, Outcome, RunConfig, RunStatus, Step } from "../../model/run.ts";
import type { Trace } from "../../model/trace.ts";
import type { RecordedObservationSummary } from "../store.ts";

/** JSON is written as text made by {@link import("./json-text.ts").jsonText}. */
type JsonColumn<T> = ColumnType<T, string, string>;
type Clock = Generated<Date>;
/** A bigint: pg gives a string. */
type BigInteger = string;

export interface CodeLocationsTable {
  name: string;
  version: string;
  definitions: JsonColumn<SerializedDefinitions>;
  root: string;
  activated_at: Clock;
}

export interface BrokenDefinitionsTable {
  one: Generated<true>;
  problems: JsonColumn<readonly ShownProblem[]>;
  reported_at: Clock;
}

export interface CodeManifestsTable {
  code_version: string;
  manifest: Buffer;
}

export interface CodeTextsTable {
  hash: string;
  text: Buffer;
}

export interface EventsTable {
  seq: Generated<BigInteger>;
  at: Clock;
  kind: EventKind;
  asset: string | null;
  partition: string | null;
  run_id: string | null;
  step_id: string | null;
  data: JsonColumn<{ readonly [name: string]: Json }>;
}

export interface MaterializationsTable {
  seq: BigInteger;
  at: Date;
  asset: string;
  partition: string | null;
  outcome: "SUCCEEDED" | "REUSED";
  reason: string;
  run_id: string;
  step_id: string;
  duration_ms: number;
  address: string | null;
  format: "value" | "table" | "files" | null;
  bytes: BigInteger | null;
  rows: BigInteger | null;
  metadata: JsonColumn<{ readonly [name: string]: Json }>;
  trace: JsonColumn<Trace>;
  trace_key: string;
  computed_at: Date | null;
  checks: JsonColumn<readonly CheckResult[]> | null;
  computed_by: string | null;
  provenance: JsonColumn<Provenance> | null;
}

export interface SnapshotsTable {
  id: string;
  asset: string;
  partition: string | null;
  code_version: string;
  data_version: string;
  taken_at: Date;
  address: string;
  format: StoredValue["format"];
  bytes: ColumnType<BigInteger, number, number>;
  rows: ColumnType<BigInteger | null, number | null, number | null>;
}

export interface RunSnapshotsTable {
  run_id: string;
  source: string;
  snapshot: string;
  /** Dates as JSON has them. */
  observation: JsonColumn<Omit<Observation, "at" | "checkedAt"> & { readonly at: string; readonly checkedAt: string }>;
}

export interface ReportsTable {
  seq: BigInteger;
  at: Date;
  asset: string;
  partition: string | null;
  data_version: string;
  metadata: JsonColumn<{ readonly [name: string]: Json }>;
  idempotency_key: string | null;
}

export interface ObservationsTable {
  seq: BigInteger;
  at: Date;
  asset: string;
  partition: string | null;
  checked_at: Date;
  data_version: string | null;
  error: JsonColumn<ErrorInfo> | null;
  metadata: JsonColumn<{ readonly [name: string]: Json }>;
}

export interface ObservationKeysTable {
  idempotency_key: string;
  observation: BigInteger;
}

export interface CellsTable {
  asset: string;
  partition: string | null;
  materialization: BigInteger | null;
  observation: BigInteger | null;
  failed_observation: BigInteger | null;
  looked_at: Date | null;
  last_attempt_run: string | null;
  last_attempt_ordinal: number | null;
  wiped: Generated<boolean>;
  report: BigInteger | null;
  accepted_trace: JsonColumn<Trace> | null;
}

export interface RunsTable {
  id: string;
  status: RunStatus;
  mode: Mode;
  selection: string;
  config: JsonColumn<RunConfig>;
  upstream: boolean;
  observe: boolean;
  skip_blocked: boolean;
  confirmed_plan: string | null;
  launched_by: string;
  note: string | null;
  retry_of: string | null;
  definitions_version: string | null;
  ended_because: JsonColumn<EndReason> | null;
  created_at: Clock;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface StepsTable {
  run_id: string;
  ordinal: number;
  asset: string;
  partition: string | null;
  action: Step["action"];
  wave: number;
  outcome: Generated<Outcome>;
  reason: string;
  needs: number[];
  ready: Generated<boolean>;
  waiting_for: string | null;
  attempts: Generated<number>;
  losses: Generated<number>;
  worker: string | null;
  token: string | null;
  lease_expires_at: Date | null;
  sent_at: Date | null;
  not_before: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  progress: number | null;
  error: JsonColumn<ErrorInfo> | null;
  materialization: BigInteger | null;
  failed_checks: Generated<string[]>;
  computed_with: number | null;
}

export interface ObservationRequestsTable {
  id: string;
  assets: string[];
  run_id: string | null;
  requested_at: Clock;
  sent_at: Date | null;
  answered_at: Date | null;
  results: JsonColumn<readonly RecordedObservationSummary[]> | null;
}

export interface WorkersTable {
  id: string;
  tags: string[];
  started_at: Clock;
  heartbeat_at: Clock;
  running: number;
  slots: number;
  definitions_version: string;
  code_location: string;
  version: string;
  host: string;
  pid: number;
}

export interface ValueStoreTable {
  one: Generated<true>;
  id: string;
  place: string;
}

export interface Database {
  value_store: ValueStoreTable;
  code_locations: CodeLocationsTable;
  broken_definitions: BrokenDefinitionsTable;
  code_manifests: CodeManifestsTable;
  code_texts: CodeTextsTable;
  events: EventsTable;
  materializations: MaterializationsTable;
  observations: ObservationsTable;
  observation_keys: ObservationKeysTable;
  reports: ReportsTable;
  snapshots: SnapshotsTable;
  run_snapshots: RunSnapshotsTable;
  cells: CellsTable;
  runs: RunsTable;
  steps: StepsTable;
  observation_requests: ObservationRequestsTable;
  workers: WorkersTable;
}

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;
