/** Cells of assets that were renamed: what was recorded under the old key goes on under the new one. */
import { type RawBuilder, sql } from "kysely";
import type { SerializedDefinitions } from "../../model/asset-node.ts";
import { renamesOf } from "../../model/rename.ts";
import type { Db, Trx } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText } from "./json-text.ts";

/** Takes over former cells of which something newer is recorded than of the cell itself; the newest where there are several. */
export async function adoptFormerCells(trx: Trx, definitions: SerializedDefinitions): Promise<void> {
  const renames = renamesOf(definitions);
  if (renames.length === 0) return;
  const { rows } = await sql<{ readonly asset: string; readonly partition: string | null; readonly former: string }>`
    with found as (
      select distinct on (rename.asset, old.partition) rename.asset, old.partition, rename.former
      from json_to_recordset(${jsonText(renames)}) as rename (asset text, former text)
      join headwater.cells as old on old.asset = rename.former
      left join headwater.cells as own on own.asset = rename.asset and own.partition is not distinct from old.partition
      where ${changedAt("old")} > ${changedAt("own")}
      order by rename.asset, old.partition, ${changedAt("old")} desc
    ), adopted as (
      insert into headwater.cells as known (asset, partition, ${recorded((column) => sql.ref(column))})
      select found.asset, found.partition, ${recorded((column) => sql.ref(`old.${column}`))}
      from found join headwater.cells as old on old.asset = found.former and old.partition is not distinct from found.partition
      on conflict (asset, partition) do update set ${recorded((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)}
    )
    select * from found`.execute(trx);
  await appendEvents(
    trx,
    rows.map(({ asset, partition, former }) => ({ kind: "renamed", asset, partition, data: { from: former } })),
  );
}

/** All that a cell has beside its name. */
const columns = [
  ...["materialization", "wiped", "report", "accepted_trace", "last_attempt_run", "last_attempt_ordinal"],
  ...["observation", "failed_observation", "looked_at"],
];
const recorded = (each: (column: string) => RawBuilder<unknown>) => sql.join(columns.map(each));

/** The number of the last event that changed a cell; 0 where nothing did. What is done by hand leaves no number in the cell. */
const changedAt = (cell: "old" | "own") => {
  const of = sql.ref(cell);
  return sql`greatest(0, ${of}.materialization, ${of}.observation, ${of}.failed_observation, (
    select max(seq) from headwater.events as event
    where event.asset = ${of}.asset and event.partition is not distinct from ${of}.partition and kind in ('accepted', 'wiped', 'reported', 'renamed')))`;
};

/**
 * What is recorded of an asset, newest first, in one statement: under its own key, and under those that it had before until it got another one.
 * Each key is one range of an index, however long the history is.
 */
export const pageOfHistory = <Row>(
  db: Db,
  records: RawBuilder<unknown>,
  { asset, limit, before = newest }: { readonly asset: string; readonly limit: number; readonly before?: string | undefined },
) =>
  sql<Row>`
    with recursive called (asset, ends) as (
      values (${asset}::text, ${newest}::bigint)
      union
      select event.data ->> 'from', event.seq from called join headwater.events as event
        on event.asset = called.asset and event.kind = 'renamed' and event.seq < called.ends
    )
    select record.*
    from (select asset, max(ends) as ends from called group by asset) as called
    cross join lateral (
      select * from ${records} as record
      where record.asset = called.asset and record.seq < least(called.ends, ${before}::bigint)
      order by seq desc limit ${limit}
    ) as record
    order by record.seq desc limit ${limit}`.execute(db);

/** The first page of `pageOfHistory` for each of many assets, in one statement. */
export async function newestOfHistories<Row extends { readonly seq: string }>(
  db: Db,
  table: "materializations" | "observations",
  { assets, limit }: { readonly assets: readonly string[]; readonly limit: number },
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const { rows } = await sql<Row & { readonly wanted: string }>`
    with recursive called (wanted, asset, ends) as (
      select wanted, wanted, ${newest}::bigint from unnest(${assets}::text[]) as wanted
      union
      select called.wanted, event.data ->> 'from', event.seq from called join headwater.events as event
        on event.asset = called.asset and event.kind = 'renamed' and event.seq < called.ends
    )
    select called.wanted, record.*
    from (select wanted, asset, max(ends) as ends from called group by wanted, asset) as called
    cross join lateral (
      select * from ${sql.table(`headwater.${table}`)} as record
      where record.asset = called.asset and record.seq < called.ends
      order by seq desc limit ${limit}
    ) as record
    order by record.seq desc`.execute(db);
  return new Map([...Map.groupBy(rows, ({ wanted }) => wanted)].map(([wanted, found]) => [wanted, found.slice(0, limit)]));
}

/** After all numbers. */
const newest = "9223372036854775807";
