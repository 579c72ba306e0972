/** Claiming a step, and what only the holder of its claim may write: progress, and the end. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Materialization } from "../../model/cell.ts";
import { faultPoint } from "../../model/fault-point.ts";
import { isAttempt } from "../../model/run.ts";
import { type Claim, cancelledResult, endOfOther, retryText, type StepEnd, type StepResult, type StepRetry } from "../store.ts";
import { updateCells } from "./cells.ts";
import type { Db, StepsTable, Trx } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText, plainText } from "./json-text.ts";
import { publish } from "./materializations.ts";
import { readRun } from "./runs.ts";
import { parseStepId, stepIdOf } from "./step-ref.ts";
import { othersOfStep, type RunningStep, stepEnded, stepFromRow } from "./steps.ts";

/** `null` where the step is not to be run (any more) at this attempt: so a job that is delivered twice is harmless. */
export async function claimStep(db: Db, stepId: string, attempt: number, worker: string, leaseMs: number): Promise<Claim | null> {
  const ref = parseStepId(stepId);
  if (ref === null) return null;
  // One statement: of two workers that claim at once, the second finds the step running.
  const claimed = await sql<Selectable<StepsTable> & { token: string; others: string[] }>`
    with claimed as (
      update headwater.steps as step
      set outcome = 'RUNNING', worker = ${worker}, token = gen_random_uuid(), waiting_for = null, not_before = null, progress = null, error = null,
        started_at = clock_timestamp(), lease_expires_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
      from headwater.runs as run
      where step.run_id = ${ref.runId} and step.ordinal = ${ref.ordinal} and step.attempts = ${attempt} and step.ready and step.outcome = 'WAITING'
        and step.computed_with is null
        and (step.not_before is null or step.not_before <= clock_timestamp())
        and run.id = step.run_id and run.status = 'RUNNING'
      returning step.*
    ), logged as (
      insert into headwater.events (kind, asset, partition, run_id, step_id, data)
      select 'step_started', asset, partition, run_id, ${stepId}, jsonb_build_object('ordinal', ordinal, 'attempt', attempts, 'worker', worker)
      from claimed
    )
    select claimed.*, array(
      select other.asset from headwater.steps as other
      where other.run_id = claimed.run_id and other.computed_with = claimed.ordinal order by other.ordinal
    ) as others
    from claimed`.execute(db);
  const row = claimed.rows[0];
  const run = row === undefined ? null : await readRun(db, ref.runId);
  return row === undefined || run === null ? null : { run, step: stepFromRow(row), token: row.token, others: row.others };
}

/** Locks the step if the claim still holds. The token is new with each claim, so it says the attempt too. */
export const heldStep = (trx: Trx, { step, token }: Claim) =>
  trx
    .selectFrom("steps")
    .selectAll()
    .select(othersOfStep)
    .where("run_id", "=", step.runId)
    .where("ordinal", "=", step.ordinal)
    .where("attempts", "=", step.attempts)
    .where("token", "=", token)
    .where("outcome", "=", "RUNNING")
    // The reaper skips the step meanwhile.
    .forUpdate()
    .executeTakeFirst();

/** Event, projection and step in one transaction; `null` where the claim was lost, and then nothing is written. */
export function completeStep(db: Db, claim: Claim, result: StepResult): Promise<{ readonly materialization: Materialization | null } | null> {
  return db.transaction().execute(async (trx) => {
    const step = await heldStep(trx, claim);
    if (step === undefined) return null;
    const isCancelled = (result.outcome === "SUCCEEDED" || result.outcome === "RETRY") && (await readRun(trx, step.run_id))?.status === "CANCELLING";
    const counted = isCancelled ? cancelledResult : result;
    const completed = await (counted.outcome === "RETRY" ? retryLater(trx, step, counted) : endRunning(trx, step, counted));
    faultPoint("in-completion");
    return completed;
  });
}

