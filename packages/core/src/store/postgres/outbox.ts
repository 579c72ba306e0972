/** The outbox: what waits to be handed to the dispatcher. The tables themselves are it, so nothing can be forgotten. */
import { sql } from "kysely";
import type { Outbox } from "../store.ts";
import type { Db } from "./database.ts";
import { jsonText } from "./json-text.ts";
import { parseStepId, stepIdOf } from "./step-ref.ts";

/** What was never sent, or longer than `resendAfterMs` ago without being claimed or answered. */
export async function readOutbox(db: Db, resendAfterMs: number): Promise<Outbox> {
  const due = sql<boolean>`(sent_at is null or sent_at < clock_timestamp() - ${resendAfterMs} * interval '1 ms')`;
  const [steps, requests] = await Promise.all([
    db
      .selectFrom("steps")
      .select(["run_id", "ordinal", "attempts"])
      .where("ready", "=", true)
      .where("outcome", "=", "WAITING")
      .where("computed_with", "is", null)
      .where(sql<boolean>`(not_before is null or not_before <= clock_timestamp())`)
      .where(due)
      .orderBy("run_id")
      .orderBy("ordinal")
      .execute(),
    db.selectFrom("observation_requests").select("id").where("answered_at", "is", null).where(due).orderBy("requested_at").execute(),
  ]);
  return {
    steps: steps.map(({ run_id, ordinal, attempts }) => ({ stepId: stepIdOf(run_id, ordinal), attempt: attempts })),
    observationRequests: requests.map((request) => request.id),
  };
}

export async function markSent(db: Db, { steps, observationRequests }: Outbox): Promise<void> {
  if (steps.length > 0) {
    const sent = steps.map(({ stepId, attempt }) => ({ run_id: parseStepId(stepId)?.runId, ordinal: parseStepId(stepId)?.ordinal, attempt }));
    await sql`
      update headwater.steps as step set sent_at = clock_timestamp()
      from json_to_recordset(${jsonText(sent)}) as sent (run_id text, ordinal integer, attempt integer)
      where step.run_id = sent.run_id and step.ordinal = sent.ordinal and step.attempts = sent.attempt and step.outcome = 'WAITING'`.execute(db);
  }
  if (observationRequests.length > 0) {
    const sentAt = sql<Date>`clock_timestamp()`;
    await db.updateTable("observation_requests").set({ sent_at: sentAt }).where("id", "in", observationRequests).execute();
  }
}
