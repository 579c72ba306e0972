/** Handing steps out for execution: one cell is computed by one step at a time. */
import { sql } from "kysely";
import type { Trx } from "./database.ts";

/** Answers the ordinals that got their cells; the others stay waiting and say for which run. */
export async function makeReady(trx: Trx, runId: string, ordinals: readonly number[]): Promise<readonly number[]> {
  if (ordinals.length === 0) return [];
  const got = await takeFreeCells(trx, runId, ordinals);
  if (got.length < ordinals.length) await nameHolders(trx, runId, ordinals);
  return got;
}

/** The steps with those that are computed with them; `first` is the one that runs, and `taken` whether another run computes its cell. */
const wanted = (runId: string, ordinals: readonly number[]) => sql`
  wanted as (
    select step.ordinal, coalesce(step.computed_with, step.ordinal) as first, holder.run_id as holder, step.asset
    from (
      select ordinal, computed_with, asset, partition from headwater.steps where run_id = ${runId} and ordinal = any(${ordinals})
      union all
      select ordinal, computed_with, asset, partition from headwater.steps where run_id = ${runId} and computed_with = any(${ordinals})
    ) as step
    left join headwater.steps as holder on holder.ready and holder.asset = step.asset and holder.partition is not distinct from step.partition
    -- Everybody takes cells in this order, so that two who want the same ones seldom wait for each other in a circle.
    order by step.asset, step.partition
  )`;

/**
 * The statement leaves out cells that it sees taken; the unique index `steps_computing` stops it where another transaction takes one at the
 * same moment. That one has committed by then, or was in a circle of waiting with us: so try again, and see it.
 */
async function takeFreeCells(trx: Trx, runId: string, ordinals: readonly number[]): Promise<readonly number[]> {
  for (let tries = 1; ; tries += 1) {
    await sql`savepoint take_cells`.execute(trx);
    try {
      const { rows } = await sql<{ ordinal: number; computed_with: number | null }>`
        with ${wanted(runId, ordinals)}
        update headwater.steps as step
        set ready = true, sent_at = null,
          attempts = attempts + case when computed_with is null then 1 else 0 end,
          waiting_for = case when computed_with is null then 'a worker' else waiting_for end
        from wanted
        where step.run_id = ${runId} and step.ordinal = wanted.ordinal and step.outcome = 'WAITING' and not step.ready
          and wanted.first not in (select first from wanted where holder is not null)
        returning step.ordinal, step.computed_with`.execute(trx);
      await sql`release savepoint take_cells`.execute(trx);
      return rows.flatMap((row) => (row.computed_with === null ? [row.ordinal] : [])).sort((a, b) => a - b);
    } catch (error) {
      if (!isTakenMeanwhile(error) || tries === maximumTries) throw error;
      await sql`rollback to savepoint take_cells`.execute(trx);
    }
  }
}

/** A circle that an earlier call in the same transaction takes part in stays: then the transaction fails, and the next one sees the other's cells. */
const maximumTries = 3;
const uniqueViolation = "23505";
const deadlockDetected = "40P01";

const isTakenMeanwhile = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code;
  return code === uniqueViolation || code === deadlockDetected;
};

async function nameHolders(trx: Trx, runId: string, ordinals: readonly number[]): Promise<void> {
  await sql`
    with ${wanted(runId, ordinals)}
    update headwater.steps as step
    set waiting_for = 'run ' || wanted.holder || ', which computes ' || wanted.asset || ' now'
    from wanted
    where step.run_id = ${runId} and step.ordinal = wanted.first and step.outcome = 'WAITING' and not step.ready and wanted.holder is not null
      -- The daemon asks again and again: write only what is news.
      and step.waiting_for is distinct from 'run ' || wanted.holder || ', which computes ' || wanted.asset || ' now'`.execute(trx);
}
