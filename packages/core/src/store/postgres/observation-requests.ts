/** Observation requests: wishes that a worker looks at sources. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { ObservationRequest, RecordedObservationSummary } from "../store.ts";
import type { Db, ObservationRequestsTable } from "./database.ts";
import { jsonText } from "./json-text.ts";

const requestFromRow = (row: Selectable<ObservationRequestsTable>): ObservationRequest => ({
  id: row.id,
  assets: row.assets,
  runId: row.run_id,
  requestedAt: row.requested_at,
  results: row.results,
});

export async function requestObservations(db: Db, assets: readonly string[], runId: string | null): Promise<ObservationRequest> {
  const row = await db
    .insertInto("observation_requests")
    .values({ id: uuidv7(), assets: [...assets], run_id: runId })
    .returningAll()
    .executeTakeFirstOrThrow();
  return requestFromRow(row);
}

export async function readObservationRequest(db: Db, id: string): Promise<ObservationRequest | null> {
  const row = await db.selectFrom("observation_requests").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : requestFromRow(row);
}

export async function requestOfRun(db: Db, runId: string): Promise<ObservationRequest | null> {
  const newest = db.selectFrom("observation_requests").selectAll().where("run_id", "=", runId).orderBy("requested_at", "desc").limit(1);
  const row = await newest.executeTakeFirst();
  return row === undefined ? null : requestFromRow(row);
}

/** The first answer stays. */
export async function answerObservations(db: Db, id: string, results: readonly RecordedObservationSummary[]): Promise<void> {
  await db
    .updateTable("observation_requests")
    .set({ results: jsonText(results), answered_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where("answered_at", "is", null)
    .execute();
}
