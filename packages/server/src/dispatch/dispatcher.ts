/** Hands out what waits in the store's outbox, through the job queue. */
import type { Outbox, Store } from "@headwater/core/engine";
import type { AddJobsJobSpec, WorkerUtils } from "graphile-worker";
import { makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import { createProcessLog } from "../process-log.ts";
import { definitionsFlag, observeJobKey, queueSchema, runIdOf, stepJobKey } from "./jobs.ts";
import { createQueueLogger } from "./queue-logger.ts";

export interface Dispatcher extends AsyncDisposable {
  /**
   * Sends everything that waits. Safe to call by many processes at once: a job that is sent twice is one job.
   * Calls during a flush are answered by one more flush.
   */
  flush(store: Store): Promise<void>;
}

/** What nobody claimed or answered by then is sent again, in milliseconds. */
const resendAfterMs = 30_000;

/** Prepares the tables of the queue where nobody did yet. */
export async function createDispatcher(connectionString: string): Promise<Dispatcher> {
  const pool = new pg.Pool({ connectionString, max: 2, application_name: "headwater dispatcher" });
  // idle connections break when Postgres restarts: the next query opens another
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const queue = await makeWorkerUtils({ pgPool: pool, schema: queueSchema, logger: createQueueLogger(createProcessLog()) });
  const flushOnce = async (store: Store): Promise<void> => {
    const outbox = await store.outbox(resendAfterMs);
    if (outbox.steps.length + outbox.observationRequests.length === 0) return;
    await send(queue, outbox, await flagsOf(store, outbox));
    await store.markSent(outbox);
  };
  return {
    flush: coalesced(flushOnce),
    async [Symbol.asyncDispose]() {
      await queue.release();
      await pool.end();
    },
  };
}

/** By run id: which definitions its steps are for. */
type Flags = ReadonlyMap<string, readonly string[]>;

async function flagsOf(store: Store, { steps }: Outbox): Promise<Flags> {
  const runs = steps.length === 0 ? [] : await store.runsById([...new Set(steps.map(({ stepId }) => runIdOf(stepId)))]);
  return new Map(runs.map(({ id, definitionsVersion }) => [id, definitionsVersion === null ? [] : [definitionsFlag(definitionsVersion)]]));
}

/** In the order of the keys: two processes that send the same jobs must not wait for each other in a circle. */
async function send(queue: WorkerUtils, outbox: Outbox, flags: Flags): Promise<void> {
  const steps = outbox.steps.map((job) => ({
    identifier: "step",
    payload: job,
    jobKey: stepJobKey(job),
    maxAttempts: 1,
    flags: [...(flags.get(runIdOf(job.stepId)) ?? [])],
  }));
  const requests = outbox.observationRequests.map((requestId) => ({
    identifier: "observe",
    payload: { requestId },
    jobKey: observeJobKey({ requestId }),
    maxAttempts: 1,
  }));
  const jobs: AddJobsJobSpec[] = [...requests, ...steps].sort((a, b) => (a.jobKey < b.jobKey ? -1 : 1));
  // a job that is sent again keeps its place in the queue
  await queue.addJobs(jobs, true);
}

/** One call at a time; all calls that come meanwhile share the next one. */
function coalesced(work: (store: Store) => Promise<void>): (store: Store) => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (store: Store): Promise<void> => {
    current = work(store).finally(() => {
      current = null;
    });
    return current;
  };
  return (store) => {
    if (current === null) return start(store);
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start(store);
      });
    return next;
  };
}
