/** GraphQL on a real database: what people and outside systems do to cells and runs. */
import { sha256 } from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { open, runToEnd, statuses } from "./graphql-actions.ts";
import type { TestSystem } from "./test-system.ts";

/** Another version of the code of some assets, as an edit and a reload would register it. */
async function edit(system: TestSystem, ...keys: readonly string[]): Promise<void> {
  const location = await system.store.activeLocation();
  if (location === null) throw new Error("nothing is defined");
  const assets = location.definitions.assets.map((node) => (keys.includes(node.key) ? { ...node, codeVersion: "2" } : node));
  await system.store.activate({ ...location, definitions: { version: sha256(keys.join()), assets } });
}

const problem = (code: string, cells: readonly string[] = []) => ({ code, message: expect.stringMatching(/./), fix: expect.stringMatching(/./), cells });

describe("accept", () => {
  const document = `mutation ($select: String!) { accept(select: $select, note: "a refactoring") {
    cells { asset { key status } partition status causes { code } rootCauses { code } latest { dataVersion } lastAttempt { outcome } } problems { code message fix cells }
  } }`;
  const accept = (system: TestSystem, select: string) => system.query<{ accept: unknown }>(document, { select });

  test("makes stale cells fresh without running anything, and says which, as they stand now", async () => {
    const system = await open();
    await runToEnd(system);
    await edit(system, "clean/rounded", "stats/total");
    expect(await statuses(system)).toMatchObject({ "clean/rounded": "STALE", "stats/total": "STALE", "stats/halves": "UPSTREAM_STALE" });
    expect(await accept(system, "*")).toEqual({
      accept: {
        cells: ["clean/rounded", "stats/total"].map((key) => ({
          asset: { key, status: "FRESH" },
          ...{
            partition: null,
            status: "FRESH",
            causes: [],
            rootCauses: [],
            latest: { dataVersion: expect.any(String) },
            lastAttempt: { outcome: "SUCCEEDED" },
          },
        })),
        problems: [],
      },
    });
    expect(new Set(Object.values(await statuses(system)))).toEqual(new Set(["FRESH"]));
    expect(await accept(system, "*")).toEqual({ accept: { cells: [], problems: [] } });
  });

  test("refuses what is missing, names it, and accepts nothing", async () => {
    const system = await open();
    await runToEnd(system, { select: "clean/rounded" });
    await edit(system, "clean/rounded");
    expect(await accept(system, "clean/rounded or stats/total")).toEqual({
      accept: { cells: null, problems: [problem("ACCEPT_REFUSED", ["stats/total"])] },
    });
    expect(await statuses(system)).toMatchObject({ "clean/rounded": "STALE" });
    expect(await accept(system, "clean/ronded")).toEqual({ accept: { cells: null, problems: [problem("ASSET_UNKNOWN", ["clean/ronded"])] } });
  });
});

describe("wipe", () => {
  const document = `mutation ($select: String!, $partitions: PartitionsInput) { wipe(select: $select, partitions: $partitions, note: "wrong numbers") {
    cells { asset { key } status latest { id } } problems { code message fix cells }
  } }`;
  const wipe = (system: TestSystem, variables: object) => system.query<{ wipe: unknown }>(document, variables);

  test("makes a cell missing; its history stays, its value is no longer shown as the current one", async () => {
    const system = await open();
    await runToEnd(system);
    expect(await wipe(system, { select: "stats/total" })).toEqual({
      wipe: { cells: [{ asset: { key: "stats/total" }, status: "MISSING", latest: null }], problems: [] },
    });
    expect(await wipe(system, { select: "stats/total" })).toEqual({ wipe: { cells: [], problems: [] } });
    expect(
      await system.query('{ asset(key: "stats/total") { status latest { id } preview dataAsOf materializations { edges { node { preview } } } } }'),
    ).toEqual({
      asset: {
        status: "MISSING",
        latest: null,
        preview: null,
        dataAsOf: null,
        materializations: { edges: [{ node: { preview: { kind: "value", value: 3 } } }] },
      },
    });
    expect(await runToEnd(system)).toMatchObject({ outcomes: { "stats/total": "SUCCEEDED", "report/last": "UNCHANGED" } });
  });

  test("refuses partitions of what has none, and selections of nothing", async () => {
    const system = await open();
    expect(await wipe(system, { select: "*", partitions: { keys: ["2026-01-01"] } })).toEqual({
      wipe: { cells: null, problems: [problem("NOT_PARTITIONED")] },
    });
    expect(await wipe(system, { select: "nothing/*" })).toEqual({ wipe: { cells: null, problems: [problem("SELECTION_EMPTY")] } });
  });
});

