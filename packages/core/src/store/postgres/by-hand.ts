/** What people and outside systems say of cells: accepted, wiped, reported. Each is an event and a change of the projection. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { CellRef, Report } from "../../model/cell.ts";
import { type Event, kindsByHand } from "../../model/event.ts";
import type { Acceptance, Attribution, NewReport, PageOptions } from "../store.ts";
import type { Db, EventsTable, ReportsTable } from "./database.ts";
import { appendEvents, eventFromRow } from "./events.ts";
import { pageOfHistory } from "./former-cells.ts";
import { jsonText } from "./json-text.ts";

export async function now(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date();
}

/** Dates may come as JSON has them. */
export const reportFromRow = (row: Selectable<ReportsTable>): Report => ({
  asset: row.asset,
  partition: row.partition,
  seq: String(row.seq),
  at: new Date(row.at),
  dataVersion: row.data_version,
  metadata: row.metadata,
});

/** A cell that was materialized anew since the caller looked keeps its new trace. */
export function accept(db: Db, acceptances: readonly Acceptance[], { by, note }: Attribution): Promise<readonly CellRef[]> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<CellRef & { readonly dataVersion: string }>`
      update headwater.cells as cell set accepted_trace = accepted.trace, report = null
      from json_to_recordset(${jsonText(acceptances)}) as accepted (asset text, partition text, materialization bigint, trace json)
      where cell.asset = accepted.asset and cell.partition is not distinct from accepted.partition and cell.materialization = accepted.materialization
      returning cell.asset, cell.partition, accepted.trace ->> 'dataVersion' as "dataVersion"`.execute(trx);
    await appendEvents(
      trx,
      rows.map(({ asset, partition, dataVersion }) => ({ kind: "accepted", asset, partition, data: { by, note, dataVersion } })),
    );
    return rows.map(({ asset, partition }) => ({ asset, partition }));
  });
}

export async function retrace(db: Db, acceptances: readonly Acceptance[]): Promise<void> {
  if (acceptances.length === 0) return;
  await sql`
    update headwater.cells as cell set accepted_trace = retraced.trace
    from json_to_recordset(${jsonText(acceptances)}) as retraced (asset text, partition text, materialization bigint, trace json)
    where cell.asset = retraced.asset and cell.partition is not distinct from retraced.partition and cell.materialization = retraced.materialization`.execute(
    db,
  );
}

export function wipe(db: Db, cells: readonly CellRef[], { by, note }: Attribution): Promise<readonly CellRef[]> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<CellRef>`
      update headwater.cells as cell set wiped = true, report = null
      from json_to_recordset(${jsonText(cells)}) as gone (asset text, partition text)
      where cell.asset = gone.asset and cell.partition is not distinct from gone.partition and cell.materialization is not null and not cell.wiped
      returning cell.asset, cell.partition`.execute(trx);
    await appendEvents(
      trx,
      rows.map(({ asset, partition }) => ({ kind: "wiped", asset, partition, data: { by, note } })),
    );
    return rows;
  });
}

export function report(db: Db, { asset, partition, dataVersion, metadata, idempotencyKey }: NewReport): Promise<Report> {
  return db.transaction().execute(async (trx) => {
    // Two that send the same key at once: the second waits here, and finds the report of the first.
    if (idempotencyKey !== null) await sql`select pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, 18519))`.execute(trx);
    const known =
      idempotencyKey === null ? undefined : await trx.selectFrom("reports").selectAll().where("idempotency_key", "=", idempotencyKey).executeTakeFirst();
    if (known !== undefined) return reportFromRow(known);
    const [event] = await appendEvents(trx, [{ kind: "reported", asset, partition, data: { dataVersion } }]);
    if (event === undefined) throw new TypeError("A report was logged but has no number.");
    const row = await trx
      .insertInto("reports")
      .values({ ...event, asset, partition, data_version: dataVersion, metadata: jsonText(metadata), idempotency_key: idempotencyKey })
      .returningAll()
      .executeTakeFirstOrThrow();
    await sql`
      insert into headwater.cells (asset, partition, report) values (${asset}, ${partition}, ${event.seq})
      on conflict (asset, partition) do update set report = excluded.report`.execute(trx);
    return reportFromRow(row);
  });
}

export async function eventsByHand(db: Db, { asset, limit, before }: PageOptions & { readonly asset: string }): Promise<readonly Event[]> {
  const ofKind = sql`(select * from headwater.events where kind in (${sql.join(kindsByHand.map((kind) => sql.lit(kind)))}))`;
  const { rows } = await pageOfHistory<Selectable<EventsTable>>(db, ofKind, { asset, limit, before });
  return rows.map(eventFromRow);
}
