/** Steps, runs and claims for the tests that hold stores to their contract. */
import type { AssetNode } from "../src/model/asset-node.ts";
import type { Trace } from "../src/model/trace.ts";
import type { Claim, NewMaterialization, NewRun, NewStep, Store } from "../src/store/store.ts";

export const trace = (dataVersion: string): Trace => ({
  codeVersion: "code-1",
  codeParts: { explicit: null, body: "b", schema: "s", config: "c", params: "p" },
  inputs: [
    {
      input: "x",
      upstream: "raw/x",
      mapping: "one",
      fingerprint: "ff",
      triggers: true,
      sourceCode: "s1",
      cells: [{ partition: null, version: "v1", seq: "1" }],
    },
  ],
  configHash: "config-1",
  dataVersion,
});
export const made = (dataVersion: string, traceKey = "key-1"): NewMaterialization => ({
  outcome: "SUCCEEDED",
  reason: "never materialized",
  durationMs: 12,
  stored: { address: `address-${dataVersion}`, format: "table", bytes: 345, rows: 6 },
  metadata: { rows: 6, note: "ünï", nested: { list: [1, null, "x"] } },
  provenance: { gitCommit: "abc", gitDirty: true, host: "h", node: "v24", headwater: "1", platform: "linux-x64" },
  trace: trace(dataVersion),
  traceKey,
});
export const step = (asset: string, needs: readonly number[] = []): NewStep => ({
  asset,
  partition: null,
  action: "RUN",
  wave: needs.length > 0 ? 1 : 0,
  reason: "never materialized",
  needs,
});
export const wanted: NewRun = { mode: "STALE", select: "*", launchedBy: "test" };
export const node = { key: "a", kind: "asset", codeVersion: "code-1" } as AssetNode;
export const location = (version: string) => ({ name: "default", root: "/project", definitions: { version, assets: [node] } });

export async function planned(store: Store, steps: readonly NewStep[]): Promise<string> {
  const run = await store.createRun(wanted);
  await store.lockRun(run.id, (locked) => locked.plan("defs-1", steps));
  return run.id;
}
export async function ready(store: Store, runId: string, ordinals: readonly number[]): Promise<readonly number[]> {
  return (await store.lockRun(runId, (locked) => locked.makeReady(ordinals))) ?? [];
}
export async function claimed(store: Store, runId: string, ordinal = 0, leaseMs = 60_000): Promise<Claim> {
  await ready(store, runId, [ordinal]);
  const attempt = (await store.steps(runId))[ordinal]?.attempts ?? 0;
  const claim = await store.claimStep(`${runId}.${ordinal}`, attempt, "worker-1", leaseMs);
  if (claim === null) throw new Error("the step could not be claimed");
  return claim;
}
export const eventsOf = async (store: Store, runId: string): Promise<readonly string[]> =>
  (await store.events("0", 1_000)).filter((event) => event.runId === runId).map((event) => event.kind);
