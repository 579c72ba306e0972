/** Cells: the latest state of each, in one statement and so in one snapshot. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { CellRef, CellState, LastAttempt } from "../../model/cell.ts";
import { cellText } from "../../model/cell.ts";
import type { CellStates } from "../store.ts";
import type { Db, MaterializationsTable, ObservationsTable, Trx } from "./database.ts";
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
    .leftJoin("steps as s", (join) => join.onRef("s.run_id", "=", "c.last_attempt_run").onRef("s.ordinal", "=", "c.last_attempt_ordinal"))
    .select([
      "c.asset",
      "c.partition",
      sql<Selectable<MaterializationsTable> | null>`to_json(m)`.as("materialization"),
      sql<Selectable<ObservationsTable> | null>`to_json(o)`.as("observation"),
      sql<Selectable<ObservationsTable> | null>`to_json(f)`.as("failed"),
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
  materialization: row.materialization === null ? null : materializationFromRow(row.materialization),
  observation: row.observation === null ? null : observationFromRow(row.observation),
  failedObservation: row.failed === null ? null : observationFromRow(row.failed),
  lastAttempt: lastAttemptFromRow(row),
});

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
      last_attempt_run = coalesce(excluded.last_attempt_run, known.last_attempt_run),
      last_attempt_ordinal = coalesce(excluded.last_attempt_ordinal, known.last_attempt_ordinal)`.execute(trx);
}
