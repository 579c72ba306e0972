/** GraphQL on a real database: cells, failures, ages and durations as they follow from what is recorded. */
import { describe, expect, test } from "vitest";
import { newCommandLineId } from "../src/worker/identity.ts";
import { materialize, open, runToEnd } from "./graphql-actions.ts";
import { statementsDuring } from "./statement-count.ts";
import type { TestSystem } from "./test-system.ts";

describe("cells", () => {
  test("of an unpartitioned asset are one, found by its status", async () => {
    const system = await open();
    await runToEnd(system, { select: "clean/rounded" });
    const cells = (args: string) =>
      system.query(
        `{ asset(key: "clean/rounded") { cells${args} { edges { node { asset { key } partition status latest { rows } lastAttempt { outcome } } } pageInfo { hasNextPage } } } }`,
      );
    const one = { asset: { key: "clean/rounded" }, partition: null, status: "FRESH", latest: { rows: null }, lastAttempt: { outcome: "SUCCEEDED" } };
    const page = (...nodes: readonly object[]) => ({ asset: { cells: { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false } } } });
    expect(await cells("")).toEqual(page(one));
    expect(await cells("(first: 1, status: [STALE, FRESH])")).toEqual(page(one));
    expect(await cells("(status: [STALE])")).toEqual(page());
  });

  test("have no ranges and no partitions, and no records of a partition", async () => {
    const system = await open();
    await runToEnd(system);
    expect(
      await system.query(`{ asset(key: "clean/rounded") {
        ranges { first } partitionDefinition { kind } latest(partition: "2026-01-01") { id } preview(partition: "x") dataAsOf(partition: "x")
        materializations(partition: "x") { edges { cursor } } lastAttempt(partition: "x") { id }
      } }`),
    ).toEqual({
      asset: { ranges: [], partitionDefinition: null, latest: null, preview: null, dataAsOf: null, materializations: { edges: [] }, lastAttempt: null },
    });
  });
});

describe("dataAsOf", () => {
  const dates = async (system: TestSystem) => {
    const { lineage } = await system.query<{ lineage: { nodes: { key: string; dataAsOf: string | null; lastObservation: { checkedAt: string } | null }[] } }>(
      "{ lineage { nodes { key dataAsOf lastObservation { checkedAt } } } }",
    );
    const checkedAt = lineage.nodes.find(({ key }) => key === "raw/numbers")?.lastObservation?.checkedAt;
    return { checkedAt, ...Object.fromEntries(lineage.nodes.map(({ key, dataAsOf }) => [key, dataAsOf])) } as Record<string, string | null>;
  };
  const look = (system: TestSystem) => system.query('mutation { observe(select: "raw/*") { problems { code } } }');

  test("is when the source was last looked at, through all that is computed from it; null before", async () => {
    const system = await open();
    expect(await dates(system)).toMatchObject({ "raw/numbers": null, "report/last": null });
    await runToEnd(system);
    const first = await dates(system);
    for (const key of ["raw/numbers", "clean/rounded", "stats/halves", "report/last"]) expect([key, first[key]]).toEqual([key, first.checkedAt]);
    await look(system);
    const second = await dates(system);
    expect(Date.parse(second["report/last"] ?? "")).toBeGreaterThan(Date.parse(first["report/last"] ?? ""));
    expect(second["report/last"]).toBe(second.checkedAt);
  });

  test("stays where the source changed, and moves on with what turned out unchanged", async () => {
    const system = await open();
    await runToEnd(system);
    const before = await dates(system);
    system.outside.numbers = [1.3, 2.3];
    await look(system);
    expect(await dates(system)).toMatchObject({ "clean/rounded": before["clean/rounded"], "report/last": before["report/last"] });
    const { outcomes } = await runToEnd(system);
    expect(outcomes["report/last"]).toBe("UNCHANGED");
    const after = await dates(system);
    expect(after["report/last"]).toBe(after.checkedAt);
    expect(after.checkedAt).not.toBe(before.checkedAt);
  });

  test("is that of the version that was read, when the source went back to it", async () => {
    const system = await open();
    await runToEnd(system);
    for (const numbers of [[9], [1.2, 2.4]]) {
      system.outside.numbers = numbers;
      await look(system);
    }
    const { checkedAt, "report/last": last } = await dates(system);
    expect(last).toBe(checkedAt);
  });
});

