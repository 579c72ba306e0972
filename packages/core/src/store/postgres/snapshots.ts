/** Snapshots of sources: the rows stay, their values are kept for the newest of each source and for as long as a run reads them. */
import { type Selectable, sql } from "kysely";
import type { StoredValue } from "../../model/cell.ts";
import { type RunSnapshot, type Snapshot, type SnapshotSource, type SnapshotVersion, snapshotId, snapshotSourceId } from "../../model/snapshot.ts";
import type { Db, SnapshotsTable } from "./database.ts";
import { jsonText } from "./json-text.ts";

const snapshotFromRow = (row: Selectable<SnapshotsTable>): Snapshot => ({
  asset: row.asset,
  partition: row.partition,
  codeVersion: row.code_version,
  dataVersion: row.data_version,
  stored: { address: row.address, format: row.format, bytes: Number(row.bytes), rows: row.rows === null ? null : Number(row.rows) },
});

export async function readSnapshot(db: Db, version: SnapshotVersion): Promise<Snapshot | null> {
  const row = await db.selectFrom("snapshots").selectAll().where("id", "=", snapshotId(version)).executeTakeFirst();
  return row === undefined ? null : snapshotFromRow(row);
}

export async function readRunSnapshot(db: Db, runId: string, source: SnapshotSource): Promise<RunSnapshot | null> {
  const row = await db
    .selectFrom("run_snapshots as read")
    .innerJoin("snapshots as taken", "taken.id", "read.snapshot")
    .selectAll("taken")
    .select("read.observation")
    .where("read.run_id", "=", runId)
    .where("read.source", "=", snapshotSourceId(source))
    .executeTakeFirst();
  if (row === undefined) return null;
  const { at, checkedAt, ...observation } = row.observation;
  return { snapshot: snapshotFromRow(row), observation: { ...observation, at: new Date(at), checkedAt: new Date(checkedAt) } };
}

/** Of steps that take one at the same time, the first decides what their run reads. */
export async function takeSnapshot(db: Db, runId: string, taken: RunSnapshot): Promise<RunSnapshot> {
  const { snapshot, observation } = taken;
  const { asset, partition, codeVersion, dataVersion, stored } = snapshot;
  const id = snapshotId(snapshot);
  const newest = { taken_at: sql<Date>`clock_timestamp()`, ...stored };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("snapshots")
      .values({ id, asset, partition, code_version: codeVersion, data_version: dataVersion, ...newest })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(newest))
      .execute();
    await trx
      .insertInto("run_snapshots")
      .values({ run_id: runId, source: snapshotSourceId(snapshot), snapshot: id, observation: jsonText(observation) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return (await readRunSnapshot(db, runId, snapshot)) ?? taken;
}

export async function forgetSnapshot(db: Db, snapshot: Snapshot): Promise<void> {
  await db.deleteFrom("snapshots").where("id", "=", snapshotId(snapshot)).execute();
}

/** Values of the newest snapshot of each source, and of those that open runs read. */
export async function valuesOfSnapshots(db: Db): Promise<readonly Pick<StoredValue, "address" | "format">[]> {
  const { rows } = await sql<Pick<StoredValue, "address" | "format">>`
    select address, format from headwater.snapshots as taken
    where not exists (
      select from headwater.snapshots as newer
      where newer.asset = taken.asset and newer.partition is not distinct from taken.partition and newer.taken_at > taken.taken_at
    ) or exists (
      select from headwater.run_snapshots as read join headwater.runs as run on run.id = read.run_id
      where read.snapshot = taken.id and run.ended_at is null
    )`.execute(db);
  return rows;
}
