/** Takes jobs from the queue and hands them to their handler; starts anew whenever the connection to the queue broke. */
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskList, WorkerPool } from "graphile-worker";
import { runTaskList } from "graphile-worker";
import type pg from "pg";
import type { ProcessLog } from "../process-log.ts";
import { queueSchema } from "./jobs.ts";
import { createQueueLogger, queueTrouble } from "./queue-logger.ts";

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  /** Handlers by kind of job; only these kinds are taken. */
  readonly tasks: { readonly [name: string]: (payload: unknown) => Promise<void> };
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Flags of jobs that are left to others; asked before each job. Default: none. */
  readonly leaves?: () => Promise<readonly string[]>;
  readonly log: ProcessLog;
}

export interface JobRunner {
  /** Takes no further jobs, and resolves when those that run have ended. */
  stop(): Promise<void>;
}

const retryMs = { first: 250, longest: 5_000 };
const stillbornMs = 1_000;

/** The tables of the queue must exist: a dispatcher sees to that. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const stopping = new AbortController();
  let queue = start(options);
  const supervised = (async () => {
    for (let pauseMs = retryMs.first; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, retryMs.longest)) {
      await queue.promise.catch((error: unknown) => options.log.trouble(queueTrouble, error));
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) queue = start(options);
    }
  })();
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping.abort();
    await queue.gracefulShutdown();
    await supervised;
  };
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function start({ pool, tasks, concurrency, leaves, log }: JobRunnerOptions): WorkerPool {
  const events = new EventEmitter();
  const queue = runTaskList(
    {
      schema: queueSchema,
      concurrency,
      events,
      noHandleSignals: true,
      forbiddenFlags: leaves === undefined ? null : async () => [...(await leaves())],
      logger: createQueueLogger(log),
      // without batches a failure to delete a finished job would be a rejection that nobody handles
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    },
    guarded(tasks, log),
    pool,
  );
  events.on("pool:listen:success", () => log.recovered(queueTrouble));
  endIfStillborn(queue, events);
  return queue;
}

/**
 * graphile-worker 0.18 looks up the ids of its tasks once, and keeps the answer even where that was an error: a pool
 * whose first look fails never takes a job. Such a pool is ended, and a new one takes its place; not at once, because
 * its listener, which lost its connection too, would give it back twice.
 */
function endIfStillborn(queue: WorkerPool, events: EventEmitter): void {
  const looked = Promise.withResolvers<"alive" | "stillborn">();
  events.once("worker:getJob:empty", () => looked.resolve("alive"));
  events.once("job:start", () => looked.resolve("alive"));
  events.once("worker:getJob:error", () => looked.resolve("stillborn"));
  void looked.promise.then(async (state) => {
    if (state === "alive") return;
    await sleep(stillbornMs);
    await Promise.resolve(queue.gracefulShutdown()).catch(() => undefined);
  });
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
