/** Runs: creating, reading and cancelling them. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Run, RunStatus } from "../../model/run.ts";
import type { NewRun, PageOptions } from "../store.ts";
import type { Db, RunsTable } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText, plainText } from "./json-text.ts";

export const runFromRow = (row: Selectable<RunsTable>): Run => ({
  id: row.id,
  status: row.status,
  mode: row.mode,
  select: row.selection,
  config: row.config,
  upstream: row.upstream,
  observe: row.observe,
  skipBlocked: row.skip_blocked,
  confirmedPlan: row.confirmed_plan,
  launchedBy: row.launched_by,
  note: row.note,
  retryOf: row.retry_of,
  definitionsVersion: row.definitions_version,
  endedBecause: row.ended_because && { ...row.ended_because, fix: row.ended_because.fix ?? null },
  createdAt: row.created_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});

export function createRun(db: Db, run: NewRun): Promise<Run> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto("runs")
      .values({
        id: uuidv7(),
        status: "QUEUED",
        mode: run.mode,
        selection: plainText(run.select),
        config: jsonText(run.config ?? {}),
        upstream: run.upstream ?? false,
        observe: run.observe ?? true,
        skip_blocked: run.skipBlocked ?? false,
        confirmed_plan: run.confirmedPlan ?? null,
        launched_by: plainText(run.launchedBy),
        note: run.note == null ? null : plainText(run.note),
        retry_of: run.retryOf ?? null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await appendEvents(trx, [{ kind: "run_created", run_id: row.id, data: { status: row.status, select: row.selection, mode: row.mode } }]);
    return runFromRow(row);
  });
}

export async function readRun(db: Db, id: string): Promise<Run | null> {
  const row = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : runFromRow(row);
}

export async function runsById(db: Db, ids: readonly string[]): Promise<readonly Run[]> {
  const rows = await db.selectFrom("runs").selectAll().where("id", "=", sql<string>`any(${ids})`).execute();
  return rows.map(runFromRow);
}

export interface RunFilter extends PageOptions {
  readonly status?: readonly RunStatus[];
  readonly asset?: string;
  readonly idPrefix?: string;
}

/** Newest first, by keyset: an offset would read all that it skips. */
export async function listRuns(db: Db, { limit, before, status, asset, idPrefix }: RunFilter): Promise<readonly Run[]> {
  let query = db.selectFrom("runs").selectAll().orderBy("created_at", "desc").orderBy("id", "desc").limit(limit);
  if (before !== undefined) {
    query = query.where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple("created_at", "id"),
        "<",
        selectFrom("runs as newer").select(["newer.created_at", "newer.id"]).where("newer.id", "=", before).$asTuple("created_at", "id"),
      ),
    );
  }
  if (status !== undefined) query = query.where("status", "=", sql<RunStatus>`any(${status})`);
  if (idPrefix !== undefined) query = query.where(sql<boolean>`starts_with(id, ${idPrefix})`);
  if (asset !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(selectFrom("steps").select("ordinal").where("asset", "=", asset).whereRef("steps.run_id", "=", "runs.id")),
    );
  }
  return (await query.execute()).map(runFromRow);
}

/** Runs that have not ended, oldest first. */
export async function openRuns(db: Db): Promise<readonly Run[]> {
  const rows = await db.selectFrom("runs").selectAll().where("ended_at", "is", null).orderBy("created_at").orderBy("id").execute();
  return rows.map(runFromRow);
}

/** Asks a run to stop; `false` where it had ended. Asking twice is asking once. */
export function requestCancel(db: Db, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const run = await trx.selectFrom("runs").select("status").where("id", "=", id).where("ended_at", "is", null).forNoKeyUpdate().executeTakeFirst();
    if (run === undefined) return false;
    if (run.status === "CANCELLING") return true;
    await trx.updateTable("runs").set({ status: "CANCELLING" }).where("id", "=", id).execute();
    await appendEvents(trx, [{ kind: "run_cancelling", run_id: id, data: { status: "CANCELLING" } }]);
    return true;
  });
}