describe("a run", () => {
  test("groups its failures by what went wrong", async () => {
    const system = await open();
    system.outside.broken = true;
    const { id } = await runToEnd(system);
    expect(await system.query("query ($id: ID!) { run(id: $id) { failures { message count cells } } }", { id })).toEqual({
      run: { failures: [{ message: "the abacus fell down", count: 1, cells: ["stats/total"] }] },
    });
    system.outside.broken = false;
    await runToEnd(system);
    expect(await system.query("{ runs { edges { node { failures { count } } } } }")).toEqual({
      runs: { edges: [{ node: { failures: [] } }, { node: { failures: [{ count: 1 }] } }] },
    });
  });

  test("shows its steps by pages", async () => {
    const system = await open();
    const { id } = await runToEnd(system);
    interface Found {
      readonly run: {
        readonly steps: { readonly edges: readonly { readonly node: { readonly ordinal: number } }[]; readonly pageInfo: { readonly endCursor: string } };
      };
    }
    const page = async (args: string) => {
      const { run } = await system.query<Found>(`query ($id: ID!) { run(id: $id) { steps${args} { edges { node { ordinal } } pageInfo { endCursor } } } }`, {
        id,
      });
      return { ordinals: run.steps.edges.map(({ node }) => node.ordinal), end: run.steps.pageInfo.endCursor };
    };
    const first = await page("(first: 3)");
    expect(first.ordinals).toEqual([0, 1, 2]);
    expect((await page(`(first: 3, after: "${first.end}")`)).ordinals).toEqual([3]);
    expect((await page("(outcome: [SUCCEEDED])")).ordinals).toEqual([0, 1, 2, 3]);
    expect((await page("(outcome: [FAILED, SKIPPED])")).ordinals).toEqual([]);
  });

  test("says that it waits for a worker where none is running", async () => {
    const system = await open({ worker: false });
    const run = await system.store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    const waitingFor = async () => (await system.query<{ run: { waitingFor: string } }>(`{ run(id: "${run.id}") { waitingFor } }`)).run.waitingFor;
    expect(await waitingFor()).toBe("a worker that observes its sources: none is running");
    await system.store.lockRun(run.id, (locked) => locked.plan("1", []));
    expect(await waitingFor()).toBe("a worker: none is running");
    const command = {
      id: newCommandLineId(),
      tags: [],
      running: 1,
      slots: 4,
      definitionsVersion: "1",
      codeLocation: "default",
      version: "1",
      host: "here",
      pid: 1,
    };
    await system.store.heartbeat(command);
    expect(await waitingFor()).toBeNull();
    await system.store.removeWorker(command.id);
    expect(await waitingFor()).toBe("a worker: none is running");
    await system.store.lockRun(run.id, (locked) => locked.end("SUCCEEDED", null));
    expect(await waitingFor()).toBeNull();
  });
});