/** Hands a running step that the transaction has locked out anew, for a later time. */
async function retryLater(trx: Trx, step: Selectable<StepsTable>, { reason, error, delayMs }: StepRetry): Promise<{ readonly materialization: null }> {
  const { run_id, ordinal, asset, partition, attempts } = step;
  const { rows } = await sql<{ not_before: Date }>`select clock_timestamp() + ${delayMs} * interval '1 ms' as not_before`.execute(trx);
  const notBefore = rows[0]?.not_before ?? new Date(Date.now() + delayMs);
  await trx
    .updateTable("steps")
    .set({ ...handedOut, attempts: attempts + 1, error: jsonText(error), not_before: notBefore, waiting_for: plainText(retryText(notBefore, reason)) })
    .where("run_id", "=", run_id)
    .where("ordinal", "=", ordinal)
    .execute();
  const data = { ordinal, attempt: attempts, error: { ...error, cause: null }, notBefore: notBefore.toISOString(), reason };
  await appendEvents(trx, [{ kind: "step_retried", asset, partition, run_id, step_id: stepIdOf(run_id, ordinal), data }]);
  return { materialization: null };
}

/** Not claimed, and not sent to the dispatcher. */
export const handedOut = {
  outcome: "WAITING",
  ready: true,
  worker: null,
  token: null,
  lease_expires_at: null,
  sent_at: null,
  started_at: null,
  progress: null,
} as const;

/** Ends a running step that the transaction has locked, and those that are computed with it. */
export async function endRunning(trx: Trx, step: RunningStep, result: StepEnd): Promise<{ readonly materialization: Materialization | null }> {
  const { run_id } = step;
  const ends = [{ step, end: result }, ...step.others.map((other) => ({ step: other, end: endOfOther(result, other.asset) }))];
  const publications = ends.flatMap(({ step: { asset, partition, ordinal, computed_with: computedWith }, end }) =>
    end.outcome === "SUCCEEDED" ? [{ asset, partition, runId: run_id, ordinal, computedWith, materialization: end.materialization }] : [],
  );
  const made = await publish(trx, publications);
  const ended = ends.map(({ step: { ordinal, asset, partition }, end }, index) => ({
    ...{ ordinal, asset, partition, outcome: end.outcome, reason: plainText(end.reason) },
    error: end.outcome === "FAILED" ? end.error : null,
    ...(made[index] === undefined ? {} : { materialization: made[index].seq }),
    ...("failedChecks" in end && end.failedChecks ? { failed: end.failedChecks } : {}),
  }));
  await endSteps(trx, step, ended);
  // Last before the log: the row of a cell is the only one that two runs may want, so hold it briefly.
  await updateCells(
    trx,
    ended.flatMap(({ asset, partition, ordinal, outcome, materialization }) =>
      isAttempt(outcome)
        ? [{ asset, partition, ...(materialization === undefined ? {} : { materialization }), last_attempt_run: run_id, last_attempt_ordinal: ordinal }]
        : [],
    ),
  );
  await appendEvents(
    trx,
    ended.map(({ ordinal, asset, partition, outcome, reason }) => stepEnded({ run_id, ordinal, asset, partition, outcome, reason })),
  );
  return { materialization: made[0] ?? null };
}

/** What a step was tried with holds for those that are computed with it. */
const endSteps = (trx: Trx, { run_id, ordinal, losses }: RunningStep, ended: readonly object[]) =>
  sql`
    update headwater.steps as step
    set outcome = ended.outcome, reason = ended.reason, error = ended.error, materialization = ended.materialization,
      failed_checks = coalesce(ended.failed, '{}'), ready = false, waiting_for = null, token = null, lease_expires_at = null,
      attempts = first.attempts, worker = first.worker, started_at = first.started_at, losses = ${losses}, ended_at = clock_timestamp()
    from json_to_recordset(${jsonText(ended)})
        as ended (ordinal integer, outcome text, reason text, error json, materialization bigint, failed text[]),
      headwater.steps as first
    where step.run_id = ${run_id} and step.ordinal = ended.ordinal and first.run_id = ${run_id} and first.ordinal = ${ordinal}`.execute(trx);

/** Sets the progress of a running step, from 0 to 1; without effect where the claim was lost. */
export async function reportProgress(db: Db, claim: Claim, fraction: number, note: string | null): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const step = await heldStep(trx, claim);
    if (step === undefined) return;
    const { run_id, ordinal, asset, partition } = step;
    await trx.updateTable("steps").set({ progress: fraction }).where("run_id", "=", run_id).where("ordinal", "=", ordinal).execute();
    await appendEvents(trx, [{ kind: "step_progress", asset, partition, run_id, step_id: claim.step.id, data: { fraction, note } }]);
  });
}
