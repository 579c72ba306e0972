/** Leases: renewing them for a whole worker at once, and taking steps back whose worker vanished. */
import { sql } from "kysely";
import { errorInfo } from "../../model/error-info.ts";
import { HeadwaterError } from "../../model/errors.ts";
import type { Claim } from "../store.ts";
import { endRunning, handedOut, heldStep } from "./claims.ts";
import type { Db, Trx } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText } from "./json-text.ts";
import { stepIdOf } from "./step-ref.ts";
import { othersOfStep, type RunningStep } from "./steps.ts";

interface Renewal {
  readonly lost: readonly string[];
  readonly cancelled: readonly string[];
}

export async function renewLeases(db: Db, claims: readonly Claim[], leaseMs: number): Promise<Renewal> {
  if (claims.length === 0) return { lost: [], cancelled: [] };
  const held = jsonText(claims.map(({ step, token }) => ({ run_id: step.runId, ordinal: step.ordinal, token })));
  const { rows } = await sql<{ run_id: string; ordinal: number; cancelling: boolean }>`
    update headwater.steps as step set lease_expires_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
    from json_to_recordset(${held}) as held (run_id text, ordinal integer, token uuid), headwater.runs as run
    where step.run_id = held.run_id and step.ordinal = held.ordinal and step.token = held.token and step.outcome = 'RUNNING' and run.id = step.run_id
    returning step.run_id, step.ordinal, run.status = 'CANCELLING' as cancelling`.execute(db);
  const renewed = new Map(rows.map((row) => [stepIdOf(row.run_id, row.ordinal), row.cancelling]));
  const ids = claims.map(({ step }) => step.id);
  return { lost: ids.filter((id) => !renewed.has(id)), cancelled: ids.filter((id) => renewed.get(id)) };
}

/** Takes steps whose lease ran out from their workers; returns the runs to advance. */
export function reapLostSteps(db: Db, maxLosses: number): Promise<readonly string[]> {
  return db.transaction().execute(async (trx) => {
    const lost = await trx
      .selectFrom("steps")
      .selectAll()
      .select(othersOfStep)
      .where("lease_expires_at", "<", sql<Date>`clock_timestamp()`)
      .where("outcome", "=", "RUNNING")
      .orderBy("asset")
      // A step that is just being completed is not lost, and what another reaper took needs no second one.
      .forUpdate()
      .skipLocked()
      .execute();
    for (const step of lost) await takeBack(trx, step, maxLosses);
    return [...new Set(lost.map((step) => step.run_id))];
  });
}

async function takeBack(trx: Trx, step: RunningStep, maxLosses: number): Promise<void> {
  const { run_id, ordinal, asset, partition, attempts } = step;
  const losses = step.losses + 1;
  const worker = step.worker ?? "unknown";
  const place = { asset, partition, run_id, step_id: stepIdOf(run_id, ordinal) };
  await appendEvents(trx, [{ kind: "step_lost", ...place, data: { ordinal, attempt: attempts, worker } }]);
  const row = trx.updateTable("steps").where("run_id", "=", run_id).where("ordinal", "=", ordinal);
  if (losses >= maxLosses) {
    const error = errorInfo(new HeadwaterError("STEP_LOST", { worker, times: losses }));
    await endRunning(trx, { ...step, losses }, { outcome: "FAILED", reason: error.message, error: { ...error, stack: null } });
    return;
  }
  await row.set({ ...waitingAgain(attempts), losses }).execute();
}

const waitingAgain = (attempts: number) => ({ ...handedOut, attempts: attempts + 1, waiting_for: "a worker" }) as const;

/** Gives steps back without counting a loss. */
export async function handBack(db: Db, claims: readonly Claim[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const claim of claims.toSorted((a, b) => (a.step.id < b.step.id ? -1 : 1))) {
      const step = await heldStep(trx, claim);
      if (step === undefined) continue;
      const { run_id, ordinal, asset, partition, attempts, worker } = step;
      await trx.updateTable("steps").where("run_id", "=", run_id).where("ordinal", "=", ordinal).set(waitingAgain(attempts)).execute();
      const data = { ordinal, attempt: attempts, worker };
      await appendEvents(trx, [{ kind: "step_lost", asset, partition, run_id, step_id: claim.step.id, data }]);
    }
  });
}
