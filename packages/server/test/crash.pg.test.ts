/** kill -9 in the middle of a run: afterwards it comes to its end, and its history is consistent. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createFileValueStore, type FaultPoint, isFinished, launchRun, leaseTimes, type Run, type Store } from "@headwater/core/engine";
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

/** Says something, and then, the first time, no more. */
const talking = `
const talking = asset("a/talking", { output: z.number(), run: (_, { log }) => {
  ran("a/talking");
  console.log("printed");
  log.info("told", { times: times("a/talking") });
  return times("a/talking") === 1 ? new Promise<number>(() => setInterval(() => undefined, 1_000)) : 7;
} });
export default define({ include: [talking] });`;

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
  const startingWorker = (fault?: string): HeadwaterProcess => start(["worker", "--slots", "1", "--grace", "0"], fault);
  return {
    database,
    project,
    store,
    startingWorker,
    /** A worker that has registered itself. */
    async worker(fault?: string): Promise<HeadwaterProcess> {
      const started = startingWorker(fault);
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

type World = Awaited<ReturnType<typeof world>>;

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

interface Crash {
  /** Which process is killed, at which pass through the point. */
  readonly process: "worker" | "starting worker" | "server";
  readonly pass?: number;
  readonly definitions?: string;
  /** How often each function has run in the end. */
  readonly ran: { readonly [asset: string]: number };
}

const once = { "a/hottest": 1, "a/text": 1 };
const again = { "a/hottest": 2, "a/text": 1 };

/** Every fault point that there is: one without an entry does not compile. */
const crashes: { readonly [point in FaultPoint]: readonly Crash[] } = {
  "in-activation": [{ process: "starting worker", ran: once }],
  "in-observation": [{ process: "worker", ran: once }],
  "after-observe": [{ process: "worker", ran: once }],
  "in-locked-run": [
    { process: "worker", ran: once },
    { process: "server", ran: once },
  ],
  "after-plan": [{ process: "server", ran: once }],
  "after-claim": [{ process: "worker", ran: once }],
  "after-snapshot": [{ process: "worker", definitions: chain.replace(/csvFile\(.*\)(?=\);)/, "{ ...$&, snapshot: true }"), ran: once }],
  "during-value-write": [{ process: "worker", ran: again }],
  "before-value-rename": [{ process: "worker", ran: again }],
  "after-value-rename": [{ process: "worker", ran: again }],
  "before-complete": [{ process: "worker", ran: again }],
  "in-completion": [
    { process: "worker", ran: again },
    { process: "worker", pass: 2, ran: { "a/hottest": 1, "a/text": 2 } },
  ],
  "after-complete": [
    { process: "worker", ran: once },
    { process: "worker", pass: 2, ran: once },
  ],
};

describe.concurrent("edge case 27: a process is killed", { timeout: 300_000 }, () => {
  const all = Object.entries(crashes).flatMap(([point, list]) => list.map((crash) => [point, crash] as const));
  const titled = all.map(
    ([point, crash]) => [`the ${crash.process}, ${point}${crash.pass === undefined ? "" : `, pass ${crash.pass}`}`, point, crash] as const,
  );
  test.for(titled)("%s", async ([, point, crash]) => {
    await using it = await world(crash.definitions ?? chain);
    const run = await crashAndGoOn(it, point, crash);
    await ended(it.store, run.id);
    await expectConsistent(it.store, run.id, ["a/hottest", "a/text"]);
    await expectWhole(it);
    expect(await it.project.ran()).toEqual(crash.ran);
  });
});

/** Lets a process die, and others of its kind go on. */
async function crashAndGoOn(it: World, point: string, { process, pass = 1 }: Crash): Promise<Run> {
  const fault = `${point}:${pass}`;
  if (process === "server") {
    await it.worker();
    const first = await it.server(fault);
    const run = await it.launch();
    expect((await first.ended).signal).toBe("SIGKILL");
    await it.server();
    return run;
  }
  await it.controlLoop();
  const first = process === "worker" ? await it.worker(fault) : it.startingWorker(fault);
  const run = process === "worker" ? await it.launch() : null;
  expect((await first.ended).signal).toBe("SIGKILL");
  await it.worker();
  return run ?? it.launch();
}

/** Each event of a materialization has its materialization, and each of these its bytes, complete. */
async function expectWhole({ store, project }: World): Promise<void> {
  const values = createFileValueStore(join(project.directory, ".headwater", "values"));
  const published = (await store.events("0", 10_000)).filter((event) => event.kind === "materialization");
  const made = await store.materializationsBySeq(published.map((event) => event.seq));
  expect(made.map((one) => one.seq).sort()).toEqual(published.map((event) => event.seq).sort());
  for (const { stored } of made) {
    let bytes = 0;
    // Reading verifies the checksum.
    for await (const chunk of values.read(stored?.address ?? "")) bytes += chunk.length;
    expect(bytes).toBe(stored?.bytes);
  }
}

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

test("a worker is killed: what its step had logged is there, and the next attempt's lines follow", async () => {
  await using it = await world(talking);
  await it.controlLoop();
  const first = await it.worker();
  const run = await it.launch();
  const lines = () => it.store.logs({ runId: run.id, stepId: `${run.id}.0`, limit: 10 });
  await expect.poll(async () => (await lines()).map((line) => line.message)).toEqual(["printed", "told"]);
  // The terminal of the worker shows them, too, with the name of the asset.
  await first.printed(/^a\/talking {2}printed\na\/talking {2}told {2}times=1$/m);
  first.kill("SIGKILL");
  await first.ended;
  await it.worker();
  await ended(it.store, run.id);
  expect((await lines()).map(({ attempt, stream, message, fields }) => [attempt, stream, message, fields])).toEqual([
    [1, "stdout", "printed", null],
    [1, "log", "told", { times: 1 }],
    [2, "stdout", "printed", null],
    [2, "log", "told", { times: 2 }],
  ]);
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
