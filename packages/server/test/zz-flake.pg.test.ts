import { setTimeout as sleep } from "node:timers/promises";
import { isFinished, launchRun } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import { expect, test } from "vitest";
import { startControlLoop } from "../src/daemon/control-loop.ts";
import { createDispatcher } from "../src/dispatch/dispatcher.ts";
import { createProcessLog } from "../src/process-log.ts";
import { startHeadwater } from "./headwater-process.ts";
import { temporaryProject } from "./temporary-project.ts";
const chain = `
const days = source("raw/days", csvFile("days.csv", z.object({ temp: z.coerce.number() })));
const hottest = asset("a/hottest", { inputs: { days }, output: z.number(), run: async ({ days }) => { ran("a/hottest"); return Math.max(...(await days.rows()).map((day) => day.temp)); } });
export default define({ include: [days, hottest] });`;
test.for(Array.from({length: 25}, (_, i) => i))("round %d", { timeout: 100_000 }, async (i) => {
  await using database = await testDatabase();
  await using project = await temporaryProject(chain, { "days.csv": "temp\n10\n31\n" });
  await using store = await createPostgresStore({ connectionString: database.url });
  await using dispatcher = await createDispatcher(database.url);
  const lines: string[] = [];
  await using _loop = await startControlLoop({ store, dispatcher, log: createProcessLog((l) => lines.push(l)) });
  await using worker = startHeadwater(["worker", "--slots", "1", "--grace", "0"], { cwd: project.directory, databaseUrl: database.url });
  await worker.printed(/^Worker /m);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
  const t0 = performance.now();
  console.log(i, "launching");
  client.on("error", () => {});
  const attempt = () => Promise.race([launchRun(store, { select: "*", mode: "STALE", observe: true, launchedBy: "test" }).catch((e) => { console.log("launch failed", e.message); return null; }), sleep(8000).then(() => "hang" as const)]);
  let launched = await attempt();
  while (launched === null) launched = await attempt();
  if (launched === "hang") { console.log("HANG", (await client.query("select pid, application_name, state, wait_event, query from pg_stat_activity where datname = current_database()")).rows); throw new Error("hang"); }
  const run = launched.run;
  console.log(i, "launched", performance.now() - t0);
  while (!isFinished((await store.run(run.id))?.status ?? "QUEUED")) {
    if (performance.now() - t0 > 8000) {
      console.log(lines, await store.run(run.id), await store.steps(run.id), await store.outbox(0), await store.workers());
      console.log((await client.query("select * from graphile_worker._private_jobs")).rows, (await client.query("select pid, application_name, state, wait_event, query from pg_stat_activity where datname = current_database()")).rows);
      worker.kill("SIGTERM"); console.log(await worker.ended); break;
    }
    await sleep(100);
  }
  console.log(i, "done", performance.now() - t0);
  await client.end();
});
