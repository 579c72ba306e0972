/** Steps: reading them, and how they end. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Outcome, Step, StepCounts } from "../../model/run.ts";
import { countSteps } from "../../model/run.ts";
import type { AssetStepPage, StepPage } from "../store.ts";
import type { Db, StepsTable, Trx } from "./database.ts";
import type { NewEvent } from "./events.ts";
import { jsonText } from "./json-text.ts";
import type { StepRef } from "./step-ref.ts";
import { parseStepId, stepIdOf } from "./step-ref.ts";

export const stepFromRow = (row: Selectable<StepsTable>): Step => ({
  id: stepIdOf(row.run_id, row.ordinal),
  runId: row.run_id,
  ordinal: row.ordinal,
  asset: row.asset,
  partition: row.partition,
  action: row.action,
  wave: row.wave,
  outcome: row.outcome,
  reason: row.reason,
  needs: row.needs,
  ready: row.ready,
  waitingFor: row.waiting_for,
  attempts: row.attempts,
  losses: row.losses,
  notBefore: row.not_before,
  worker: row.worker,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  progress: row.progress,
  error: row.error,
  materialization: row.materialization,
  failedChecks: row.failed_checks,
  computedWith: row.computed_with,
});

export async function readSteps(db: Db, runId: string, page?: StepPage): Promise<readonly Step[]> {
  let query = db.selectFrom("steps").selectAll().where("run_id", "=", runId).orderBy("ordinal");
  if (page?.after !== undefined) query = query.where("ordinal", ">", page.after);
  if (page?.outcome !== undefined) query = query.where("outcome", "=", sql<Outcome>`any(${page.outcome})`);
  if (page !== undefined) query = query.limit(page.limit);
  return (await query.execute()).map(stepFromRow);
}

/** By the index of an asset's steps: ids of runs ascend with time. */
export async function stepsOfAsset(db: Db, { asset, limit, before, outcome }: AssetStepPage): Promise<readonly Step[]> {
  let query = db.selectFrom("steps").selectAll().where("asset", "=", asset).orderBy("run_id", "desc").orderBy("ordinal", "desc").limit(limit);
  if (before !== undefined) {
    const ref = parseStepId(before);
    if (ref === null) return [];
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple("run_id", "ordinal"), "<", tuple(ref.runId, ref.ordinal)));
  }
  if (outcome !== undefined) query = query.where("outcome", "=", sql<Outcome>`any(${outcome})`);
  return (await query.execute()).map(stepFromRow);
}

export async function failedSteps(db: Db, runIds: readonly string[]): Promise<readonly Step[]> {
  const rows = await db
    .selectFrom("steps")
    .selectAll()
    .where("run_id", "=", sql<string>`any(${runIds})`)
    .where(({ eb, or }) => or([eb("outcome", "=", "FAILED"), sql<boolean>`failed_checks <> '{}'`]))
    .orderBy("run_id")
    .orderBy("ordinal")
    .execute();
  return rows.map(stepFromRow);
}

export async function readStep(db: Db, stepId: string): Promise<Step | null> {
  const ref = parseStepId(stepId);
  if (ref === null) return null;
  const row = await db.selectFrom("steps").selectAll().where("run_id", "=", ref.runId).where("ordinal", "=", ref.ordinal).executeTakeFirst();
  return row === undefined ? null : stepFromRow(row);
}

export async function stepsById(db: Db, ids: readonly string[]): Promise<readonly Step[]> {
  const refs = ids.map(parseStepId).filter((ref) => ref !== null);
  if (refs.length === 0) return [];
  const rows = await db
    .selectFrom("steps")
    .selectAll()
    .where(({ eb, refTuple }) => eb(refTuple("run_id", "ordinal"), "in", refsOf(refs)))
    .execute();
  return rows.map(stepFromRow);
}

/** One parameter for any number of them. */
const refsOf = (refs: readonly StepRef[]) =>
  sql<[string, number]>`(select ref."runId", ref.ordinal from json_to_recordset(${jsonText(refs)}) as ref ("runId" text, ordinal integer))`;

/** Counts of steps by outcome, by run id. */
export async function stepCounts(db: Db, runIds: readonly string[]): Promise<ReadonlyMap<string, StepCounts>> {
  const rows = await db
    .selectFrom("steps")
    .select(({ fn }) => ["run_id", "outcome", fn.countAll<string>().as("count")])
    .where("run_id", "=", sql<string>`any(${runIds})`)
    .groupBy(["run_id", "outcome"])
    .execute();
  const counts = new Map<string, Record<Outcome, number>>();
  for (const { run_id, outcome, count } of rows) {
    const ofRun = counts.get(run_id) ?? { ...countSteps([]) };
    counts.set(run_id, { ...ofRun, [outcome]: Number(count) });
  }
  return counts;
}

/** A step with those that are computed with it. */
export interface RunningStep extends Selectable<StepsTable> {
  readonly others: readonly Pick<Selectable<StepsTable>, "ordinal" | "asset" | "partition" | "computed_with">[];
}

/** A column beside those of `steps`: no statement of its own, since nearly every step has none. */
export const othersOfStep = sql<RunningStep["others"]>`(
  select coalesce(json_agg(other order by other.ordinal), '[]')
  from (
    select ordinal, asset, partition, computed_with from headwater.steps as found
    where found.run_id = steps.run_id and found.computed_with = steps.ordinal
  ) as other)`.as("others");

/** Writes the numbers of what steps of a run have made. */
export const setMaterializations = (trx: Trx, runId: string, made: readonly { readonly ordinal: number; readonly materialization: string }[]) =>
  sql`
    update headwater.steps as step set materialization = made.materialization
    from json_to_recordset(${jsonText(made)}) as made (ordinal integer, materialization bigint)
    where step.run_id = ${runId} and step.ordinal = made.ordinal`.execute(trx);

type Ended = Pick<Selectable<StepsTable>, "run_id" | "ordinal" | "asset" | "partition" | "outcome" | "reason">;

export const stepEnded = ({ run_id, ordinal, asset, partition, outcome, reason }: Ended): NewEvent => ({
  kind: "step_ended",
  asset,
  partition,
  run_id,
  step_id: stepIdOf(run_id, ordinal),
  data: { ordinal, outcome, reason },
});
