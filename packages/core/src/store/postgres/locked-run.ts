/** A run held exclusively: a transaction with a lock on the run's row. */
import { sql } from "kysely";
import { faultPoint } from "../../model/fault-point.ts";
import { togetherText } from "../../model/plan.ts";
import type { Run } from "../../model/run.ts";
import type { LockedRun, NewStep, Settlement } from "../store.ts";
import { readCells, updateCells } from "./cells.ts";
import type { Db, Trx } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText } from "./json-text.ts";
import { makeReady } from "./make-ready.ts";
import { findReusable, publish } from "./materializations.ts";
import { requestOfRun } from "./observation-requests.ts";
import { runFromRow } from "./runs.ts";
import { readSteps, setMaterializations, stepEnded } from "./steps.ts";

/** `null` where there is no such run. All that `work` writes becomes visible at once, or nothing of it. */
export function lockRun<T>(db: Db, id: string, work: (run: LockedRun) => Promise<T>): Promise<T | null> {
  return db.transaction().execute(async (trx) => {
    // "No key": whoever only refers to the run (a new observation request) need not wait.
    const row = await trx.selectFrom("runs").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
    if (row === undefined) return null;
    const result = await work(lockedRun(trx, runFromRow(row)));
    faultPoint("in-locked-run");
    return result;
  });
}

const lockedRun = (trx: Trx, run: Run): LockedRun => ({
  run,
  observationRequest: () => requestOfRun(trx, run.id),
  steps: () => readSteps(trx, run.id),
  cells: (assets) => readCells(trx, assets),
  findReusable: (cell, traceKey) => findReusable(trx, cell, traceKey),
  plan: (definitionsVersion, steps) => plan(trx, run.id, definitionsVersion, steps),
  settle: (settlements) => settle(trx, run.id, settlements),
  makeReady: (ordinals) => makeReady(trx, run.id, ordinals),
  end: (status, because) => end(trx, run.id, status, because),
});

async function plan(trx: Trx, runId: string, definitionsVersion: string, steps: readonly NewStep[]): Promise<void> {
  const rows = steps.map(({ computedWith = null, ...step }, ordinal) => {
    const runs = computedWith === null ? undefined : steps[computedWith];
    return { run_id: runId, ordinal, ...step, computed_with: computedWith, waiting_for: runs === undefined ? null : togetherText(runs.asset) };
  });
  // One parameter for any number of steps: as rows of values, ten thousand would be too many.
  await sql`
    insert into headwater.steps (run_id, ordinal, asset, partition, action, wave, reason, needs, computed_with, waiting_for)
    select run_id, ordinal, asset, partition, action, wave, reason, needs, computed_with, waiting_for
    from json_populate_recordset(null::headwater.steps, ${jsonText(rows)})`.execute(trx);
  const startedAt = sql<Date>`clock_timestamp()`;
  await trx.updateTable("runs").set({ status: "RUNNING", definitions_version: definitionsVersion, started_at: startedAt }).where("id", "=", runId).execute();
  await appendEvents(trx, [{ kind: "run_planned", run_id: runId, data: { steps: steps.length } }]);
}

/** Ends steps without running them. A step that was claimed meanwhile belongs to its worker and is passed over, with those that are computed with it. */
async function settle(trx: Trx, runId: string, settlements: readonly Settlement[]): Promise<void> {
  const first = await endWaiting(trx, runId, settlements);
  const others = settlements.flatMap((settlement) => (first.has(settlement.ordinal) ? (settlement.others ?? []) : []));
  const ended = new Map(others.length === 0 ? first : [...first, ...(await endWaiting(trx, runId, others))]);
  const all = [...settlements, ...others].sort((a, b) => a.ordinal - b.ordinal);
  const reused = all.flatMap(({ ordinal, materialization }) => {
    const step = ended.get(ordinal);
    return step === undefined || materialization === undefined ? [] : [{ ...step, runId, computedWith: step.computed_with, materialization }];
  });
  const published = await publish(trx, reused);
  const made = reused.map(({ asset, partition, ordinal }, index) => ({ asset, partition, ordinal, materialization: published[index]?.seq ?? "" }));
  if (made.length > 0) {
    await setMaterializations(trx, runId, made);
    await updateCells(
      trx,
      made.map(({ asset, partition, materialization }) => ({ asset, partition, materialization })),
    );
  }
  await appendEvents(
    trx,
    all.flatMap(({ ordinal }) => ended.get(ordinal) ?? []).map((step) => stepEnded({ run_id: runId, ...step })),
  );
}

type Settled = Omit<Parameters<typeof stepEnded>[0], "run_id"> & { readonly computed_with: number | null };

async function endWaiting(trx: Trx, runId: string, settlements: readonly Settlement[]): Promise<ReadonlyMap<number, Settled>> {
  const wanted = jsonText(
    settlements.map(({ ordinal, outcome, reason, failedChecks }) => ({ ordinal, outcome, reason, ...(failedChecks?.length ? { failed: failedChecks } : {}) })),
  );
  const { rows } = await sql<Settled>`
    update headwater.steps as step
    set outcome = settled.outcome, reason = settled.reason, failed_checks = coalesce(settled.failed, '{}'), ready = false, waiting_for = null,
      ended_at = clock_timestamp()
    from json_to_recordset(${wanted}) as settled (ordinal integer, outcome text, reason text, failed text[])
    where step.run_id = ${runId} and step.ordinal = settled.ordinal and step.outcome = 'WAITING'
    returning step.ordinal, step.asset, step.partition, step.outcome, step.reason, step.computed_with`.execute(trx);
  return new Map(rows.map((row) => [row.ordinal, row]));
}

/** A run does not end before its last step: where a worker has claimed one since the caller looked, the run stays open. */
async function end(trx: Trx, runId: string, status: Run["status"], because: Run["endedBecause"]): Promise<void> {
  const ended = await trx
    .updateTable("runs")
    .set({ status, ended_because: because === null ? null : jsonText(because), ended_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", runId)
    .where("ended_at", "is", null)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("steps").select("ordinal").where("run_id", "=", runId).where("outcome", "=", "RUNNING"))))
    .returning("id")
    .executeTakeFirst();
  if (ended === undefined) return;
  await appendEvents(trx, [{ kind: "run_ended", run_id: runId, data: { status, because: because === null ? null : { ...because } } }]);
}
