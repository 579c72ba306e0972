/** kill -9 in the middle of a run: afterwards it comes to its end, and its history is consistent. */
import { setTimeout as sleep } from "node:timers/promises";
import { isFinished, launchRun, leaseTimes, type Run, type Store } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { startControlLoop } from "../src/daemon/control-loop.ts";
import { createDispatcher } from "../src/dispatch/dispatcher.ts";
import { createProcessLog } from "../src/process-log.ts";
import { type HeadwaterProcess, startHeadwater } from "./headwater-process.ts";
import { temporaryProject } from "./temporary-project.ts";

const chain = `
const days = source("raw/days", csvFile("days.csv", z.object({ temp: z.coerce.number() })));
const hottest = asset("a/hottest", { inputs: { days }, output: z.number(), run: async ({ days }) => { ran("a/hottest"); return Math.max(...(await days.rows()).map((day) => day.temp)); } });
const text = asset("a/text", { inputs: { hottest }, output: z.string(), run: ({ hottest }) => { ran("a/text"); return hottest + " degrees"; } });
export default define({ include: [days, hottest, text] });`;

/** Its first computation never ends. */
const hanging = `
const slow = asset("a/slow", { output: z.number(), run: () => { ran("a/slow"); return times("a/slow") === 1 ? new Promise<number>(() => setInterval(() => undefined, 1_000)) : 7; } });
export default define({ include: [slow] });`;

/** Its first attempt fails; the second one is due after a while. */
const flaky = `
const flaky = asset("a/flaky", { output: z.number(), retry: { attempts: 2, delay: "4s", jitter: false }, run: () => { ran("a/flaky"); if (times("a/flaky") === 1) throw new Error("not yet"); return 7; } });
export default define({ include: [flaky] });`;

async function world(definitions: string) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const project = stack.use(await temporaryProject(definitions, { "days.csv": "temp\n10\n31\n" }));
  const store = stack.use(await createPostgresStore({ connectionString: database.url }));
  const start = (args: readonly string[], fault?: string): HeadwaterProcess =>
    stack.use(
      startHeadwater(args, {
        cwd: project.directory,
        databaseUrl: database.url,
        environment: fault === undefined ? {} : { HEADWATER_FAULT_POINT: fault },
      }),
    );
  return {
    database,
    project,
    store,
    /** A worker that has registered itself. */
    async worker(fault?: string): Promise<HeadwaterProcess> {
      const started = start(["worker", "--slots", "1", "--grace", "0"], fault);
      await started.printed(/^Worker /m);
      return started;
    },
    async server(fault?: string): Promise<HeadwaterProcess> {
      const started = start(["server", "--port", "0"], fault);
      await started.printed(/^Headwater .* on http/m);
      return started;
    },
    /** The server's control loop, in this process. */
    async controlLoop(): Promise<void> {
      const dispatcher = stack.use(await createDispatcher(database.url));
      stack.use(await startControlLoop({ store, dispatcher, log: createProcessLog(() => undefined) }));
    },
    launch: async (): Promise<Run> => (await launchRun(store, { select: "*", mode: "STALE", observe: true, launchedBy: "test" })).run,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function ended(store: Store, runId: string): Promise<void> {
  while (!isFinished((await store.run(runId))?.status ?? "QUEUED")) await sleep(200);
}

/** One materialization for each computed cell, every step ended, and nothing left to do. */
async function expectConsistent(store: Store, runId: string, assets: readonly string[]): Promise<void> {
  expect((await store.run(runId))?.status).toBe("SUCCEEDED");
  expect((await store.steps(runId)).map((step) => [step.asset, step.outcome])).toEqual(assets.map((asset) => [asset, "SUCCEEDED"]));
  for (const asset of assets) expect(await store.materializations({ asset, limit: 10 })).toHaveLength(1);
  expect(await store.openRuns()).toEqual([]);
  expect(await store.outbox(0)).toEqual({ steps: [], observationRequests: [] });
}

describe.concurrent("a worker is killed", { timeout: 120_000 }, () => {
  test.for([
    ["after-observe", { "a/hottest": 1, "a/text": 1 }],
    ["after-claim", { "a/hottest": 1, "a/text": 1 }],
    ["before-value-rename", { "a/hottest": 2, "a/text": 1 }],
    ["after-value-rename", { "a/hottest": 2, "a/text": 1 }],
    ["before-complete", { "a/hottest": 2, "a/text": 1 }],
    ["after-complete", { "a/hottest": 1, "a/text": 1 }],
    ["after-complete:2", { "a/hottest": 1, "a/text": 1 }],
  ] as const)("%s", async ([fault, ran]) => {
    await using it = await world(chain);
    await it.controlLoop();
    const first = await it.worker(fault);
    const run = await it.launch();
    expect((await first.ended).signal).toBe("SIGKILL");
    await it.worker();
    await ended(it.store, run.id);
    await expectConsistent(it.store, run.id, ["a/hottest", "a/text"]);
    expect(await it.project.ran()).toEqual(ran);
  });
});

test("the server is killed after it has planned: another one hands the steps out", async () => {
  await using it = await world(chain);
  await it.worker();
  const first = await it.server("after-plan");
  const run = await it.launch();
  expect((await first.ended).signal).toBe("SIGKILL");
  expect(await it.store.run(run.id)).toMatchObject({ status: "RUNNING" });
  expect(await it.project.ran()).toEqual({});
  await it.server();
  await ended(it.store, run.id);
  await expectConsistent(it.store, run.id, ["a/hottest", "a/text"]);
  expect(await it.project.ran()).toEqual({ "a/hottest": 1, "a/text": 1 });
});

test("server and worker are killed while a step runs: new ones run it again", async () => {
  await using it = await world(hanging);
  const processes = [await it.worker(), await it.server()];
  const run = await it.launch();
  await expect.poll(() => it.project.ran()).toEqual({ "a/slow": 1 });
  for (const running of processes) running.kill("SIGKILL");
  await Promise.all(processes.map((running) => running.ended));
  await Promise.all([it.server(), it.worker()]);
  await ended(it.store, run.id);
  await expectConsistent(it.store, run.id, ["a/slow"]);
  expect(await it.project.ran()).toEqual({ "a/slow": 2 });
});

test("a worker that is stopped hands back what has not ended: the next one runs it without waiting for the lease", async () => {
  await using it = await world(hanging);
  await it.controlLoop();
  const first = await it.worker();
  const run = await it.launch();
  await expect.poll(() => it.project.ran()).toEqual({ "a/slow": 1 });
  first.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);
  const stoppedAt = performance.now();
  expect(await it.store.workers()).toEqual([]);
  await it.worker();
  await ended(it.store, run.id);
  expect(performance.now() - stoppedAt).toBeLessThan(leaseTimes.leaseMs);
  await expectConsistent(it.store, run.id, ["a/slow"]);
  expect(await it.project.ran()).toEqual({ "a/slow": 2 });
});

