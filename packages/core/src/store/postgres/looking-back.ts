/** What the history tells: how long things usually take, and how old the data behind them is. */
import { sql } from "kysely";
import { usualDurationSample } from "../../model/usual-duration.ts";
import type { Db } from "./database.ts";
import { validSeqs } from "./events.ts";

/** In milliseconds, by asset. The last few of each asset come from its index: the length of its history does not matter. */
export async function usualDurations(db: Db, assets: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ asset: string; ms: number }>`
    select wanted.asset, percentile_cont(0.5) within group (order by last.duration_ms) as ms
    from unnest(${assets}::text[]) as wanted (asset)
    cross join lateral (
      select duration_ms from headwater.materializations as made
      where made.asset = wanted.asset and made.outcome = 'SUCCEEDED'
      order by seq desc
      limit ${usualDurationSample}
    ) as last
    group by wanted.asset`.execute(db);
  return new Map(rows.map(({ asset, ms }) => [asset, ms]));
}

/** Follows what each materialization read, back to the observations of sources. */
export async function oldestLooks(db: Db, seqs: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ seq: string; checked_at: Date }>`
    with recursive behind (root, seq) as (
      select seq, seq from unnest(${validSeqs(seqs)}::bigint[]) as root (seq)
      union
      select behind.root, (cell ->> 'seq')::bigint
      from behind
      join headwater.materializations as made on made.seq = behind.seq
      cross join json_array_elements(made.trace -> 'inputs') as input
      cross join json_array_elements(input -> 'cells') as cell
      where cell ->> 'seq' is not null
    )
    select behind.root as seq, min(look.checked_at) as checked_at
    from behind join headwater.observations as look on look.seq = behind.seq
    group by behind.root`.execute(db);
  return new Map(rows.map(({ seq, checked_at }) => [seq, checked_at]));
}
