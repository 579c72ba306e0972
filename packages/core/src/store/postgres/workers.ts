/** Workers: who is there, by their heartbeats. */
import { sql } from "kysely";
import type { Worker } from "../../model/worker.ts";
import { workerTimeoutMs } from "../../model/worker.ts";
import type { Db } from "./database.ts";
import { appendEvents } from "./events.ts";

/** Registers a worker or renews its heartbeat; `true` where it is new. */
export function heartbeat(db: Db, worker: Omit<Worker, "startedAt" | "heartbeatAt">): Promise<boolean> {
  const { id, running, slots, version, host, pid } = worker;
  const values = {
    tags: [...worker.tags],
    running,
    slots,
    definitions_version: worker.definitionsVersion,
    code_location: worker.codeLocation,
    version,
    host,
    pid,
  };
  return db.transaction().execute(async (trx) => {
    const heartbeatAt = sql<Date>`clock_timestamp()`;
    const known = await trx
      .updateTable("workers")
      .set({ ...values, heartbeat_at: heartbeatAt })
      .where("id", "=", id)
      .returning("id")
      .executeTakeFirst();
    if (known !== undefined) return false;
    await trx
      .insertInto("workers")
      .values({ id, ...values })
      .execute();
    await appendEvents(trx, [{ kind: "worker_started", data: { worker: id } }]);
    return true;
  });
}

export function removeWorker(db: Db, id: string): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const removed = await trx.deleteFrom("workers").where("id", "=", id).returning("id").executeTakeFirst();
    if (removed !== undefined) await appendEvents(trx, [{ kind: "worker_stopped", data: { worker: id } }]);
  });
}

/** Workers whose last heartbeat is recent, the oldest first. */
export async function readWorkers(db: Db): Promise<readonly Worker[]> {
  const rows = await db
    .selectFrom("workers")
    .selectAll()
    .where("heartbeat_at", ">", sql<Date>`clock_timestamp() - ${workerTimeoutMs} * interval '1 ms'`)
    .orderBy("started_at")
    .orderBy("id")
    .execute();
  return rows.map(({ started_at, heartbeat_at, definitions_version, code_location, ...worker }) => ({
    ...worker,
    startedAt: started_at,
    heartbeatAt: heartbeat_at,
    definitionsVersion: definitions_version,
    codeLocation: code_location,
  }));
}