test("a worker that is stopped closes what its steps had opened", async () => {
  await using it = await world(`
import { resource } from "@headwater/core";
const db = resource({ open: () => { ran("opened"); return 7; }, close: () => ran("closed") });
const one = asset("a/one", { resources: { db }, output: z.number(), run: (_, { resources }) => resources.db });
const two = asset("a/two", { inputs: { one }, resources: { db }, output: z.number(), run: ({ one }, { resources }) => one + resources.db });
export default define({ include: [one, two] });`);
  await it.controlLoop();
  const worker = await it.worker();
  const run = await it.launch();
  await ended(it.store, run.id);
  await expectConsistent(it.store, run.id, ["a/one", "a/two"]);
  expect(await it.project.ran()).toEqual({ opened: 1 });
  worker.kill("SIGTERM");
  expect((await worker.ended).code).toBe(0);
  expect(await it.project.ran()).toEqual({ opened: 1, closed: 1 });
});

test("a worker is killed while an attempt waits for its time: another worker makes it", async () => {
  await using it = await world(flaky);
  await it.controlLoop();
  const first = await it.worker();
  const run = await it.launch();
  await expect.poll(async () => (await it.store.steps(run.id))[0]?.waitingFor, { timeout: 20_000 }).toMatch(/^a retry at .+Z \(attempt 2 of 2\)$/);
  first.kill("SIGKILL");
  await first.ended;
  await it.worker();
  await ended(it.store, run.id);
  await expectConsistent(it.store, run.id, ["a/flaky"]);
  expect((await it.store.steps(run.id))[0]).toMatchObject({ attempts: 2, losses: 0 });
  expect(await it.project.ran()).toEqual({ "a/flaky": 2 });
});

test("all connections to Postgres break: worker and control loop go on with new ones", async () => {
  await using it = await world(chain);
  await it.controlLoop();
  await it.worker();
  await breakConnections(it.database.url);
  // the store of this process lost its connections, too: each is noticed by the first query that uses it
  await expect.poll(() => Promise.all(Array.from({ length: 10 }, () => it.store.lastSeq())).catch(() => null)).not.toBeNull();
  const run = await it.launch();
  await ended(it.store, run.id);
  await expectConsistent(it.store, run.id, ["a/hottest", "a/text"]);
  expect(await it.project.ran()).toEqual({ "a/hottest": 1, "a/text": 1 });
});

async function breakConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
  await client.end();
}
