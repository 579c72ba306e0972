/** Observations: what each look at a source found, recorded in the order in which the looks started. */
import { type Selectable, sql } from "kysely";
import type { CellRef, Observation } from "../../model/cell.ts";
import { cellText } from "../../model/cell.ts";
import { faultPoint } from "../../model/fault-point.ts";
import type { NewObservation, PageOptions, RecordedObservation } from "../store.ts";
import type { Db, ObservationsTable, Trx } from "./database.ts";
import { appendEvents, validSeqs } from "./events.ts";
import { newestOfHistories, pageOfHistory } from "./former-cells.ts";
import { jsonText, plainText } from "./json-text.ts";
import { observationFromRow } from "./observation-row.ts";

/** What was known of a source cell before a look. */
interface Known {
  /** Start of the newest look; `null` also where it lies ahead of the clock: clocks move, and those of machines differ. */
  readonly lookedAt: Date | null;
  readonly observation: Observation | null;
  readonly failed: Observation | null;
}

const nothingKnown: Known = { lookedAt: null, observation: null, failed: null };

/** Records looks, one after another; the answer is in the given order. */
export function recordObservations(db: Db, looks: readonly NewObservation[]): Promise<readonly RecordedObservation[]> {
  return db.transaction().execute(async (trx) => {
    const cells = await lockCells(trx, looks);
    const recorded: RecordedObservation[] = [];
    for (const look of looks) {
      const known = await observationOfKey(trx, look.idempotencyKey ?? null);
      if (known !== null) {
        recorded.push({ observation: known, changed: false });
        continue;
      }
      const before = cells.get(cellText(look)) ?? nothingKnown;
      const { after, ...answer } = await recordLook(trx, look, before);
      await keepKey(trx, look.idempotencyKey ?? null, answer.observation.seq);
      cells.set(cellText(look), after);
      recorded.push(answer);
    }
    faultPoint("in-observation");
    return recorded;
  });
}

/** Makes sure that the cells have rows, and locks them in one order so that two batches cannot wait for each other in a circle. */
async function lockCells(trx: Trx, looks: readonly CellRef[]): Promise<Map<string, Known>> {
  const refs = jsonText(looks.map(({ asset, partition }) => ({ asset, partition })));
  await sql`
    insert into headwater.cells (asset, partition)
    select distinct asset, partition from json_to_recordset(${refs}) as look (asset text, partition text) order by asset, partition
    on conflict do nothing`.execute(trx);
  const locked = await sql<CellRef & { looked_at: Date | null; observation: string | null; failed_observation: string | null }>`
    select cell.asset, cell.partition, cell.observation, cell.failed_observation,
      case when cell.looked_at <= clock_timestamp() then cell.looked_at end as looked_at
    from (select distinct asset, partition from json_to_recordset(${refs}) as look (asset text, partition text)) as look
    join headwater.cells as cell on cell.asset = look.asset and cell.partition is not distinct from look.partition
    order by asset, partition
    for update of cell`.execute(trx);
  const seqs = locked.rows.flatMap((cell) => [cell.observation, cell.failed_observation]).filter((seq) => seq !== null);
  const bySeq = new Map((await observationsBySeq(trx, seqs)).map((observation) => [observation.seq, observation]));
  return new Map(
    locked.rows.map((cell) => [
      cellText(cell),
      { lookedAt: cell.looked_at, observation: bySeq.get(cell.observation ?? "") ?? null, failed: bySeq.get(cell.failed_observation ?? "") ?? null },
    ]),
  );
}

/** In any order, without those that do not exist. */
export async function observationsBySeq(db: Db, seqs: readonly string[]): Promise<readonly Observation[]> {
  const valid = validSeqs(seqs);
  if (valid.length === 0) return [];
  const rows = await db.selectFrom("observations").selectAll().where("seq", "=", sql<string>`any(${valid})`).execute();
  return rows.map(observationFromRow);
}

/** What was recorded under a key. Two that send the same key at once: the second waits here, and finds what the first recorded. */
async function observationOfKey(trx: Trx, key: string | null): Promise<Observation | null> {
  if (key === null) return null;
  await sql`select pg_advisory_xact_lock(hashtextextended(${plainText(key)}, 18519))`.execute(trx);
  const known = await trx.selectFrom("observation_keys").select("observation").where("idempotency_key", "=", plainText(key)).executeTakeFirst();
  return known === undefined ? null : ((await observationsBySeq(trx, [known.observation]))[0] ?? null);
}

