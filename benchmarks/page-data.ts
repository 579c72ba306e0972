/** A database for the pages, of any size: one asset's history, a list of runs, one run of many steps, and a long log of its last step. */
import { join } from "node:path";
import { createFileValueStore, createInstance, type LogLine, type Store } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import pg from "pg";
import { graphOf, layers } from "./graphs.ts";
import { require } from "./measure.ts";

export interface Size {
  readonly materializations: number;
  readonly runs: number;
  readonly steps: number;
  readonly lines: number;
}

/** Where the pages find what was made. */
export interface PageData {
  /** Key of the asset with the history. */
  readonly asset: string;
  /** Id of the run with the steps. */
  readonly run: string;
  /** Ordinal of the step with the log. */
  readonly step: number;
}

/** As many for every size: that a thousand of them cost more than ten is another matter. */
const assets = 1_000;
const asset = "a/0";

/**
 * The run of many steps is a real one. The rest is rows copied from real ones: each tenth of the runs failed, and the history has two numbers to plot.
 * @param directory of the project, where its values are kept
 */
export async function seedPages(databaseUrl: string, directory: string, size: Size): Promise<PageData> {
  await using store = await createPostgresStore({ connectionString: databaseUrl });
  const values = createFileValueStore(join(directory, ".headwater", "values"));
  await using instance = await createInstance(graphOf(assets, layers).definitions, { store, values, root: directory });
  const all = await instance.materialize();
  const keys = Array.from({ length: size.steps }, (_, position) => `a/${position}`);
  const run = size.steps === assets ? all : await instance.materialize(keys.join(" or "), { mode: "ALL" });
  require(run.steps.length === size.steps && run.status === "SUCCEEDED", `a run of ${size.steps} steps`);
  const { runId } = await instance.materialize(asset, { mode: "ALL" });
  const logging = keys.at(-1) ?? asset;
  const { ordinal } = run.step({ key: logging });
  await appendLog(store, `${run.runId}.${ordinal}`, logging, size.lines);
  await multiply(databaseUrl, runId, size);
  return { asset, run: run.runId, step: ordinal };
}

/** What only the line before the last one says. */
export const needle = "haystack has one needle";

async function appendLog(store: Store, stepId: string, asset: string, lines: number): Promise<void> {
  const lineAt = (number: number): Omit<LogLine, "id"> => ({
    ...{ at: new Date(Date.UTC(2026, 0, 1) + number), level: number % 100 === 0 ? "WARN" : "INFO", attempt: 1, stream: "log", stepId, asset },
    message: number === lines - 1 ? `The ${needle}` : `Loaded batch ${number} of ${lines}`,
    fields: number % 10 === 0 ? { batch: number, source: `part-${number % 7}.csv` } : null,
  });
  const atOnce = 1_000;
  for (let first = 1; first <= lines; first += atOnce) {
    await store.appendLogs(Array.from({ length: Math.min(atOnce, lines - first + 1) }, (_, at) => lineAt(first + at)));
  }
}

async function multiply(databaseUrl: string, runId: string, size: Size): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const count = async (): Promise<Pick<Size, "runs" | "materializations">> => (await client.query(countRows, [asset])).rows[0];
    const real = await count();
    await client.query(copyRuns, [runId, size.runs - real.runs]);
    await client.query(copyMaterializations, [asset, size.materializations - real.materializations]);
    await client.query("analyze");
    const { runs, materializations } = await count();
    require(runs === size.runs && materializations === size.materializations, "as many runs and materializations as it says");
  } finally {
    await client.end();
  }
}

const copyRuns = `
  with copies as (
    select (jsonb_populate_record(run, jsonb_build_object('id', gen_random_uuid(), 'status', case when n % 10 = 0 then 'FAILED' else 'SUCCEEDED' end,
      'created_at', run.created_at - n * interval '1 minute'))).*
    from headwater.runs as run, generate_series(1, $2::integer) as n where run.id = $1
  ), inserted as (insert into headwater.runs select * from copies returning id, status)
  insert into headwater.steps
  select (jsonb_populate_record(step, jsonb_build_object('run_id', inserted.id) || case when inserted.status = 'SUCCEEDED' then jsonb '{}'
    else jsonb '{"outcome": "FAILED", "materialization": null, "error": {"name": "Error", "message": "No luck today.", "stack": null}}' end)).*
  from headwater.steps as step, inserted where step.run_id = $1`;

const copyMaterializations = `
  with original as (select * from headwater.materializations where asset = $1 order by seq desc limit 1),
  runs as (select id, row_number() over (order by created_at) - 1 as place, count(*) over () as total from headwater.runs where status = 'SUCCEEDED'),
  events as (
    insert into headwater.events (kind, asset, run_id, step_id, data)
    select event.kind, event.asset, runs.id, runs.id || '.0', event.data
    from headwater.events as event, original, generate_series(1, $2::integer) as n join runs on runs.place = n % runs.total
    where event.seq = original.seq
    returning seq, at, run_id, step_id
  ), copies as (
    insert into headwater.materializations
    select (jsonb_populate_record(null::headwater.materializations, to_jsonb(original) || to_jsonb(events) || jsonb_build_object('computed_at', events.at,
      'metadata', jsonb_build_object('orders', 1000 + events.seq % 97, 'revenue', events.seq % 1013 * 1.5)))).*
    from original, events
    returning seq
  )
  update headwater.cells set materialization = (select max(seq) from copies) where asset = $1`;

const countRows = `
  select (select count(*)::integer from headwater.materializations where asset = $1) as materializations,
    (select count(*)::integer from headwater.runs) as runs`;
