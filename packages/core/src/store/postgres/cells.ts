/** Cells: the latest state of each, in one statement and so in one snapshot. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { CellRef, CellState, LastAttempt, Materialization } from "../../model/cell.ts";
import { cellText } from "../../model/cell.ts";
import type { CellStates } from "../store.ts";
import { reportFromRow } from "./by-hand.ts";
import type { Db, MaterializationsTable, ObservationsTable, ReportsTable, Trx } from "./database.ts";
import { jsonText } from "./json-text.ts";
import { materializationFromRow } from "./materializations.ts";
import { observationFromRow } from "./observation-row.ts";
import { stepIdOf } from "./step-ref.ts";

/** States of the given assets, or of all. */
export async function readCells(db: Db, assets?: readonly string[]): Promise<CellStates> {
  const rows = await selectCells(db)
    .$if(assets !== undefined, (query) => query.where("c.asset", "=", sql<string>`any(${assets})`))
    .execute();
  return new Map(rows.map((row) => [cellText(row), stateFromRow(row)]));
}

const selectCells = (db: Db) =>
  db
    .selectFrom("cells as c")
    .leftJoin("materializations as m", "m.seq", "c.materialization")
    .leftJoin("observations as o", "o.seq", "c.observation")
    .leftJoin("observations as f", "f.seq", "c.failed_observation")
    .leftJoin("reports as r", "r.seq", "c.report")
    .leftJoin("steps as s", (join) => join.onRef("s.run_id", "=", "c.last_attempt_run").onRef("s.ordinal", "=", "c.last_attempt_ordinal"))
    .select([
      "c.asset",
      "c.partition",
      sql<Selectable<MaterializationsTable> | null>`to_json(m)`.as("materialization"),
      sql<Selectable<ObservationsTable> | null>`to_json(o)`.as("observation"),
      sql<Selectable<ObservationsTable> | null>`to_json(f)`.as("failed"),
      sql<Selectable<ReportsTable> | null>`to_json(r)`.as("report"),
      "c.wiped",
      "c.accepted_trace",
      "s.run_id",
      "s.ordinal",
      "s.outcome",
      "s.ended_at",
      "s.error",
    ]);

type CellRow = Awaited<ReturnType<ReturnType<typeof selectCells>["execute"]>>[number];

const stateFromRow = (row: CellRow): CellState => ({
  asset: row.asset,
  partition: row.partition,
  materialization: materializationOf(row),
  wiped: row.wiped,
  report: row.report === null ? null : reportFromRow(row.report),
  observation: row.observation === null ? null : observationFromRow(row.observation),
  failedObservation: row.failed === null ? null : observationFromRow(row.failed),
  lastAttempt: lastAttemptFromRow(row),
});

/** An accepted trace stands for the recorded one. */
function materializationOf({ materialization, accepted_trace }: CellRow): Materialization | null {
  if (materialization === null) return null;
  const recorded = materializationFromRow(materialization);
  return accepted_trace === null ? recorded : { ...recorded, trace: accepted_trace };
}

function lastAttemptFromRow({ run_id, ordinal, outcome, ended_at, error }: CellRow): LastAttempt | null {
  if (run_id === null || ordinal === null || outcome === null || ended_at === null) return null;
  return { runId: run_id, stepId: stepIdOf(run_id, ordinal), outcome, at: ended_at, error };
}

/** What a step that ended says of its cell. */
export interface CellUpdate extends CellRef {
  readonly materialization?: string;
  readonly last_attempt_run?: string;
  readonly last_attempt_ordinal?: number;
}

/** Projects ended steps on their cells. In the order of the cells, so that two transactions cannot wait for each other in a circle. */
export async function updateCells(trx: Trx, updates: readonly CellUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await sql`
    insert into headwater.cells as known (asset, partition, materialization, last_attempt_run, last_attempt_ordinal)
    select asset, partition, materialization, last_attempt_run, last_attempt_ordinal
    from json_populate_recordset(null::headwater.cells, ${jsonText(updates)})
    order by asset, partition
    on conflict (asset, partition) do update set
      materialization = greatest(known.materialization, excluded.materialization),
      -- What was said by hand or from outside was said of the materialization before.
      wiped = known.wiped and excluded.materialization is null,
      report = case when excluded.materialization is null then known.report end,
      accepted_trace = case when excluded.materialization is null then known.accepted_trace end,
      last_attempt_run = coalesce(excluded.last_attempt_run, known.last_attempt_run),
      last_attempt_ordinal = coalesce(excluded.last_attempt_ordinal, known.last_attempt_ordinal)`.execute(trx);
}
