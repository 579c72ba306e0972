/**
 * A thousand assets in one process, in memory and on Postgres: the first run, status, plan and run with nothing to do, and a run after an edit
 * of the first asset of a chain whose result stays the same: 1 function runs, 999 steps end as UNCHANGED.
 */
import { createInstance, createMemoryStore, createMemoryValueStore, type Instance, type RunResult, type Store } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { insertFloor, walkFloor } from "./floors.ts";
import { chain, graphOf, layers } from "./graphs.ts";
import { type Floor, faster, fastest, line, require, type Time, timed } from "./measure.ts";
import { benchmarkPostgres } from "./postgres.ts";

const assets = 1_000;

async function measure(name: string, openStore: () => Promise<Store>, perStep: Floor): Promise<void> {
  await using store = await openStore();
  const values = createMemoryValueStore();
  const layered = graphOf(assets, layers);
  const instance = await createInstance(layered.definitions, { store, values });
  const walk = await walkFloor(assets, layers);
  const first = await timed(() => instance.materialize());
  require(layered.taken() === assets && first.result.status === "SUCCEEDED", "the first run computes each asset once");
  line(`${name}: first run`, first.time, perStep, "goal: 1 ms a step");
  const status = await fastest(10, () => instance.status());
  line(`${name}: status, all fresh`, status, walk);
  const plan = await fastest(10, () => instance.plan());
  line(`${name}: plan, nothing to do`, plan, walk);
  line(`${name}: status and plan`, { ms: status.ms + plan.ms, cpuMs: status.cpuMs + plan.cpuMs }, walk, "goal: 100 ms");
  line(`${name}: run, nothing to do`, await fastest(5, () => instance.materialize()), walk);
  require(layered.taken() === 0, "a run with nothing to do computes nothing");
}

async function cutOff(name: string, openStore: () => Promise<Store>, perStep: Floor): Promise<void> {
  await using store = await openStore();
  const values = createMemoryValueStore();
  await (await createInstance(graphOf(assets, chain).definitions, { store, values })).materialize();
  let best: Time | null = null;
  for (const code of ["2", "3", "4"]) {
    const edited = graphOf(assets, chain, code);
    const instance: Instance = await createInstance(edited.definitions, { store, values });
    const { time, result } = await timed(() => instance.materialize());
    require(edited.taken() === 1 && count(result, "UNCHANGED") === assets - 1, "1 function runs, the others are UNCHANGED");
    best = best === null ? time : faster(best, time);
  }
  if (best !== null) line(`${name}: chain, identical first output: 1 of ${assets} runs`, best, perStep, "goal: well under 1,000 ms");
}

const count = (result: RunResult, outcome: string): number => result.steps.filter((step) => step.outcome === outcome).length;

const inMemory = async (): Promise<Store> => createMemoryStore();
const walk = await walkFloor(assets, chain);
await measure("memory", inMemory, walk);
await cutOff("memory", inMemory, walk);

await using postgres = await benchmarkPostgres();
const inserts = await insertFloor(postgres.url, assets);
line("postgres: floor", inserts.time);
const onPostgres = async (): Promise<Store> => createPostgresStore({ connectionString: await postgres.database() });
await measure("postgres", onPostgres, inserts);
await cutOff("postgres", onPostgres, inserts);
