/** Takes jobs from the queue and hands them to their handler; starts anew whenever the connection to the queue broke. */
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskList, WorkerPool } from "graphile-worker";
import { runTaskList } from "graphile-worker";
import type pg from "pg";
import type { ProcessLog } from "../process-log.ts";
import { queueSchema } from "./jobs.ts";
import { createQueueLogger } from "./queue-logger.ts";

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  /** Handlers by kind of job; only these kinds are taken. */
  readonly tasks: { readonly [name: string]: (payload: unknown) => Promise<void> };
  /** Jobs at the same time. */
  readonly concurrency: number;
  readonly log: ProcessLog;
}

export interface JobRunner {
  /** Takes no further jobs, and resolves when those that run have ended. */
  stop(): Promise<void>;
}

const retryMs = { first: 250, longest: 5_000 };

/** The tables of the queue must exist: a dispatcher sees to that. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const stopping = new AbortController();
  let queue = start(options);
  const supervised = (async () => {
    for (let pauseMs = retryMs.first; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, retryMs.longest)) {
      await queue.promise.catch((error: unknown) => options.log.trouble("queue", error));
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) queue = start(options);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await queue.gracefulShutdown();
      await supervised;
    },
  };
}

function start({ pool, tasks, concurrency, log }: JobRunnerOptions): WorkerPool {
  const options = {
    schema: queueSchema,
    concurrency,
    noHandleSignals: true,
    logger: createQueueLogger(log),
    // without batches a failure to delete a finished job would be a rejection that nobody handles
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  };
  return runTaskList(options, guarded(tasks, log), pool);
}

/** A job never fails: what it stands for is in the store, and is sent again from there. */
const guarded = (tasks: JobRunnerOptions["tasks"], log: ProcessLog): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, work]) => [
      name,
      async (payload: unknown) => {
        try {
          await work(payload);
          log.recovered(`job ${name}`);
        } catch (error) {
          log.trouble(`job ${name}`, error);
        }
      },
    ]),
  );
