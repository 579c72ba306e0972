/** GraphQL on a real database: what is shown, what is done, and what is said where it cannot be done. */
import { sha256 } from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { materialize, open, runToEnd, statuses } from "./graphql-actions.ts";
import type { TestSystem } from "./test-system.ts";

describe("looking", () => {
  test("at definitions that nobody has materialized", async () => {
    const system = await open();
    expect(
      await system.query(`{
        lineage {
          nodes { key isSource status statusCounts { missing fresh unobserved } causes { code } rootCauses { code asset } }
          edges { from to input after }
        }
        asset(key: "clean/rounded") {
          group description kinds owners tags isDefined columns { name } schema configSchema latest { id } lastAttempt { id } preview
          upstream { asset { key } input mapping after } downstream { asset { key } }
        }
        codeLocation { name root }
        workers { id slots running codeLocation version }
        runs { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
      }`),
    ).toMatchSnapshot();
  });

  test("at a run that has ended", async () => {
    const system = await open();
    const { id, status } = await runToEnd(system, { select: "*", note: "the first one" });
    expect(status).toBe("SUCCEEDED");
    expect(
      await system.query(
        `query ($id: ID!) {
          run(id: $id) {
            status mode select launchedBy note waitingFor endedBecause { code } counts { succeeded waiting failed }
            steps { edges { node {
              ordinal wave action outcome reason attempts waitingFor worker error { message } asset { key status } run { select }
              materialization { outcome rows metadata inputs { edges { node { input asset { key } source { asset { key } } } } } }
            } } }
          }
        }`,
        { id },
      ),
    ).toMatchSnapshot();
  });

  test("at what a materialization was computed from: the versions that it read", async () => {
    const system = await open();
    await runToEnd(system);
    interface Input {
      readonly node: { readonly input: string; readonly version: string; readonly source: { readonly dataVersion: string } };
    }
    const { asset } = await system.query<{ asset: { latest: { inputs: { edges: readonly Input[] } } } }>(
      '{ asset(key: "report/last") { latest { inputs { edges { node { input version source { dataVersion } } } } } } }',
    );
    expect(asset.latest.inputs.edges.map(({ node }) => node.input)).toEqual(["halves", "total"]);
    for (const { node } of asset.latest.inputs.edges) expect(node.version).toBe(node.source.dataVersion);
    const page = await system.query('{ asset(key: "report/last") { latest { inputs(first: 1) { edges { node { input } } pageInfo { hasNextPage } } } } }');
    expect(page).toEqual({ asset: { latest: { inputs: { edges: [{ node: { input: "halves" } }], pageInfo: { hasNextPage: true } } } } });
  });

  test("at values: a table by rows and columns, anything else as it is", async () => {
    const system = await open();
    await runToEnd(system);
    expect(
      await system.query(`{
        table: asset(key: "stats/halves") { preview(first: 1) columns { name type nullable } latest { rows bytes preview } }
        value: asset(key: "report/last") { preview columns { name } latest { rows } }
      }`),
    ).toMatchObject({
      table: {
        preview: { kind: "table", columns: ["whole", "half"], rows: [{ whole: 1, half: null }], total: 2 },
        columns: [
          { name: "whole", type: "number", nullable: false },
          { name: "half", type: "number", nullable: true },
        ],
        latest: {
          rows: 2,
          bytes: expect.any(Number),
          preview: {
            rows: [
              { whole: 1, half: null },
              { whole: 2, half: 1 },
            ],
          },
        },
      },
      value: { preview: { kind: "value", value: "2 rows, 3 in all" }, columns: null, latest: { rows: null } },
    });
  });

  test("at a change: who is stale, by what, and where it began", async () => {
    const system = await open();
    await runToEnd(system);
    system.outside.numbers = [5, 6];
    await system.query(`mutation { observe(select: "raw/*") { problems { code } } }`);
    expect(await statuses(system)).toEqual({
      "raw/numbers": "FRESH",
      "clean/rounded": "STALE",
      "stats/total": "UPSTREAM_STALE",
      "stats/halves": "UPSTREAM_STALE",
      "report/last": "UPSTREAM_STALE",
    });
    expect(
      await system.query(`{
        rounded: asset(key: "clean/rounded") { causes { code input upstream } statusCounts { stale missing upstreamStale fresh unobserved } }
        last: asset(key: "report/last") { causes { code } rootCauses { code asset upstream input } }
        none: asset(key: "report/last") { rootCauses(first: 0) { code } }
      }`),
    ).toMatchObject({
      rounded: {
        causes: [{ code: "INPUT_CHANGED", input: "numbers", upstream: "raw/numbers" }],
        statusCounts: { stale: 1, missing: 0, upstreamStale: 0, fresh: 0, unobserved: 0 },
      },
      last: { causes: [], rootCauses: [expect.objectContaining({ code: "INPUT_CHANGED" })] },
      none: { rootCauses: [] },
    });
  });

  test("at an asset that is no longer defined, but has a history", async () => {
    const system = await open();
    await runToEnd(system);
    const location = await system.store.activeLocation();
    if (location === null) throw new Error("nothing is defined");
    const left = location.definitions.assets.filter(({ key }) => key !== "report/last");
    await system.store.activate({ ...location, definitions: { version: sha256("left"), assets: left } });
    expect(
      await system.query(`{
        asset(key: "report/last") { key group isDefined isSource status schema preview materializations { edges { node { outcome } } } }
        assets { edges { node { key isDefined } } }
        selected: assets(select: "*") { edges { node { key } } }
        lineage { nodes { key } }
        unknown: asset(key: "report/first") { key }
      }`),
    ).toEqual({
      asset: {
        key: "report/last",
        group: "report",
        isDefined: false,
        isSource: false,
        status: "FRESH",
        schema: {},
        preview: { kind: "value", value: "2 rows, 3 in all" },
        materializations: { edges: [{ node: { outcome: "SUCCEEDED" } }] },
      },
      assets: {
        edges: ["clean/rounded", "raw/numbers", "report/last", "stats/halves", "stats/total"].map((key) => ({
          node: { key, isDefined: key !== "report/last" },
        })),
      },
      selected: { edges: ["clean/rounded", "raw/numbers", "stats/halves", "stats/total"].map((key) => ({ node: { key } })) },
      lineage: { nodes: ["raw/numbers", "clean/rounded", "stats/total", "stats/halves"].map((key) => ({ key })) },
      unknown: null,
    });
  });
});