async function keepKey(trx: Trx, key: string | null, observation: string): Promise<void> {
  if (key !== null)
    await trx
      .insertInto("observation_keys")
      .values({ idempotency_key: plainText(key), observation })
      .execute();
}

type Recorded = RecordedObservation & { readonly after: Known };

async function recordLook(trx: Trx, look: NewObservation, before: Known): Promise<Recorded> {
  const current = before.failed ?? before.observation;
  if (current !== null && before.lookedAt !== null && look.startedAt < before.lookedAt) return { observation: current, changed: false, after: before };
  return "error" in look.result ? recordFailure(trx, look, look.result.error, before) : recordVersion(trx, look, look.result, before);
}

async function recordVersion(
  trx: Trx,
  look: NewObservation,
  result: { dataVersion: string; metadata: Observation["metadata"] },
  before: Known,
): Promise<Recorded> {
  const dataVersion = plainText(result.dataVersion);
  const same = before.observation?.dataVersion === dataVersion ? before.observation : null;
  const observation =
    same === null
      ? await insertObservation(trx, look, "observation", { dataVersion, changed: true }, { dataVersion, error: null, metadata: result.metadata })
      : await seenAgain(trx, same);
  await updateCell(trx, look, { observation: observation.seq, failed_observation: null });
  return { observation, changed: same === null, after: { lookedAt: look.startedAt, observation, failed: null } };
}

async function recordFailure(trx: Trx, look: NewObservation, error: Observation["error"] & object, before: Known): Promise<Recorded> {
  const same = before.failed?.error?.message === plainText(error.message) ? before.failed : null;
  const failed =
    same === null
      ? await insertObservation(trx, look, "observation_failed", { error: { ...error, cause: null } }, { dataVersion: null, error, metadata: {} })
      : await seenAgain(trx, same);
  await updateCell(trx, look, { failed_observation: failed.seq });
  return { observation: failed, changed: false, after: { ...before, lookedAt: look.startedAt, failed } };
}

async function insertObservation(
  trx: Trx,
  { asset, partition }: CellRef,
  kind: "observation" | "observation_failed",
  data: Parameters<typeof appendEvents>[1][number]["data"],
  found: Pick<Observation, "dataVersion" | "error" | "metadata">,
): Promise<Observation> {
  const [event] = await appendEvents(trx, [{ kind, asset, partition, data }]);
  if (event === undefined) throw new Error("An event was not inserted.");
  const row = await trx
    .insertInto("observations")
    .values({
      ...event,
      asset,
      partition,
      checked_at: event.at,
      data_version: found.dataVersion,
      error: found.error === null ? null : jsonText(found.error),
      metadata: jsonText(found.metadata),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return observationFromRow(row);
}

async function seenAgain(trx: Trx, observation: Observation): Promise<Observation> {
  const checkedAt = sql<Date>`clock_timestamp()`;
  const row = await trx.updateTable("observations").set({ checked_at: checkedAt }).where("seq", "=", observation.seq).returningAll().executeTakeFirstOrThrow();
  return observationFromRow(row);
}

async function updateCell(trx: Trx, look: NewObservation, found: { observation?: string; failed_observation: string | null }): Promise<void> {
  await trx
    .updateTable("cells")
    .set({ ...found, looked_at: look.startedAt })
    .where("asset", "=", look.asset)
    .where("partition", "is not distinct from", look.partition)
    .execute();
}

/** Newest first, successful and failed. */
export async function listObservations(db: Db, { asset, limit, before }: PageOptions & { readonly asset: string }): Promise<readonly Observation[]> {
  const { rows } = await pageOfHistory<Selectable<ObservationsTable>>(db, sql`headwater.observations`, { asset, limit, before });
  return rows.map(observationFromRow);
}

export async function newestObservations(db: Db, assets: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly Observation[]>> {
  const found = await newestOfHistories<Selectable<ObservationsTable>>(db, "observations", { assets, limit });
  return new Map([...found].map(([asset, rows]) => [asset, rows.map(observationFromRow)]));
}
