/** The store that remembers in Postgres, for any number of processes. */
import { Kysely, PostgresDialect } from "kysely";
import type { Store } from "../store.ts";
import { accept, eventsByHand, now, report, retrace, wipe } from "./by-hand.ts";
import { readCells } from "./cells.ts";
import { claimStep, completeStep, reportProgress } from "./claims.ts";
import { codeManifestReader, codeTexts, saveCode } from "./code.ts";
import type { ConnectionOptions } from "./connection.ts";
import { createPool } from "./connection.ts";
import type { Database, Db } from "./database.ts";
import { activate, activeLocationReader, readBroken, reportBroken } from "./definitions.ts";
import { lastSeq, readEvents } from "./events.ts";
import { handBack, reapLostSteps, renewLeases } from "./leases.ts";
import { lockRun } from "./locked-run.ts";
import { appendLogs, readLogs } from "./logs.ts";
import { oldestLooks, usualDurations } from "./looking-back.ts";
import { keptValues, listMaterializations, materializationsBySeq, newestMaterializations } from "./materializations.ts";
import { answerObservations, readObservationRequest, requestObservations } from "./observation-requests.ts";
import { listObservations, newestObservations, observationsBySeq, recordObservations } from "./observations.ts";
import { markSent, readOutbox } from "./outbox.ts";
import { createRun, listRuns, openRuns, readRun, requestCancel, runsById } from "./runs.ts";
import { forgetSnapshot, readRunSnapshot, readSnapshot, takeSnapshot } from "./snapshots.ts";
import { failedSteps, readStep, readSteps, stepCounts, stepsById, stepsOfAsset } from "./steps.ts";
import { bindValueStore } from "./value-store-binding.ts";
import { createListener, createNotifier } from "./wake.ts";
import { heartbeat, readWorkers, removeWorker } from "./workers.ts";

const poolSize = 8;
/** Locked runs have connections of their own: their work may ask the store, and must not wait for a connection that another one of them holds. */
const lockPoolSize = 4;

/**
 * Connects to a database that has been migrated.
 * @throws HeadwaterError `DATABASE_UNREACHABLE`
 */
export async function createPostgresStore(options: ConnectionOptions): Promise<Store> {
  const db = connect(options, poolSize);
  const locks = connect(options, lockPoolSize);
  const notifier = createNotifier(options);
  const listener = createListener(options);
  const close = async (): Promise<void> => {
    // What is still being written ends first, and then wakes readers.
    await Promise.all([db.destroy(), locks.destroy()]);
    await Promise.all([notifier[Symbol.asyncDispose](), listener[Symbol.asyncDispose]()]);
  };
  /** Wakes readers after the commit. */
  const wrote = async <T>(writing: Promise<T>): Promise<T> => {
    const result = await writing;
    notifier.signal();
    return result;
  };
  await db
    .connection()
    .execute(async () => {})
    .catch(async (error: unknown) => {
      await close();
      throw error;
    });
  return {
    ...reading(db),
    activate: (location) => wrote(activate(db, location)),
    saveCode: (manifests, texts) => saveCode(db, manifests, texts),
    reportBroken: (problems) => wrote(reportBroken(db, problems)),
    recordObservations: (looks) => wrote(recordObservations(db, looks)),
    accept: (acceptances, attribution) => wrote(accept(db, acceptances, attribution)),
    retrace: (acceptances) => retrace(db, acceptances),
    wipe: (cells, attribution) => wrote(wipe(db, cells, attribution)),
    report: (said) => wrote(report(db, said)),
    takeSnapshot: (runId, taken) => takeSnapshot(db, runId, taken),
    forgetSnapshot: (snapshot) => forgetSnapshot(db, snapshot),
    requestObservations: (assets, runId) => wrote(requestObservations(db, assets, runId)),
    answerObservations: (id, results) => wrote(answerObservations(db, id, results)),
    createRun: (run) => wrote(createRun(db, run)),
    lockRun: (id, work) => wrote(lockRun(locks, id, work)),
    // Waits for whoever holds the run, so it must not take a connection that they may need.
    requestCancel: (id) => wrote(requestCancel(locks, id)),
    claimStep: (stepId, attempt, worker, leaseMs) => wrote(claimStep(db, stepId, attempt, worker, leaseMs)),
    completeStep: (claim, result) => wrote(completeStep(db, claim, result)),
    reportProgress: (claim, fraction, note) => wrote(reportProgress(db, claim, fraction, note)),
    renewLeases: (claims, leaseMs) => renewLeases(db, claims, leaseMs),
    handBack: (claims) => wrote(handBack(db, claims)),
    async reapLostSteps(maxLosses) {
      const runs = await reapLostSteps(db, maxLosses);
      if (runs.length > 0) notifier.signal();
      return runs;
    },
    appendLogs: (lines) => appendLogs(db, lines),
    markSent: (outbox) => markSent(db, outbox),
    async heartbeat(worker) {
      if (await heartbeat(db, worker)) notifier.signal();
    },
    removeWorker: (id) => wrote(removeWorker(db, id)),
    subscribe: (wake) => listener.subscribe(wake),
    [Symbol.asyncDispose]: close,
  };
}