test("the steps of an asset come by pages over all runs, by outcome, at the cost of one read however many the runs are", async () => {
  const system = await open();
  const runs: string[] = [];
  for (let count = 0; count < 3; count++) runs.unshift((await runToEnd(system, { select: "clean/rounded", mode: "ALL" })).id);
  interface Steps {
    readonly asset: {
      readonly steps: {
        readonly edges: readonly { readonly node: { readonly run: { readonly id: string } } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    };
  }
  const document = (args: string) =>
    `{ asset(key: "clean/rounded") { steps(${args}) { edges { node { run { id } outcome } } pageInfo { hasNextPage endCursor } } } }`;
  const page = async (args: string) => (await system.query<Steps>(document(args))).asset.steps;
  const runsOf = ({ edges }: Steps["asset"]["steps"]) => edges.map(({ node }) => node.run.id);
  const first = await page("first: 2");
  expect([runsOf(first), first.pageInfo.hasNextPage]).toEqual([runs.slice(0, 2), true]);
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  expect([runsOf(second), second.pageInfo.hasNextPage]).toEqual([runs.slice(2), false]);
  expect(runsOf(await page("first: 9, outcome: [FAILED]"))).toEqual([]);
  expect(runsOf(await page("first: 9, outcome: [FAILED, SUCCEEDED]"))).toEqual(runs);
  expect(runsOf(await page('first: 9, partition: "x"'))).toEqual([]);
  expect((await system.errors(document('after: "x"')))[0]?.extensions.code).toBe("CURSOR_INVALID");
  const one = await statementsDuring(() => page("first: 1"));
  expect(await statementsDuring(() => page("first: 3"))).toHaveLength(one.length);
});

describe("a materialization", () => {
  test("is found by its id, with what it read: a materialization or an observation", async () => {
    const system = await open();
    await runToEnd(system);
    const { asset } = await system.query<{ asset: { latest: { id: string } } }>('{ asset(key: "clean/rounded") { latest { id } } }');
    expect(
      await system.query(
        `query ($id: ID!) { materialization(id: $id) { asset { key } computedAt inputs { edges { node { input source { id } observation { dataVersion asset { key } } } } } } }`,
        asset.latest,
      ),
    ).toEqual({
      materialization: {
        asset: { key: "clean/rounded" },
        computedAt: expect.any(String),
        inputs: { edges: [{ node: { input: "numbers", source: null, observation: { dataVersion: "1.2 2.4", asset: { key: "raw/numbers" } } } }] },
      },
    });
    expect(await system.query('{ none: materialization(id: "99999") { id } odd: materialization(id: "x") { id } }')).toEqual({ none: null, odd: null });
  });

  test("tells how long the next one is likely to take", async () => {
    const system = await open();
    const expected = async () => {
      const { plan } = await system.query<{ plan: { steps: { asset: string; expectedMs: number | null }[] } }>(
        '{ plan(select: "*", mode: ALL) { steps { asset expectedMs } } }',
      );
      return Object.fromEntries(plan.steps.map(({ asset, expectedMs }) => [asset, expectedMs]));
    };
    expect(await expected()).toEqual({ "clean/rounded": null, "stats/total": null, "stats/halves": null, "report/last": null });
    await runToEnd(system, { select: "clean/rounded" });
    await runToEnd(system, { select: "clean/rounded", mode: "ALL" });
    const durations = (await system.store.materializations({ asset: "clean/rounded", limit: 9 })).map(({ durationMs }) => durationMs);
    expect(await expected()).toMatchObject({ "clean/rounded": (Math.min(...durations) + Math.max(...durations)) / 2, "stats/total": null });
  });
});

describe("checks", () => {
  test("are shown with what they said of the current materialization, and of every earlier one", async () => {
    const system = await open();
    const check = { name: "plausible", severity: "error", blocking: true, description: null };
    const checks = () =>
      system.query(`{ asset(key: "stats/total") {
        checks { name severity blocking description latest { name passed message metadata error { message } materialization { asset { key } } } }
        latest { checks { passed severity blocking } }
      } }`);
    expect(await checks()).toEqual({ asset: { checks: [{ ...check, latest: null }], latest: null } });
    system.outside.plausible = false;
    const failed = await runToEnd(system);
    expect(failed).toMatchObject({ status: "FAILED", outcomes: { "stats/total": "SUCCEEDED", "report/last": "BLOCKED" } });
    const said = { message: "out of all proportion", metadata: { limit: 9 }, error: null, materialization: { asset: { key: "stats/total" } } };
    const one = { severity: "error", blocking: true };
    expect(await checks()).toEqual({
      asset: { checks: [{ ...check, latest: { name: "plausible", passed: false, ...said } }], latest: { checks: [{ passed: false, ...one }] } },
    });
    system.outside.plausible = true;
    await runToEnd(system, { select: "stats/total", mode: "ALL" });
    expect(await checks()).toMatchObject({ asset: { checks: [{ latest: { passed: true } }], latest: { checks: [{ passed: true }] } } });
    const past = await system.query('{ asset(key: "stats/total") { materializations { edges { node { checks { passed } } } } } }');
    expect(past).toEqual({ asset: { materializations: { edges: [true, false].map((passed) => ({ node: { checks: [{ passed }] } })) } } });
  });

  test("that hold up what reads the asset are named where it would be read", async () => {
    const system = await open();
    system.outside.plausible = false;
    await runToEnd(system);
    expect(await system.query('{ plan(select: "report/last") { steps { asset action missing failedChecks { asset check } } counts { blocked } } }')).toEqual({
      plan: {
        steps: [{ asset: "report/last", action: "BLOCKED", missing: [], failedChecks: [{ asset: "stats/total", check: "plausible" }] }],
        counts: { blocked: 1 },
      },
    });
    const { run, problems } = await materialize(system, { select: "report/last", observe: false });
    expect({ run, problems }).toMatchObject({
      run: null,
      problems: [{ code: "PLAN_BLOCKED", message: expect.stringContaining("plausible"), cells: ["report/last"] }],
    });
  });

  test("that fail are among the failures of the run, and with their step", async () => {
    const system = await open();
    system.outside.plausible = false;
    const { id } = await runToEnd(system);
    expect(
      await system.query("query ($id: ID!) { run(id: $id) { failures { message count cells } steps { edges { node { asset { key } failedChecks } } } } }", {
        id,
      }),
    ).toMatchObject({
      run: {
        failures: [{ message: 'the check "plausible" failed', count: 1, cells: ["stats/total"] }],
        steps: { edges: expect.arrayContaining([{ node: { asset: { key: "stats/total" }, failedChecks: ["plausible"] } }]) },
      },
    });
  });
});

describe("logs", () => {
  interface Logs {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly message: string; readonly step?: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
  }
  /** A run of which the first step said `count` lines and the second one. */
  async function talkative(system: TestSystem, count: number): Promise<string> {
    const { id } = await runToEnd(system);
    const line = { at: new Date(), level: "INFO" as const, fields: null, attempt: 1, stream: "log" as const, stepId: `${id}.0`, asset: "clean/rounded" };
    await system.store.appendLogs(Array.from({ length: count }, (_, index) => ({ ...line, message: `line ${index}` })));
    await system.store.appendLogs([{ ...line, level: "ERROR", message: "the END", fields: { why: "nothing left" }, stepId: `${id}.1`, asset: "stats/total" }]);
    return id;
  }
  const page = "{ edges { cursor node { message step } } pageInfo { hasNextPage hasPreviousPage endCursor } }";
  const ofRun = async (system: TestSystem, id: string, args: string): Promise<Logs> =>
    (await system.query<{ run: { logs: Logs } }>(`query ($id: ID!) { run(id: $id) { logs${args} ${page} } }`, { id })).run.logs;
  const said = ({ edges }: Logs) => edges.map(({ node }) => node.message);

  test("come by pages, of a run in the order of arrival and of a step alone", async () => {
    const system = await open();
    const id = await talkative(system, 5);
    const first = await ofRun(system, id, "(first: 4)");
    expect([said(first), first.pageInfo.hasNextPage]).toEqual([["line 0", "line 1", "line 2", "line 3"], true]);
    const second = await ofRun(system, id, `(first: 4, after: "${first.pageInfo.endCursor}")`);
    expect([said(second), second.pageInfo.hasNextPage]).toEqual([["line 4", "the END"], false]);
    const steps = await system.query<{ run: { steps: { edges: { node: { logs: Logs } }[] } } }>(
      `query ($id: ID!) { run(id: $id) { steps { edges { node { logs(first: 2) ${page} } } } } }`,
      { id },
    );
    expect(steps.run.steps.edges.map(({ node }) => said(node.logs))).toEqual([["line 0", "line 1"], ["the END"], [], []]);
  });

  test("end with the newest where the tail is asked for, and go on from there", async () => {
    const system = await open();
    const id = await talkative(system, 5);
    const tail = await ofRun(system, id, "(first: 3, tail: true)");
    expect(said(tail)).toEqual(["line 3", "line 4", "the END"]);
    expect(tail.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const following = `(after: "${tail.pageInfo.endCursor}")`;
    expect(said(await ofRun(system, id, following))).toEqual([]);
    const line = { at: new Date(), level: "INFO" as const, fields: null, attempt: 2, stream: "stdout" as const, stepId: `${id}.0`, asset: "clean/rounded" };
    await system.store.appendLogs([{ ...line, message: "and more" }]);
    expect(said(await ofRun(system, id, following))).toEqual(["and more"]);
    const whole = await ofRun(system, id, "(first: 7, tail: true)");
    expect([whole.edges.length, whole.pageInfo.hasPreviousPage]).toEqual([7, false]);
  });

  test("are read on both sides of a line, given its cursor, as far as there is something", async () => {
    const system = await open();
    const id = await talkative(system, 9);
    const cursor = (await ofRun(system, id, '(search: "line 6")')).edges[0]?.cursor;
    const ahead = await ofRun(system, id, `(first: 3, tail: true, before: "${cursor}")`);
    expect([said(ahead), ahead.pageInfo.hasPreviousPage, ahead.pageInfo.hasNextPage]).toEqual([["line 3", "line 4", "line 5"], true, true]);
    const further = await ofRun(system, id, `(first: 3, tail: true, before: "${ahead.edges[0]?.cursor}")`);
    expect([said(further), further.pageInfo.hasPreviousPage]).toEqual([["line 0", "line 1", "line 2"], false]);
    expect(said(await ofRun(system, id, `(first: 3, tail: true, before: "${further.edges[0]?.cursor}")`))).toEqual([]);
    expect(said(await ofRun(system, id, `(first: 2, after: "${ahead.pageInfo.endCursor}")`))).toEqual(["line 6", "line 7"]);
    const between = await ofRun(system, id, `(after: "${ahead.edges[0]?.cursor}", before: "${cursor}")`);
    expect([said(between), between.pageInfo.hasNextPage]).toEqual([["line 4", "line 5"], false]);
    expect((await system.errors(`{ run(id: "${id}") { logs(before: "x") { edges { cursor } } } }`))[0]?.extensions.code).toBe("CURSOR_INVALID");
  });

  test("are narrowed by level and by text, in message and fields", async () => {
    const system = await open();
    const id = await talkative(system, 3);
    expect(said(await ofRun(system, id, "(level: WARN)"))).toEqual(["the END"]);
    expect(said(await ofRun(system, id, '(search: "LINE 1")'))).toEqual(["line 1"]);
    expect(said(await ofRun(system, id, '(search: "nothing left", tail: true)'))).toEqual(["the END"]);
    expect(said(await ofRun(system, id, '(search: "line", level: ERROR)'))).toEqual([]);
    expect((await system.errors(`{ run(id: "${id}") { logs(first: 1001, tail: true) { edges { cursor } } } }`))[0]?.extensions.code).toBe("PAGE_SIZE_INVALID");
    expect((await system.errors(`{ run(id: "${id}") { logs(after: "x") { edges { cursor } } } }`))[0]?.extensions.code).toBe("CURSOR_INVALID");
  });
});

test("a materialization says where it was computed, from which commit and by which versions", async () => {
  const system = await open();
  await runToEnd(system);
  const { asset } = await system.query<{ asset: { latest: { provenance: object; computedBy: object; step: object } } }>(
    '{ asset(key: "stats/total") { latest { provenance { gitCommit gitDirty host node headwater platform } computedBy { id } step { id computedWith { id } } } } }',
  );
  const { provenance } = system.environment;
  expect(asset.latest.provenance).toEqual(await provenance);
  expect(asset.latest.step).toEqual({ ...asset.latest.computedBy, computedWith: null });
});
