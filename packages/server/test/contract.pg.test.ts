/** The contract at work: another tool's queries and mutations, kept as files, against a real server and worker with real data. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { testDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCoverage } from "./contract-coverage.ts";
import { results, take } from "./event-stream.ts";
import { type HeadwaterProcess, startHeadwater } from "./headwater-process.ts";
import { type TemporaryProject, temporaryProject } from "./temporary-project.ts";

const definitions = `
import { setTimeout as pause } from "node:timers/promises";
const here = (name: string): URL => new URL(name, import.meta.url);
const opened = async (name: string, signal: AbortSignal): Promise<void> => { while (!existsSync(here(name))) await pause(20, undefined, { signal }); };
const Day = z.object({ date: z.string().describe("The day, as 2026-01-31."), temp: z.coerce.number() });
const days = source("raw/days", { ...csvFile("days.csv", Day), description: "Measured by hand.", owners: ["ada"], tags: { tier: "1" }, kinds: ["csv"] });
const feed = source("raw/feed", { schema: z.string(), codeVersion: "1",
  observe: async ({ signal }) => {
    await opened("feed-open", signal);
    if (existsSync(here("feed-broken"))) throw new Error("the feed is down", { cause: new Error("no route") });
    return { version: "1", metadata: { from: "feed" } };
  }, load: () => "feed" });
const whole = asset("weather/whole", { description: "Whole degrees.", inputs: { days }, output: table(z.object({ date: z.string().describe("The day."), temp: z.number() })),
  run: async ({ days }, { log, metadata }) => {
    log.warn("rounding", { to: 0 });
    console.log("printed");
    const rows = (await days.rows()).map(({ date, temp }) => ({ date, temp: Math.round(temp) }));
    metadata({ days: rows.length });
    return rows;
  } });
const hottest = asset("weather/hottest", { inputs: { whole }, config: z.object({ floor: z.number().default(0) }), output: z.number(),
  checks: { plausible: (degrees) => ({ passed: degrees < 60, message: "no hotter than anywhere", metadata: { degrees } }) },
  run: async ({ whole }, { config }) => Math.max(config.floor, ...(await whole.rows()).map(({ temp }) => temp)) });
const slow = asset("weather/slow", { inputs: { whole }, output: z.number(),
  run: async ({ whole }, { progress, signal }) => { progress(0.5); await opened("slow-open", signal); return (await whole.rows()).length; } });
const fragile = asset("weather/fragile", { inputs: { hottest }, output: z.number(),
  run: ({ hottest }) => { if (existsSync(here("broken"))) throw new TypeError("it fell apart", { cause: new Error("a crack") }); return hottest; } });
const text = asset("report/text", { inputs: { slow, fragile }, output: z.string(), run: ({ slow, fragile }) => slow + " days, at most " + fragile });
const news = asset("report/news", { inputs: { feed }, output: z.string(), run: ({ feed }) => feed });
export default define({ include: [days, feed, whole, hottest, slow, fragile, text, news] });`;

/** What has no data in any answer, and why. */
const noDataYet = {
  "no asset is partitioned": /^Partition(Definition|Range)\.|\.(partition|partitions|ranges|partitionDefinition)$/,
  "workers offer nothing special": /^Worker\.tags$/,
};

const coverage = createCoverage();
let database: Awaited<ReturnType<typeof testDatabase>>;
let project: TemporaryProject;
let server: HeadwaterProcess;
let worker: HeadwaterProcess;
let url: string;

beforeAll(async () => {
  database = await testDatabase();
  const days = "date,temp\n2026-01-01,10.4\n2026-01-02,12.6\n";
  project = await temporaryProject(definitions, { "days.csv": days, "feed-open": "", "slow-open": "" });
  const options = { cwd: project.directory, databaseUrl: database.url };
  worker = startHeadwater(["worker"], options);
  server = startHeadwater(["server", "--port", "0"], options);
  await worker.printed(/^Worker /m);
  const [, port] = await server.printed(/^Headwater .* on http:\/\/localhost:(\d+)/m);
  url = `http://127.0.0.1:${port}/graphql`;
});
afterAll(async () => {
  for (const resource of [server, worker, project, database]) await resource?.[Symbol.asyncDispose]();
});