const connect = (options: ConnectionOptions, size: number): Db =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool(options, size) }) }).withSchema("headwater");

type Reading =
  | "activeLocation"
  | "brokenDefinitions"
  | "codeManifests"
  | "codeTexts"
  | "cells"
  | "materializations"
  | "newestMaterializations"
  | "newestObservations"
  | "materialization"
  | "materializationsBySeq"
  | "keptValues"
  | "bindValueStore"
  | "usualDurations"
  | "oldestLooks"
  | "snapshot"
  | "runSnapshot"
  | "observations"
  | "observationsBySeq"
  | "eventsByHand"
  | "observationRequest"
  | "run"
  | "runs"
  | "steps"
  | "step"
  | "runsById"
  | "stepsById"
  | "stepsOfAsset"
  | "failedSteps"
  | "stepCounts"
  | "openRuns"
  | "outbox"
  | "workers"
  | "events"
  | "lastSeq"
  | "logs"
  | "now";

const reading = (db: Db): Pick<Store, Reading> => ({
  activeLocation: activeLocationReader(db),
  brokenDefinitions: () => readBroken(db),
  codeManifests: codeManifestReader(db),
  codeTexts: (hashes) => codeTexts(db, hashes),
  cells: (assets) => readCells(db, assets),
  materializations: (options) => listMaterializations(db, options),
  newestMaterializations: (assets, limit) => newestMaterializations(db, assets, limit),
  newestObservations: (assets, limit) => newestObservations(db, assets, limit),
  materialization: async (seq) => (await materializationsBySeq(db, [seq]))[0] ?? null,
  materializationsBySeq: (seqs) => materializationsBySeq(db, seqs),
  usualDurations: (assets) => usualDurations(db, assets),
  oldestLooks: (seqs) => oldestLooks(db, seqs),
  observations: (options) => listObservations(db, options),
  eventsByHand: (options) => eventsByHand(db, options),
  observationsBySeq: (seqs) => observationsBySeq(db, seqs),
  keptValues: () => keptValues(db),
  bindValueStore: (identity) => bindValueStore(db, identity),
  snapshot: (version) => readSnapshot(db, version),
  runSnapshot: (runId, source) => readRunSnapshot(db, runId, source),
  observationRequest: (id) => readObservationRequest(db, id),
  run: (id) => readRun(db, id),
  runs: (options) => listRuns(db, options),
  steps: (runId, page) => readSteps(db, runId, page),
  stepsOfAsset: (page) => stepsOfAsset(db, page),
  failedSteps: (runIds) => failedSteps(db, runIds),
  step: (stepId) => readStep(db, stepId),
  runsById: (ids) => runsById(db, ids),
  stepsById: (ids) => stepsById(db, ids),
  stepCounts: (runIds) => stepCounts(db, runIds),
  openRuns: () => openRuns(db),
  outbox: (resendAfterMs) => readOutbox(db, resendAfterMs),
  workers: () => readWorkers(db),
  events: (after, limit, of) => readEvents(db, after, limit, of),
  lastSeq: () => lastSeq(db),
  logs: (query) => readLogs(db, query),
  now: () => now(db),
});