describe("reportMaterialization", () => {
  const document = `mutation ($input: ReportMaterializationInput!) { reportMaterialization(input: $input) {
    materialization { id asset { key status } at outcome reason run { id } step { id } codeVersion dataVersion durationMs bytes rows inputs { edges { cursor } } metadata preview }
    observation { id asset { key } dataVersion changed metadata error { message } } problems { code message fix cells }
  } }`;
  interface Reported {
    readonly materialization: { readonly id: string } | null;
    readonly observation: { readonly id: string; readonly changed: boolean } | null;
    readonly problems: readonly { readonly code: string }[];
  }
  const report = async (system: TestSystem, input: object) =>
    (await system.query<{ reportMaterialization: Reported }>(document, { input })).reportMaterialization;

  test("about a source is an observation, once for each key, also when others came in between", async () => {
    const system = await open();
    await runToEnd(system);
    const first = await report(system, { asset: "raw/numbers", dataVersion: "etag 1", metadata: { by: "dbt" }, idempotencyKey: "1" });
    expect(first).toEqual({
      materialization: null,
      observation: { id: expect.any(String), asset: { key: "raw/numbers" }, dataVersion: "etag 1", changed: true, metadata: { by: "dbt" }, error: null },
      problems: [],
    });
    await report(system, { asset: "raw/numbers", dataVersion: "etag 2", idempotencyKey: "2" });
    const again = await report(system, { asset: "raw/numbers", dataVersion: "etag 1", idempotencyKey: "1" });
    expect(again.observation).toEqual({ ...first.observation, changed: false });
    expect(await system.query('{ asset(key: "raw/numbers") { lastObservation { dataVersion } } }')).toEqual({
      asset: { lastObservation: { dataVersion: "etag 2" } },
    });
    expect(await statuses(system)).toMatchObject({ "clean/rounded": "STALE" });
  });

  test("about a computed asset stands beside what is stored: it drifts, what is below compares with the stored value", async () => {
    const system = await open();
    await runToEnd(system);
    const first = await report(system, { asset: "stats/total", dataVersion: "etag 1", metadata: { rows: 4 }, idempotencyKey: "1" });
    expect(first).toEqual({
      materialization: {
        id: expect.any(String),
        asset: { key: "stats/total", status: "STALE" },
        ...{ at: expect.any(String), outcome: "SUCCEEDED", reason: "reported from outside", run: null, step: null },
        ...{
          codeVersion: expect.any(String),
          dataVersion: "etag 1",
          durationMs: null,
          bytes: null,
          rows: null,
          inputs: { edges: [] },
          metadata: { rows: 4 },
          preview: null,
        },
      },
      observation: null,
      problems: [],
    });
    expect(await report(system, { asset: "stats/total", dataVersion: "etag 9", idempotencyKey: "1" })).toEqual(first);
    expect(await system.query('{ asset(key: "stats/total") { causes { code } latest { preview } } below: asset(key: "report/last") { status } }')).toEqual({
      asset: { causes: [{ code: "DRIFT" }], latest: { preview: { kind: "value", value: 3 } } },
      below: { status: "UPSTREAM_STALE" },
    });
  });

  test("without a version counts as a change", async () => {
    const system = await open();
    const [first, second] = [await report(system, { asset: "raw/numbers" }), await report(system, { asset: "raw/numbers" })];
    expect([first.observation?.changed, second.observation?.changed]).toEqual([true, true]);
  });

  test.each([
    [{ asset: "raw/nombers" }, "ASSET_UNKNOWN", ["raw/nombers"]],
    [{ asset: "raw/numbers", partition: "2026-01-01" }, "NOT_PARTITIONED", []],
    [{ asset: "raw/numbers", metadata: [1] }, "METADATA_INVALID", []],
  ])("%j is a problem, and nothing is recorded", async (input, code, cells) => {
    const system = await open();
    expect(await report(system, input)).toEqual({ materialization: null, observation: null, problems: [problem(code, cells)] });
    expect((await system.store.events("0", 10)).map(({ kind }) => kind)).not.toContain("observation");
  });

  test("does not take the key of one asset for another", async () => {
    const system = await open();
    await report(system, { asset: "stats/total", dataVersion: "1", idempotencyKey: "key" });
    expect((await report(system, { asset: "clean/rounded", dataVersion: "1", idempotencyKey: "key" })).problems).toEqual([problem("IDEMPOTENCY_KEY_TAKEN")]);
  });
});

describe("retryRun", () => {
  const document = `mutation ($id: ID!, $from: RetryFrom) { retryRun(id: $id, from: $from) { run { id retryOf { id } launchedBy } problems { code message fix cells } } }`;
  interface Retried {
    readonly run: { readonly id: string } | null;
    readonly problems: readonly object[];
  }
  const retry = async (system: TestSystem, variables: object) => {
    const { retryRun } = await system.query<{ retryRun: Retried }>(document, variables);
    await system.settled();
    return retryRun;
  };
  const stepsOf = async (system: TestSystem, id: string | undefined) =>
    Object.fromEntries((await system.store.steps(id ?? "")).map(({ asset, outcome }) => [asset, outcome]));

  test("does only what did not succeed, or all from the start", async () => {
    const system = await open();
    system.outside.broken = true;
    const failed = await runToEnd(system);
    system.outside.broken = false;
    const rest = await retry(system, { id: failed.id });
    expect(rest).toEqual({ run: { id: expect.any(String), retryOf: { id: failed.id }, launchedBy: "graphql" }, problems: [] });
    expect(await stepsOf(system, rest.run?.id)).toEqual({ "stats/total": "SUCCEEDED", "report/last": "SUCCEEDED" });
    const whole = await retry(system, { id: failed.id, from: "START" });
    expect(whole.problems).toEqual([]);
    expect(await stepsOf(system, whole.run?.id)).toEqual({});
  });

  test("says why there is nothing to retry", async () => {
    const system = await open();
    const done = await runToEnd(system);
    expect(await retry(system, { id: done.id })).toEqual({ run: null, problems: [problem("NOTHING_TO_RETRY")] });
    expect(await retry(system, { id: "none" })).toEqual({ run: null, problems: [problem("RUN_UNKNOWN")] });
  });

  test("needs a worker", async () => {
    const system = await open({ worker: false });
    expect(await retry(system, { id: "none" })).toEqual({ run: null, problems: [problem("NO_WORKER")] });
  });
});
