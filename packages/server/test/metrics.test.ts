/** What a monitoring system is told. */
import { createMemoryStore, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { createMetrics } from "../src/metrics.ts";
import { createProcessLog } from "../src/process-log.ts";

async function open(store: Store = createMemoryStore()) {
  const events = await createEventHub(
    store,
    createProcessLog(() => undefined),
  );
  onTestFinished(() => events[Symbol.asyncDispose]());
  const metrics = createMetrics({ store, events, workers: () => store.workers() });
  return { store, events, metrics, read: async () => valuesOf(await metrics.read()) };
}

/** Values by name and labels, of what is Headwater's own. */
const valuesOf = (text: string): Readonly<Record<string, number>> =>
  Object.fromEntries([...text.matchAll(/^headwater_(\S+) (\S+)$/gm)].map(([, name = "", value]) => [name, Number(value)]));

const step = (asset: string) => ({ asset, partition: null, action: "RUN" as const, wave: 0, reason: "", needs: [] });

describe("metrics", () => {
  test("say what runs, what waits and who works", async () => {
    const { store, read } = await open();
    expect(await read()).toMatchObject({ database_up: 1, 'runs_open{status="QUEUED"}': 0, 'steps_open{outcome="WAITING"}': 0, workers: 0, worker_slots: 0 });
    await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    const run = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    await store.lockRun(run.id, (locked) => locked.plan("1", [step("a"), step("b"), step("c")]));
    await store.lockRun(run.id, (locked) => locked.makeReady([0]));
    await store.claimStep(`${run.id}.0`, 1, "worker", 60_000);
    const worker = { id: "worker", tags: [], definitionsVersion: "1", codeLocation: "default", version: "1", host: "here", pid: 1 };
    await store.heartbeat({ ...worker, running: 1, slots: 4 });
    await store.heartbeat({ ...worker, id: "other", running: 0, slots: 2 });
    expect(await read()).toMatchObject({
      ...{ 'runs_open{status="QUEUED"}': 1, 'runs_open{status="RUNNING"}': 1, 'runs_open{status="CANCELLING"}': 0 },
      ...{ 'steps_open{outcome="WAITING"}': 2, 'steps_open{outcome="RUNNING"}': 1 },
      ...{ workers: 2, worker_slots: 6, worker_slots_taken: 1 },
    });
  });

  test("count what ends, once, however often they are read", async () => {
    const { store, read } = await open();
    const counted = async () => {
      const values = await read();
      return { failed: values['runs_ended_total{status="FAILED"}'], skipped: values['steps_ended_total{outcome="SKIPPED"}'], behind: values.events_behind };
    };
    expect(await counted()).toEqual({ failed: 0, skipped: 0, behind: 0 });
    for (const status of ["FAILED", "FAILED", "SUCCEEDED"] as const) {
      const run = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
      await store.lockRun(run.id, (locked) => locked.plan("1", [step("a")]));
      await store.lockRun(run.id, (locked) => locked.settle([{ ordinal: 0, outcome: "SKIPPED", reason: "" }]));
      await store.lockRun(run.id, (locked) => locked.end(status, null));
    }
    await expect.poll(counted).toEqual({ failed: 2, skipped: 3, behind: 0 });
    expect(await counted()).toEqual({ failed: 2, skipped: 3, behind: 0 });
  });

  test("say how far the server is behind the log", async () => {
    const store = createMemoryStore();
    const stuck: Store = { ...store, events: () => Promise.reject(new Error("not now")) };
    const { read } = await open(stuck);
    for (let count = 0; count < 3; count++) await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    expect(await read()).toMatchObject({ events_behind: 3 });
  });

  test("say that the database is away, and what the process knows without it", async () => {
    const store: Store = { ...createMemoryStore(), openRuns: () => Promise.reject(new Error("ECONNREFUSED")) };
    const { metrics, read } = await open(store);
    const values = await read();
    expect(values.database_up).toBe(0);
    expect(values.workers).toBeUndefined();
    expect(await metrics.read()).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(await metrics.read()).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  test("name and explain each of theirs once", async () => {
    const { metrics } = await open();
    const text = await metrics.read();
    const named = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(named).size).toBe(named.length);
    expect([...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name)).toEqual(named);
    expect(metrics.contentType).toMatch(/^text\/plain; version=/);
  });
});
