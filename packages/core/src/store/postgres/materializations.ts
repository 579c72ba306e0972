/** Materializations: publishing them, and reading their history. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { CellRef, Materialization, StoredValue } from "../../model/cell.ts";
import type { NewMaterialization, PageOptions } from "../store.ts";
import type { Db, MaterializationsTable, Trx } from "./database.ts";
import { appendEvents, validSeqs } from "./events.ts";
import { newestOfHistories, pageOfHistory } from "./former-cells.ts";
import { jsonText } from "./json-text.ts";
import { valuesOfSnapshots } from "./snapshots.ts";
import { stepIdOf } from "./step-ref.ts";

type Row = Selectable<MaterializationsTable>;

/** A materialization and the step that it came from. */
export interface Publication extends CellRef {
  readonly runId: string;
  readonly ordinal: number;
  /** See `Step.computedWith`. */
  readonly computedWith: number | null;
  readonly materialization: NewMaterialization;
}

/** Dates and big integers may come as JSON has them, so this reads a row and a row turned into JSON alike. */
export const materializationFromRow = (row: Row): Materialization => ({
  seq: String(row.seq),
  at: new Date(row.at),
  computedAt: new Date(row.computed_at ?? row.at),
  asset: row.asset,
  partition: row.partition,
  outcome: row.outcome,
  reason: row.reason,
  runId: row.run_id,
  stepId: row.step_id,
  durationMs: row.duration_ms,
  stored: storedFromRow(row),
  metadata: row.metadata,
  provenance: row.provenance,
  trace: row.trace,
  checks: row.checks ?? [],
  computedBy: row.computed_by ?? row.step_id,
});

function storedFromRow({ address, format, bytes, rows }: Row): StoredValue | null {
  if (address === null || format === null) return null;
  return { address, format, bytes: Number(bytes), rows: rows === null ? null : Number(rows) };
}

/** Writes events and their wide part; answers in the given order. The caller updates cells and steps in the same transaction. */
export async function publish(trx: Trx, publications: readonly Publication[]): Promise<readonly Materialization[]> {
  const events = await appendEvents(trx, publications.map(eventOf));
  const rows = publications.map((publication, index) => ({ ...rowOf(publication), ...events[index] }));
  if (rows.length === 0) return [];
  const inserted = await sql<Row>`
    insert into headwater.materializations
    select * from json_populate_recordset(null::headwater.materializations, ${jsonText(rows)})
    returning *`.execute(trx);
  return inserted.rows.map(materializationFromRow);
}

const eventOf = ({ asset, partition, runId, ordinal, materialization }: Publication) => ({
  kind: "materialization" as const,
  asset,
  partition,
  run_id: runId,
  step_id: stepIdOf(runId, ordinal),
  data: {
    outcome: materialization.outcome,
    dataVersion: materialization.trace.dataVersion,
    rows: materialization.stored?.rows ?? null,
    bytes: materialization.stored?.bytes ?? null,
    durationMs: materialization.durationMs,
  },
});

const rowOf = ({ asset, partition, runId, ordinal, computedWith, materialization: made }: Publication) => ({
  asset,
  partition,
  outcome: made.outcome,
  reason: made.reason,
  run_id: runId,
  step_id: stepIdOf(runId, ordinal),
  duration_ms: made.durationMs,
  ...(made.stored ?? { address: null, format: null, bytes: null, rows: null }),
  metadata: made.metadata,
  provenance: made.provenance,
  trace: made.trace,
  trace_key: made.traceKey,
  computed_at: made.computedAt ?? null,
  checks: made.checks === undefined || made.checks.length === 0 ? null : made.checks,
  computed_by: made.computedBy ?? (computedWith === null ? null : stepIdOf(runId, computedWith)),
});

export async function findReusable(db: Db, cell: CellRef, traceKey: string): Promise<Materialization | null> {
  const row = await db
    .selectFrom("materializations")
    .selectAll()
    .where("asset", "=", cell.asset)
    .where("trace_key", "=", traceKey)
    .where("partition", "is not distinct from", cell.partition)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : materializationFromRow(row);
}

/** In any order, without those that do not exist (or whose number is none). */
export async function materializationsBySeq(db: Db, seqs: readonly string[]): Promise<readonly Materialization[]> {
  const valid = validSeqs(seqs);
  if (valid.length === 0) return [];
  const rows = await db.selectFrom("materializations").selectAll().where("seq", "=", sql<string>`any(${valid})`).execute();
  return rows.map(materializationFromRow);
}

export async function listMaterializations(db: Db, { asset, limit, before }: PageOptions & { readonly asset: string }): Promise<readonly Materialization[]> {
  const { rows } = await pageOfHistory<Row>(db, sql`headwater.materializations`, { asset, limit, before });
  return rows.map(materializationFromRow);
}

export async function newestMaterializations(db: Db, assets: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly Materialization[]>> {
  const found = await newestOfHistories<Row>(db, "materializations", { assets, limit });
  return new Map([...found].map(([asset, rows]) => [asset, rows.map(materializationFromRow)]));
}

const keptPage = 10_000;

/** Distinct within a page only: one statement over a long history would hold a snapshot for as long as its reader takes. */
export async function* keptValues(db: Db): AsyncGenerator<Pick<StoredValue, "address" | "format">> {
  for (let after = "0"; ; ) {
    const rows = await db.selectFrom("materializations").select(["seq", "address", "format"]).where("seq", ">", after).orderBy("seq").limit(keptPage).execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const { address, format } of rows) if (address !== null && format !== null) yield { address, format };
    after = last.seq;
  }
  yield* await valuesOfSnapshots(db);
}