const documentText = (name: string): Promise<string> => readFile(join(import.meta.dirname, "contract", `${name}.graphql`), "utf8");
const send = (query: string, variables: object, accept: string): Promise<Response> =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", accept }, body: JSON.stringify({ query, variables }) });

/** The one field of the answer to a document. */
// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
async function ask(name: string, variables: object = {}): Promise<any> {
  const query = await documentText(name);
  const document = coverage.document(query);
  const { data, errors } = (await (await send(query, variables, "application/json")).json()) as { data: object; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  coverage.add(document, data);
  return Object.values(data)[0];
}

/** The one field of each result of a subscription. */
// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
async function* listen(name: string, variables: object = {}): AsyncGenerator<any> {
  const query = await documentText(name);
  const document = coverage.document(query);
  for await (const { data, errors } of results<{ data?: object; errors?: unknown }>(await send(query, variables, "text/event-stream"))) {
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    coverage.add(document, data);
    yield Object.values(data ?? {})[0];
  }
}

/** Materializes, and follows the run to its end. */
async function materialize(input: object): Promise<{ id: string; outcomes: Readonly<Record<string, string>> }> {
  const { run, problems } = await ask("materialize", { input });
  expect(problems).toEqual([]);
  await take(listen("run-events", { id: run.id }), () => false);
  return { id: run.id, outcomes: await outcomesOf(run.id) };
}

const outcomesOf = async (id: string): Promise<Readonly<Record<string, string>>> => {
  const { steps } = await ask("run", { id, first: 100 });
  return Object.fromEntries(steps.edges.map(({ node }: { node: { asset: { key: string }; outcome: string } }) => [node.asset.key, node.outcome]));
};

/** Asks again until something is so. */
// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
const until = (name: string, variables: object, holds: (answer: any) => boolean) =>
  expect.poll(async () => holds(await ask(name, variables)), { timeout: 20_000, interval: 50 }).toBe(true);

describe("another tool", () => {
  test("reads the catalog page by page, and the graph, before anything was computed", async () => {
    const first = await ask("catalog", { first: 5 });
    const second = await ask("catalog", { first: 5, after: first.pageInfo.endCursor });
    const keys = [...first.edges, ...second.edges].map(({ node }) => node.key);
    expect(keys).toEqual(["raw/days", "raw/feed", "report/news", "report/text", "weather/fragile", "weather/hottest", "weather/slow", "weather/whole"]);
    expect((await ask("catalog", { select: "kind:csv" })).edges[0].node).toMatchObject({
      description: "Measured by hand.",
      owners: ["ada"],
      tags: { tier: "1" },
    });
    const lineage = await ask("lineage", { select: "weather/*" });
    expect(lineage.edges).toContainEqual({ from: "weather/whole", to: "weather/slow", input: "whole", after: false });
  });

  test("sees what a run would do and what blocks it, and is told so where it asks all the same", async () => {
    const { steps, counts } = await ask("plan", { select: "report/text", partitions: { keys: [] } });
    expect(counts).toEqual({ run: 0, conditional: 0, held: 0, blocked: 1, notNeeded: 0 });
    expect(steps[0]).toMatchObject({ asset: "report/text", action: "BLOCKED", missing: ["weather/slow", "weather/fragile"], expectedMs: null });
    const { run, plan, problems } = await ask("materialize", { input: { select: "report/text" } });
    expect({ run, plan, codes: problems.map(({ code }: { code: string }) => code) }).toEqual({ run: null, plan: null, codes: ["PLAN_BLOCKED"] });
    expect(problems[0].cells).toEqual(["report/text"]);
  });

  test("observes, computes and follows a run to its end", async () => {
    expect((await ask("observe", { select: "raw/*" })).observations).toHaveLength(2);
    const { id, outcomes } = await materialize({ select: "*", note: "the first one" });
    expect(new Set(Object.values(outcomes))).toEqual(new Set(["SUCCEEDED"]));
    expect((await ask("asset", { key: "report/text" })).preview).toEqual({ kind: "value", value: "2 days, at most 13" });
    const whole = await ask("asset", { key: "weather/whole" });
    expect(whole).toMatchObject({
      status: "FRESH",
      dataAsOf: expect.any(String),
      latest: { rows: 2, metadata: { days: 2 }, preview: { kind: "table", total: 2 } },
    });
    const logged = await ask("run", { id, level: "WARN", search: "ROUND" });
    const { node } = logged.steps.edges.find((edge: { node: { asset: { key: string } } }) => edge.node.asset.key === "weather/whole");
    expect(node.logs.edges).toMatchObject([{ node: { level: "WARN", message: "rounding", fields: { to: 0 }, attempt: 1, stream: "log" } }]);
    const check = { name: "plausible", severity: "error", blocking: false, latest: { passed: true, metadata: { degrees: 13 } } };
    expect((await ask("asset", { key: "weather/hottest" })).checks).toMatchObject([check]);
    expect(await ask("asset", { key: "raw/days" })).toMatchObject({ lastObservation: { changed: true, error: null } });
    expect(await ask("asset", { key: "report/news", first: 1, status: ["FRESH"] })).toMatchObject({ cells: { edges: [{ node: { status: "FRESH" } }] } });
  });

  test("sees why something is stale when a file changed, and confirms the plan that it was shown", async () => {
    await project.write("days.csv", "date,temp\n2026-01-01,10.4\n2026-01-02,15.6\n");
    await until("observe", { select: "raw/days" }, ({ observations }) => observations.length === 1);
    const whole = await ask("asset", { key: "weather/whole" });
    expect(whole).toMatchObject({ status: "STALE", causes: [{ code: "INPUT_CHANGED", input: "days", from: expect.any(String), to: expect.any(String) }] });
    const plan = await ask("plan", { select: "*", mode: "STALE", upstream: false });
    expect(plan.steps[0]).toMatchObject({ asset: "weather/whole", action: "RUN", expectedMs: expect.any(Number) });
    expect(plan.notNeeded).toContainEqual(expect.objectContaining({ asset: "report/news", reason: "fresh" }));
    const { outcomes } = await materialize({ select: "*", planId: plan.id });
    expect(outcomes).toMatchObject({ "weather/hottest": "SUCCEEDED", "report/text": "SUCCEEDED" });
  });

  test("is told of an asset that was computed anew", async () => {
    const stream = listen("asset-changes", { select: "weather/*" });
    let heard = false;
    const first = stream.next().finally(() => {
      heard = true;
    });
    // from when on the server listens is not to be known: until it does, nothing is told
    while (!heard) await materialize({ select: "weather/whole", mode: "ALL", observe: false });
    expect((await first).value).toMatchObject({ seq: expect.any(String), asset: { key: "weather/whole", status: "FRESH" } });
    await stream.return(undefined);
  });

  test("sees a failure with its causes, and retries what was left", async () => {
    await project.write("broken", "");
    const failed = await materialize({ select: "weather/fragile or report/text", mode: "ALL", observe: false });
    expect(failed.outcomes).toEqual({ "weather/fragile": "FAILED", "report/text": "SKIPPED" });
    const run = await ask("run", { id: failed.id, outcome: ["FAILED"], level: "INFO", search: "" });
    expect(run.failures).toEqual([{ message: "it fell apart", count: 1, cells: ["weather/fragile"] }]);
    expect(run.steps.edges[0].node.error).toMatchObject({ name: "TypeError", cause: { message: "a crack" } });
    await rm(join(project.directory, "broken"));
    const again = await ask("retry-run", { id: failed.id });
    expect(again.problems).toEqual([]);
    await take(listen("run-events", { id: again.run.id, after: "0" }), () => false);
    expect(await ask("run", { id: again.run.id })).toMatchObject({ status: "SUCCEEDED", retryOf: { id: failed.id } });
    expect((await ask("retry-run", { id: again.run.id, from: "FAILURE" })).problems[0].code).toBe("NOTHING_TO_RETRY");
  });

  test("sees what a run waits for, how far its steps are and who runs them, and cancels it", async () => {
    await rm(join(project.directory, "slow-open"));
    await rm(join(project.directory, "feed-open"));
    const { run } = await ask("materialize", { input: { select: "weather/slow or report/*", mode: "ALL", skipBlocked: true, upstream: true } });
    expect(await ask("run", { id: run.id })).toMatchObject({ status: "QUEUED", waitingFor: "the observation of its sources" });
    await project.write("feed-open", "");
    await until("run", { id: run.id }, ({ steps }) => steps.edges.some(({ node }: { node: { progress: number | null } }) => node.progress === 0.5));
    const { steps } = await ask("run", { id: run.id, first: 10 });
    const nodes = Object.fromEntries(steps.edges.map(({ node }: { node: { asset: { key: string } } }) => [node.asset.key, node]));
    expect(nodes["weather/slow"]).toMatchObject({ outcome: "RUNNING", worker: expect.any(String) });
    expect(nodes["report/text"]).toMatchObject({ outcome: "WAITING", waitingFor: "steps before it" });
    await until("workers", {}, (workers) => workers.length === 1 && workers[0].running >= 1);
    expect((await ask("cancel-run", { id: run.id })).run.status).toBe("CANCELLING");
    await take(listen("run-events", { id: run.id }), () => false);
    expect((await ask("cancel-run", { id: run.id })).problems[0].code).toBe("RUN_ENDED");
    expect((await ask("runs", { status: ["CANCELLED"], asset: "weather/slow", first: 5 })).edges).toHaveLength(1);
    const { pageInfo } = await ask("runs", { first: 2 });
    expect((await ask("runs", { first: 2, after: pageInfo.endCursor })).pageInfo.hasPreviousPage).toBe(true);
    await project.write("slow-open", "");
  });

  test("accepts, wipes and reports", async () => {
    const reported = { asset: "weather/hottest", dataVersion: "by dbt", metadata: { rows: 1 }, idempotencyKey: "1" };
    const { materialization } = await ask("report-materialization", { input: reported });
    expect(materialization).toMatchObject({ asset: { key: "weather/hottest" }, dataVersion: "by dbt", metadata: { rows: 1 } });
    expect((await ask("report-materialization", { input: reported })).materialization.id).toBe(materialization.id);
    expect(await ask("asset", { key: "weather/hottest" })).toMatchObject({ status: "STALE", causes: [{ code: "DRIFT" }] });
    expect((await ask("accept", { select: "weather/hottest", note: "dbt is right" })).cells[0]).toMatchObject({
      asset: { key: "weather/hottest" },
      status: "FRESH",
    });
    expect((await ask("wipe", { select: "report/news", note: "old news" })).cells).toEqual([{ asset: { key: "report/news" }, status: "MISSING" }]);
    const { observation } = await ask("report-materialization", { input: { asset: "raw/feed", dataVersion: "2" } });
    expect(observation).toMatchObject({ dataVersion: "2", changed: true });
    expect((await ask("accept", { select: "report/news", note: "" })).problems[0].code).toBe("ACCEPT_REFUSED");
    expect((await ask("wipe", { select: "*", partitions: { all: true } })).problems[0].code).toBe("NOT_PARTITIONED");
    expect((await ask("report-materialization", { input: { asset: "raw/fed" } })).problems[0].code).toBe("ASSET_UNKNOWN");
  });

  test("is told that a source cannot be observed; what was known of it stays", async () => {
    await project.write("feed-broken", "");
    const { observations } = await ask("observe", { select: "raw/feed" });
    expect(observations[0]).toMatchObject({ dataVersion: null, error: { message: "the feed is down", cause: { message: "no route" } } });
    expect(await ask("asset", { key: "raw/feed" })).toMatchObject({ status: "FRESH", lastObservation: { error: { name: "Error" } } });
    expect((await ask("observe", { select: "raw/fed" })).problems[0].code).toBe("ASSET_UNKNOWN");
    const { materializations } = await ask("history", { key: "weather/whole", first: 1 });
    expect((await ask("history", { key: "weather/whole", first: 1, after: materializations.pageInfo.endCursor })).materializations.edges).toHaveLength(1);
    expect((await ask("history", { key: "raw/feed" })).observations.edges.length).toBeGreaterThan(1);
  });

  test("hears all of it again from the beginning", async () => {
    const told = await take(listen("events", { after: "0" }), (seen) => seen.filter(({ kind }) => kind === "run_ended").length >= 5);
    const kinds = new Set(told.map(({ kind }) => kind));
    for (const kind of ["definitions_activated", "observation", "run_created", "step_started", "materialization", "run_ended"]) expect(kinds).toContain(kind);
  });

  test("has by now asked for every field and every argument of the contract, and seen data in every field", () => {
    expect(coverage.notAsked()).toEqual([]);
    const exempt = Object.values(noDataYet);
    expect(coverage.neverThere().filter((name) => !exempt.some((pattern) => pattern.test(name)))).toEqual([]);
  });
});