describe("pages", () => {
  test("lead through a list without a gap and without a repetition", async () => {
    const system = await open();
    for (let round = 0; round < 5; round++) await runToEnd(system, { select: "clean/rounded", mode: "ALL" });
    interface Found {
      readonly asset: {
        readonly materializations: {
          readonly edges: readonly { readonly node: { readonly id: string } }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      };
    }
    const query = `query ($first: Int, $after: String) { asset(key: "clean/rounded") { materializations(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
    const all = (await system.query<Found>(query)).asset.materializations.edges.map(({ node }) => node.id);
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { edges, pageInfo }: Found["asset"]["materializations"] = (await system.query<Found>(query, { first: 2, after })).asset.materializations;
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(all);
    expect(all.map(Number)).toEqual(all.map(Number).toSorted((a, b) => b - a));
    expect(all).toHaveLength(5);
  });

  test("of runs are narrowed by status and asset, newest first", async () => {
    const system = await open();
    const first = await runToEnd(system, { select: "clean/rounded" });
    system.outside.broken = true;
    const second = await runToEnd(system);
    const ids = async (args: string) => {
      const { runs } = await system.query<{ runs: { edges: { node: { id: string } }[] } }>(`{ runs${args} { edges { node { id } } } }`);
      return runs.edges.map(({ node }) => node.id);
    };
    expect(await ids("")).toEqual([second.id, first.id]);
    expect(await ids("(first: 1)")).toEqual([second.id]);
    expect(await ids("(status: [SUCCEEDED])")).toEqual([first.id]);
    expect(await ids('(asset: "stats/total")')).toEqual([second.id]);
    const { runs } = await system.query<{ runs: { pageInfo: { endCursor: string } } }>("{ runs(first: 1) { pageInfo { endCursor } } }");
    expect(await ids(`(after: "${runs.pageInfo.endCursor}")`)).toEqual([first.id]);
  });

  test("that are too long, and cursors of other lists, are refused in words", async () => {
    const system = await open();
    await runToEnd(system, { select: "clean/rounded" });
    const { runs } = await system.query<{ runs: { pageInfo: { endCursor: string } } }>("{ runs { pageInfo { endCursor } } }");
    const refusal = async (query: string) => (await system.errors(query))[0];
    expect(await refusal("{ runs(first: 101) { edges { cursor } } }")).toMatchObject({
      message: "A page of 101 was asked for; it may hold from 1 to 100.",
      extensions: { code: "PAGE_SIZE_INVALID" },
    });
    expect(await refusal("{ runs(first: 0) { edges { cursor } } }")).toMatchObject({ extensions: { code: "PAGE_SIZE_INVALID" } });
    expect(await refusal("{ assets(first: 1001) { edges { cursor } } }")).toMatchObject({ extensions: { code: "PAGE_SIZE_INVALID" } });
    expect(await refusal('{ runs(after: "nonsense") { edges { cursor } } }')).toMatchObject({ extensions: { code: "CURSOR_INVALID" } });
    expect(await refusal(`{ assets(after: "${runs.pageInfo.endCursor}") { edges { cursor } } }`)).toMatchObject({ extensions: { code: "CURSOR_INVALID" } });
    expect(await refusal('{ asset(key: "report/last") { preview(first: 1001) latest { preview(first: 1001) } } }')).toMatchObject({
      extensions: { code: "PAGE_SIZE_INVALID" },
    });
  });
});

describe("what cannot be asked", () => {
  test.each([
    ['{ lineage(select: "weather/(") { nodes { key } } }', "SELECTION_INVALID"],
    ['{ lineage(select: "nothing/*") { nodes { key } } }', "SELECTION_EMPTY"],
    ['{ assets(select: "clean/ronded") { edges { node { key } } } }', "ASSET_UNKNOWN"],
    ['{ plan(select: "clean/ronded") { id } }', "ASSET_UNKNOWN"],
    ['{ plan(select: "*", partitions: { all: true }) { id } }', "NOT_PARTITIONED"],
    ['{ plan(select: "*", config: 3) { id } }', "RUN_CONFIG_INVALID"],
    ['{ asset(key: "stats/total") { rootCauses(first: -1) { code } } }', "PAGE_SIZE_INVALID"],
    ['{ plan(select: "*", config: { raw: {} }) { id } }', "CONFIG_UNKNOWN_ASSET"],
  ])("%s", async (query, code) => {
    const system = await open();
    const [error] = await system.errors(query);
    expect(error?.extensions).toEqual({ code, fix: expect.stringMatching(/./) });
    expect(error?.message).not.toMatch(/unexpected/i);
  });

  test("ids that are none find nothing", async () => {
    const system = await open();
    expect(await system.query(`{ run(id: "no uuid") { id } asset(key: "") { key } }`)).toEqual({ run: null, asset: null });
  });
});

describe("materialize", () => {
  test("returns at once with the plan; a second time there is nothing to do", async () => {
    const system = await open();
    const first = await materialize(system, { select: "*" });
    expect(first.plan?.steps.map(({ asset }) => asset)).toEqual(["clean/rounded", "stats/total", "stats/halves", "report/last"]);
    expect(first.problems).toEqual([]);
    await system.settled();
    expect(await runToEnd(system)).toMatchObject({ status: "SUCCEEDED", outcomes: {} });
    const { plan } = await system.query<{ plan: { steps: unknown[]; notNeeded: { asset: string }[]; counts: object } }>(
      '{ plan(select: "*") { steps { asset } notNeeded { asset reason } counts { run conditional held blocked notNeeded } } }',
    );
    expect(plan).toMatchObject({ steps: [], counts: { run: 0, conditional: 0, held: 0, blocked: 0 } });
  });

  test("cuts off where nothing changed, and says so", async () => {
    const system = await open();
    await runToEnd(system);
    system.outside.numbers = [1.3, 2.3];
    expect(await runToEnd(system)).toMatchObject({
      status: "SUCCEEDED",
      outcomes: { "clean/rounded": "SUCCEEDED", "stats/total": "UNCHANGED", "stats/halves": "UNCHANGED", "report/last": "UNCHANGED" },
    });
  });

  test("runs the plan that was confirmed", async () => {
    const system = await open();
    const { plan } = await system.query<{ plan: { id: string } }>('{ plan(select: "*") { id } }');
    await system.query(`mutation { observe(select: "*") { problems { code } } }`);
    const shown = await system.query<{ plan: { id: string } }>('{ plan(select: "*") { id steps { reason } } }');
    const confirmed = await materialize(system, { select: "*", planId: shown.plan.id });
    expect(confirmed).toMatchObject({ run: { id: expect.any(String) }, plan: { id: shown.plan.id }, problems: [] });
    await system.settled();
    expect(plan.id).toEqual(expect.any(String));
    expect(await statuses(system)).toMatchObject({ "report/last": "FRESH" });
  });

  test("starts nothing when the world moved since the plan was shown, and shows the new plan", async () => {
    const system = await open();
    await runToEnd(system);
    const { plan } = await system.query<{ plan: { id: string } }>('{ plan(select: "*") { id } }');
    system.outside.numbers = [7];
    const answer = await materialize(system, { select: "*", planId: plan.id });
    expect(answer.run).toBeNull();
    expect(answer.problems).toEqual([
      { code: "PLAN_CHANGED", message: expect.stringContaining("clean/rounded is new"), fix: "Look at the new plan and confirm it.", cells: [] },
    ]);
    expect(answer.plan?.steps[0]).toEqual({ asset: "clean/rounded", action: "RUN" });
    await system.settled();
    expect(
      (await system.query<{ asset: { latest: { at: string } } }>('{ asset(key: "clean/rounded") { materializations { edges { node { id } } } } }')).asset,
    ).toMatchObject({ materializations: { edges: { length: 1 } } });
    const again = await materialize(system, { select: "*", planId: answer.plan?.id });
    expect(again).toMatchObject({ run: { id: expect.any(String) }, problems: [] });
    await system.settled();
    expect(await statuses(system)).toMatchObject({ "report/last": "FRESH" });
  });

  test("shows a failure with its cause, skips what is below, and does only the rest the next time", async () => {
    const system = await open();
    system.outside.broken = true;
    expect(await runToEnd(system)).toMatchObject({
      status: "FAILED",
      outcomes: { "clean/rounded": "SUCCEEDED", "stats/total": "FAILED", "stats/halves": "SUCCEEDED", "report/last": "SKIPPED" },
    });
    expect(
      await system.query(
        '{ asset(key: "stats/total") { status latest { id } lastAttempt { outcome error { name message stack cause { name message } } run { counts { failed skipped } } } } }',
      ),
    ).toMatchObject({
      asset: {
        status: "MISSING",
        latest: null,
        lastAttempt: {
          outcome: "FAILED",
          error: {
            name: "Error",
            message: "the abacus fell down",
            stack: expect.stringContaining("test-system.ts"),
            cause: { name: "TypeError", message: "gravity" },
          },
          run: { counts: { failed: 1, skipped: 1 } },
        },
      },
    });
    system.outside.broken = false;
    expect(await runToEnd(system)).toMatchObject({ status: "SUCCEEDED", outcomes: { "stats/total": "SUCCEEDED", "report/last": "SUCCEEDED" } });
  });

  test("takes a config for the run", async () => {
    const system = await open();
    await runToEnd(system, { select: "stats/total", upstream: true, config: { "stats/total": { factor: 10 } } });
    expect(await system.query('{ asset(key: "stats/total") { preview status causes { code } } }')).toMatchObject({
      asset: { preview: { value: 30 }, status: "STALE", causes: [{ code: "CONFIG_CHANGED" }] },
    });
  });

  test.each([
    [{ select: "clean/ronded" }, "ASSET_UNKNOWN", ["clean/ronded"]],
    [{ select: "(" }, "SELECTION_INVALID", []],
    [{ select: "none/*" }, "SELECTION_EMPTY", []],
    [{ select: "report/last" }, "PLAN_BLOCKED", ["report/last"]],
    [{ select: "*", partitions: { keys: ["2026-01-01"] } }, "NOT_PARTITIONED", []],
    [{ select: "*", config: { "clean/rounded": {} } }, "CONFIG_UNKNOWN_ASSET", ["clean/rounded"]],
    [{ select: "*", config: "fast" }, "RUN_CONFIG_INVALID", []],
  ])("%j is a problem, and no run", async (input, code, cells) => {
    const system = await open();
    const { run, plan, problems } = await materialize(system, input);
    expect({ run, plan }).toEqual({ run: null, plan: null });
    expect(problems).toEqual([{ code, message: expect.stringMatching(/./), fix: expect.stringMatching(/./), cells }]);
    expect(await system.query("{ runs { edges { cursor } } }")).toEqual({ runs: { edges: [] } });
  });

  test("accepts partitions that ask for nothing", async () => {
    const system = await open();
    expect((await materialize(system, { select: "clean/rounded", partitions: { keys: [] } })).problems).toEqual([]);
  });

  test("needs a worker, and says how to start one", async () => {
    const system = await open({ worker: false });
    expect((await materialize(system, { select: "*" })).problems).toEqual([
      { code: "NO_WORKER", message: expect.any(String), fix: expect.stringContaining("headwater dev"), cells: [] },
    ]);
  });
});

describe("observe", () => {
  const document = `mutation ($select: String!) { observe(select: $select) { observations { asset { key } dataVersion changed error { message } } problems { code fix } } }`;
  const observe = (system: TestSystem, select: string) => system.query<{ observe: unknown }>(document, { select });

  test("says what changed, and what did not", async () => {
    const system = await open();
    const found = { asset: { key: "raw/numbers" }, dataVersion: "1.2 2.4", error: null };
    expect(await observe(system, "*")).toEqual({ observe: { observations: [{ ...found, changed: true }], problems: [] } });
    expect(await observe(system, "report/last")).toEqual({ observe: { observations: [{ ...found, changed: false }], problems: [] } });
  });

  test("says why a source cannot be observed; the last version stays", async () => {
    const system = await open();
    await runToEnd(system);
    system.outside.missing = true;
    expect(await observe(system, "raw/numbers")).toMatchObject({
      observe: { observations: [{ asset: { key: "raw/numbers" }, dataVersion: null, error: { message: "no numbers today" } }] },
    });
    expect(
      await system.query(
        '{ asset(key: "raw/numbers") { status lastObservation { dataVersion error { message } } observations { edges { node { dataVersion changed } } } } }',
      ),
    ).toEqual({
      asset: {
        status: "FRESH",
        lastObservation: { dataVersion: null, error: { message: "no numbers today" } },
        observations: { edges: [{ node: { dataVersion: null, changed: false } }, { node: { dataVersion: "1.2 2.4", changed: true } }] },
      },
    });
    expect(await statuses(system)).toMatchObject({ "clean/rounded": "FRESH" });
  });

  test("needs a selection and a worker", async () => {
    const system = await open({ worker: false });
    expect(await observe(system, "none")).toMatchObject({ observe: { observations: null, problems: [{ code: "ASSET_UNKNOWN" }] } });
    expect(await observe(system, "*")).toMatchObject({ observe: { observations: null, problems: [{ code: "NO_WORKER" }] } });
  });
});

describe("cancelRun", () => {
  const cancel = (system: TestSystem, id: string) =>
    system.query<{ cancelRun: unknown }>("mutation ($id: ID!) { cancelRun(id: $id) { run { status } problems { code } } }", { id });

  test("ends a run before it began", async () => {
    const system = await open({ worker: false });
    const run = await system.store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    expect(await cancel(system, run.id)).toEqual({ cancelRun: { run: { status: "CANCELLED" }, problems: [] } });
  });

  test("of a run that has ended, or of none, is a problem", async () => {
    const system = await open();
    const { id } = await runToEnd(system, { select: "clean/rounded" });
    expect(await cancel(system, id)).toEqual({ cancelRun: { run: null, problems: [{ code: "RUN_ENDED" }] } });
    for (const unknown of ["0198b2a0-0000-7000-8000-000000000000", "nonsense"])
      expect(await cancel(system, unknown)).toEqual({ cancelRun: { run: null, problems: [{ code: "RUN_UNKNOWN" }] } });
  });
});
