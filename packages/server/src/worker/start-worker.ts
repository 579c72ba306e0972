/** A worker: registers the definitions, takes steps and observation requests from the queue, and runs them. */
import {
  createFileValueStore,
  createResourcePool,
  type ExecutionEnvironment,
  keepLeases,
  provenanceOf,
  requireBoundValues,
  type Step,
} from "@headwater/core/engine";
import pg from "pg";
import { readSecret } from "../config.ts";
import { type JobRunner, startJobRunner } from "../dispatch/job-runner.ts";
import { definitionsFlag, ObserveJob, StepJob } from "../dispatch/jobs.ts";
import type { ProcessLog } from "../process-log.ts";
import { answerRequest } from "./answer-request.ts";
import type { WorkerConnections } from "./connect-worker.ts";
import { activate, startHeartbeat } from "./heartbeat.ts";
import { newWorkerId } from "./identity.ts";
import type { WorkingCopy } from "./load-definitions.ts";
import { logLines } from "./log-lines.ts";
import { type Standing, versionsOfOthers } from "./others-work.ts";
import { untilRunsEnded } from "./retire.ts";
import { type StepTaker, takeStep } from "./take-step.ts";
import { watchSources } from "./watch-sources.ts";

export interface WorkerOptions {
  readonly copy: WorkingCopy;
  /** Closed with the worker. */
  readonly connections: WorkerConnections;
  /** Directory of the stored values. */
  readonly valuesDirectory: string;
  /** Steps at the same time. */
  readonly slots: number;
  /** Whether to look at all sources every few seconds. */
  readonly watch: boolean;
  readonly log: ProcessLog;
}

export interface RunningWorker {
  readonly id: string;
  /** Hands over to a successor that serves these definitions: resolves when no run needs this worker any more, and none of its steps runs. */
  retire(successor: string): Promise<void>;
  /** Takes nothing new, lets running steps end within `graceMs`, hands the rest back and says goodbye. */
  stop(graceMs: number): Promise<void>;
}

/** How many observation requests are carried out at once; they never wait for steps. */
const observers = 2;

/** How long connections may take to close, in milliseconds; those of steps that still run do not. */
const goodbyeMs = 3_000;

/** @throws HeadwaterError `VALUE_STORE_MISMATCH` */
export async function startWorker({ copy, connections, valuesDirectory, slots, watch, log }: WorkerOptions): Promise<RunningWorker> {
  await using building = new AsyncDisposableStack();
  const me: Standing = { worker: newWorkerId(), version: copy.serialized.version, isRetiring: false };
  // Closed after the store: a step that outlives the grace loses its connections then, and must not be recorded as failed.
  const resources = building.use(createResourcePool(readSecret));
  const { databaseUrl, store, dispatcher } = building.use(connections);
  const values = createFileValueStore(valuesDirectory);
  await requireBoundValues(store, values);
  const pool = building.adopt(queuePool(databaseUrl, slots), (opened) => opened.end());
  const leases = building.use(keepLeases(store, { onStop: ({ step }, why) => log.info(`${step.asset}: ${why}`) }));
  // Before the activation: nobody else takes a step of a run that is planned on these definitions.
  let isStopping = false;
  const heartbeat = building.use(await startHeartbeat({ store, id: me.worker, copy, slots: () => (isStopping ? 0 : slots), running: () => leases.size, log }));
  await activate(store, copy);
  const environment: ExecutionEnvironment = {
    definitions: copy.definitions,
    serialized: copy.serialized,
    store,
    values,
    root: copy.root,
    log: logLines(log.info),
    resources,
    provenance: provenanceOf(copy.root),
  };
  building.use(await store.subscribe(leases.wake));
  const looks = watch ? building.use(watchSources(environment, log)) : null;
  const flush = (): Promise<void> => dispatcher.flush(store);
  const taker: StepTaker = { environment, me, leases, flush, ...(watch ? { tell: (step: Step) => log.info(endText(step)) } : {}) };
  const { steps, observations } = startRunners({ taker, pool, slots, log });
  const opened = building.move();
  return {
    id: me.worker,
    async retire(successor) {
      me.isRetiring = true;
      await Promise.all([looks?.[Symbol.asyncDispose](), observations.stop()]);
      if (successor !== me.version) await untilRunsEnded(store, me.version, log);
      await steps.stop();
    },
    async stop(graceMs) {
      isStopping = true;
      // others need not wait for the steps that go on here
      heartbeat.beat().catch(() => undefined);
      await settled(Promise.all([steps.stop(), observations.stop()]), graceMs);
      await leases.handBack();
      await settled(opened.disposeAsync(), goodbyeMs);
    },
  };
}

interface RunnersOptions {
  readonly taker: StepTaker;
  readonly pool: pg.Pool;
  readonly slots: number;
  readonly log: ProcessLog;
}

function startRunners({ taker, pool, slots, log }: RunnersOptions): { readonly steps: JobRunner; readonly observations: JobRunner } {
  const step = async (payload: unknown): Promise<void> => {
    const job = StepJob.parse(payload);
    await takeStep(taker, job.stepId, job.attempt);
  };
  const observe = async (payload: unknown): Promise<void> => {
    await answerRequest(taker.environment, ObserveJob.parse(payload).requestId, AbortSignal.timeout(observationTimeoutMs));
  };
  const leaves = async (): Promise<readonly string[]> => (await versionsOfOthers(taker.environment.store, taker.me)).map(definitionsFlag);
  return {
    steps: startJobRunner({ pool, tasks: { step }, concurrency: slots, leaves, log }),
    observations: startJobRunner({ pool, tasks: { observe }, concurrency: observers, log }),
  };
}

/** A look at a source that takes longer is given up. */
const observationTimeoutMs = 10 * 60_000;

/** One connection a job, and one for each of the two listeners. */
function queuePool(connectionString: string, slots: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: slots + observers + 2, application_name: "headwater queue" });
  // idle connections break when Postgres restarts: the next query opens another
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

const endText = ({ asset, outcome, reason }: Step): string =>
  outcome === "SUCCEEDED" ? `${asset}  computed (${reason})` : `${asset}  ${outcome.toLowerCase()}: ${reason}`;

/** Waits for work, but not for ever; its failure does not matter any more. */
async function settled(work: Promise<unknown>, atMostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, atMostMs);
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
