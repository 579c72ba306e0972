/** Steps: reading them, and how they end. */
import type { Selectable } from "kysely";
import type { Step } from "../../model/run.ts";
import type { Db, StepsTable } from "./database.ts";
import type { NewEvent } from "./events.ts";
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
  worker: row.worker,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  progress: row.progress,
  error: row.error,
  materialization: row.materialization,
});

export async function readSteps(db: Db, runId: string): Promise<readonly Step[]> {
  const rows = await db.selectFrom("steps").selectAll().where("run_id", "=", runId).orderBy("ordinal").execute();
  return rows.map(stepFromRow);
}

export async function readStep(db: Db, stepId: string): Promise<Step | null> {
  const ref = parseStepId(stepId);
  if (ref === null) return null;
  const row = await db.selectFrom("steps").selectAll().where("run_id", "=", ref.runId).where("ordinal", "=", ref.ordinal).executeTakeFirst();
  return row === undefined ? null : stepFromRow(row);
}

type Ended = Pick<Selectable<StepsTable>, "run_id" | "ordinal" | "asset" | "partition" | "outcome" | "reason">;

export const stepEnded = ({ run_id, ordinal, asset, partition, outcome, reason }: Ended): NewEvent => ({
  kind: "step_ended",
  asset,
  partition,
  run_id,
  step_id: stepIdOf(run_id, ordinal),
  data: { ordinal, outcome, reason },
});
