/** What an answer costs: the same number of SQL statements, however much it shows. */
import { asset, define, source } from "@headwater/core";
import { type NewMaterialization, serializeDefinitions } from "@headwater/core/engine";
import pg from "pg";
import { expect, test } from "vitest";
import { z } from "zod";
import { open } from "./graphql-actions.ts";
import { statementsDuring } from "./statement-count.ts";
import type { TestSystem } from "./test-system.ts";

/** raw/numbers, and `count` assets in chains of ten. */
async function chains(system: TestSystem, count: number): Promise<void> {
  const numbers = source("raw/numbers", { codeVersion: "1", schema: z.number(), observe: () => "1", load: () => 1 });
  const assets = [asset("chain/0", { inputs: { before: numbers }, output: z.number(), codeVersion: "1", run: ({ before }) => before })];
  while (assets.length < count) {
    const before = assets.length % 10 === 0 ? numbers : (assets.at(-1) ?? numbers);
    assets.push(asset(`chain/${assets.length}`, { inputs: { before }, output: z.number(), codeVersion: "1", run: ({ before }) => before }));
  }
  const definitions = serializeDefinitions(define({ include: [numbers, assets] }), "/");
  await system.store.activate({ name: "default", definitions, root: "/" });
  const before = await system.store.cells();
  const missing = definitions.assets.filter(({ key, kind }) => kind === "asset" && !before.has(key)).map(({ key }) => key);
  await compute(system, missing);
}

/** The first half stands on the source, the second on the first. Written as if each had been a step of one run. */
async function compute(system: TestSystem, keys: readonly string[]): Promise<void> {
  const { store } = system;
  const look = { asset: "raw/numbers", partition: null, startedAt: new Date(), result: { dataVersion: "1", metadata: {} } };
  const [observed] = await store.recordObservations([look]);
  const run = await store.createRun({ mode: "ALL", select: "*", launchedBy: "test" });
  const steps = keys.map((asset) => ({ asset, partition: null, action: "RUN" as const, wave: 0, reason: "", needs: [] }));
  await store.lockRun(run.id, (locked) => locked.plan("1", steps));
  const half = keys.length / 2;
  const settle = (ordinals: readonly number[], readBy: (ordinal: number) => string) =>
    store.lockRun(run.id, (locked) =>
      locked.settle(ordinals.map((ordinal) => ({ ordinal, outcome: "REUSED" as const, reason: "", materialization: made(readBy(ordinal)) }))),
    );
  await settle([...keys.keys()].slice(0, half), () => observed?.observation.seq ?? "");
  const written = (await store.steps(run.id)).map(({ materialization }) => materialization ?? "");
  await settle([...keys.keys()].slice(half), (ordinal) => written[ordinal - half] ?? "");
  await store.lockRun(run.id, (locked) => locked.end("SUCCEEDED", null));
  const client = new pg.Client(system.databaseUrl);
  await client.connect();
  await client.query(
    "update headwater.cells as c set last_attempt_run = s.run_id, last_attempt_ordinal = s.ordinal from headwater.steps as s where s.asset = c.asset",
  );
  await client.end();
}

const made = (read: string): NewMaterialization => ({
  ...{ outcome: "REUSED", reason: "", durationMs: 1, stored: null, metadata: {}, provenance: null, traceKey: read },
  trace: {
    ...{ codeVersion: "0", codeParts: { explicit: "0", body: "", schema: "", config: "", params: "" }, configHash: "", dataVersion: read },
    inputs: [
      {
        input: "before",
        upstream: "",
        mapping: "one",
        fingerprint: "",
        triggers: true,
        sourceCode: null,
        cells: [{ partition: null, version: read, seq: read }],
      },
    ],
  },
});

const queries = {
  "the graph with all that is shown of every asset": `{ lineage { edges { from to } nodes {
    key status statusCounts { stale } causes { message } rootCauses(first: 3) { message } dataAsOf checks { name latest { passed } }
    upstream { asset { key status } } downstream { asset { key } } cells { edges { node { status latest { id } lastAttempt { outcome } } } }
    latest { at run { id counts { failed } } step { id } inputs { edges { node { version source { id } observation { id } } } } }
    lastAttempt { outcome run { status failures { count } } materialization { id } } lastObservation { at }
  } } }`,
  "a plan with what every step is expected to take":
    '{ plan(select: "*", mode: ALL) { steps { asset action expectedMs causes { message } rootCauses { message } } } }',
  "the newest of the history of each asset":
    "{ assets(first: 1000) { edges { node { materializations(first: 3) { edges { node { at reason } } } observations(first: 1) { edges { node { changed } } } } } } }",
  "a page of assets with all their cells": "{ assets(first: 1000) { edges { node { key dataAsOf latest { step { run { id } } } } } } }",
  "a run with all its steps":
    "{ runs(first: 1) { edges { node { counts { succeeded } failures { count } waitingFor steps(first: 1000) { edges { node { outcome asset { status } run { id } materialization { at } } } } } } } }",
};

test("ten assets and a thousand cost the same statements, whatever is asked of them", async () => {
  const system = await open();
  await chains(system, 10);
  const few = await countEach(system);
  await chains(system, 1_000);
  const { lineage } = await system.query<{ lineage: { nodes: readonly { status: string }[] } }>("{ lineage { nodes { status } } }");
  expect(lineage.nodes).toHaveLength(1_001);
  expect(await countEach(system)).toEqual(few);
  const keys = await statementsDuring(() =>
    system.query("{ runs { edges { node { steps { edges { node { asset { key } materialization { asset { key } } } } } } } } }"),
  );
  expect(await statementsDuring(() => system.query("{ runs { edges { node { steps { edges { node { asset { status } } } } } } } }"))).toContainEqual(
    expect.stringContaining('from "headwater"."cells"'),
  );
  expect(keys.filter((statement) => /code_locations|headwater"."cells/.test(statement))).toEqual([]);
  for (const statements of Object.values(few)) expect(statements.length).toBeLessThanOrEqual(12);
});

async function countEach(system: TestSystem): Promise<Readonly<Record<string, readonly string[]>>> {
  const counted: Record<string, readonly string[]> = {};
  for (const [name, query] of Object.entries(queries)) counted[name] = await statementsDuring(() => system.query(query));
  return counted;
}

test("a hundred runs cost the statements of one", async () => {
  const system = await open();
  const query = "{ runs(first: 100) { edges { node { id status waitingFor retryOf { id } counts { failed running } failures { message cells } } } } }";
  const launch = () => system.store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
  await launch();
  const one = await statementsDuring(() => system.query(query));
  for (let count = 1; count < 100; count++) await launch();
  expect(await statementsDuring(() => system.query(query))).toEqual(one);
});
