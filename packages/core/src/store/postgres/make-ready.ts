/** Handing steps out for execution: one cell is computed by one step at a time. */
import { sql } from "kysely";
import type { Trx } from "./database.ts";

/** Answers the ordinals that got their cell; the others stay waiting and say for which run. */
export async function makeReady(trx: Trx, runId: string, ordinals: readonly number[]): Promise<readonly number[]> {
  if (ordinals.length === 0) return [];
  const got = await takeFreeCells(trx, runId, ordinals);
  if (got.length < ordinals.length) await nameHolders(trx, runId, ordinals);
  return got;
}

/**
 * The statement leaves out cells that it sees taken; the unique index `steps_computing` stops it where another transaction takes one at the
 * same moment. That one has committed by then, or was in a circle of waiting with us: so try again, and see it.
 */
async function takeFreeCells(trx: Trx, runId: string, ordinals: readonly number[]): Promise<readonly number[]> {
  for (let tries = 1; ; tries += 1) {
    await sql`savepoint take_cells`.execute(trx);
    try {
      const { rows } = await sql<{ ordinal: number }>`
        update headwater.steps as step
        set ready = true, attempts = attempts + 1, waiting_for = 'a worker', sent_at = null
        where run_id = ${runId} and ordinal = any(${ordinals}) and outcome = 'WAITING' and not ready
          and not exists (
            select from headwater.steps as holder
            where holder.ready and holder.asset = step.asset and holder.partition is not distinct from step.partition)
        returning ordinal`.execute(trx);
      await sql`release savepoint take_cells`.execute(trx);
      return rows.map((row) => row.ordinal).sort((a, b) => a - b);
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
    update headwater.steps as step
    set waiting_for = 'run ' || holder.run_id || ', which computes ' || step.asset || ' now'
    from headwater.steps as holder
    where step.run_id = ${runId} and step.ordinal = any(${ordinals}) and step.outcome = 'WAITING' and not step.ready
      and holder.ready and holder.asset = step.asset and holder.partition is not distinct from step.partition
      -- The daemon asks again and again: write only what is news.
      and step.waiting_for is distinct from 'run ' || holder.run_id || ', which computes ' || step.asset || ' now'`.execute(trx);
}
