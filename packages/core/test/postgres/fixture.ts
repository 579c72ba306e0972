/** Stores on a database of their own, and runs to play with. */
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import { onTestFinished } from "vitest";
import { createPostgresStore } from "../../src/store/postgres/postgres-store.ts";
import type { Claim, NewMaterialization, Store } from "../../src/store/store.ts";

/** A fresh database; `open` gives one more store on it, as another process would have, `connect` a bare connection. */
export async function freshDatabase() {
  const database = await testDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  return {
    url: database.url,
    async open(applicationName = "headwater"): Promise<Store> {
      const store = await createPostgresStore({ connectionString: database.url, applicationName });
      onTestFinished(() => store[Symbol.asyncDispose]());
      return store;
    },
    async connect(): Promise<pg.Client> {
      const client = new pg.Client({ connectionString: database.url });
      client.on("error", () => {});
      await client.connect();
      onTestFinished(() => client.end());
      return client;
    },
  };
}

/** A planned run with a step for each asset; nothing is handed out. */
export async function plannedRun(store: Store, assets: readonly string[]): Promise<string> {
  const run = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
  const step = { partition: null, action: "RUN", wave: 0, reason: "never materialized", needs: [] } as const;
  await store.lockRun(run.id, (locked) =>
    locked.plan(
      "definitions-1",
      assets.map((asset) => ({ ...step, asset })),
    ),
  );
  return run.id;
}

export async function readyRun(store: Store, assets: readonly string[]): Promise<string> {
  const runId = await plannedRun(store, assets);
  await store.lockRun(runId, (locked) => locked.makeReady([...assets.keys()]));
  return runId;
}

export async function claimed(store: Store, stepId: string, leaseMs = 60_000): Promise<Claim> {
  const claim = await store.claimStep(stepId, 1, "worker-1", leaseMs);
  if (claim === null) throw new Error(`Step ${stepId} could not be claimed.`);
  return claim;
}

const materialization = (dataVersion = "v1"): NewMaterialization => ({
  outcome: "SUCCEEDED",
  reason: "never materialized",
  durationMs: 1,
  stored: { address: "address", format: "value", bytes: 2, rows: null },
  metadata: {},
  provenance: null,
  trace: {
    codeVersion: "code-1",
    codeParts: { explicit: null, body: "", schema: "", config: "", params: "" },
    inputs: [],
    configHash: "config-1",
    dataVersion,
  },
  traceKey: "key-1",
});

export const succeeded = { outcome: "SUCCEEDED", reason: "never materialized", materialization: materialization() } as const;
