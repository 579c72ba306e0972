/** From a raw file to recomputed assets through GraphQL alone: a real server and a real worker, each a process, and plain HTTP as curl sends it. */
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Told, take, told } from "./event-stream.ts";
import { type HeadwaterProcess, startHeadwater } from "./headwater-process.ts";
import { askGraphql } from "./http-client.ts";
import { type TemporaryProject, temporaryProject } from "./temporary-project.ts";

const definitions = `
const days = source("raw/days", csvFile("days.csv", z.object({ temp: z.coerce.number() })));
const other = source("raw/other", csvFile("other.csv", z.object({ n: z.coerce.number() })));
const whole = asset("w/whole", { inputs: { days }, output: table(z.object({ temp: z.number() })),
  run: async ({ days }) => { ran("w/whole"); return (await days.rows()).map(({ temp }) => ({ temp: Math.round(temp) })); } });
const total = asset("w/total", { inputs: { whole }, output: z.number(), run: async ({ whole }) => {
  ran("w/total");
  if (existsSync(new URL("broken", import.meta.url))) throw new Error("the abacus fell down");
  return (await whole.rows()).reduce((sum, { temp }) => sum + temp, 0);
} });
const hottest = asset("w/hottest", { inputs: { whole }, output: z.number(),
  run: async ({ whole }) => { ran("w/hottest"); return Math.max(...(await whole.rows()).map(({ temp }) => temp)); } });
const text = asset("w/text", { inputs: { total, hottest }, output: z.string(), run: ({ total, hottest }) => { ran("w/text"); return total + ", at most " + hottest; } });
const size = asset("o/size", { inputs: { other }, output: z.number(), run: async ({ other }) => { ran("o/size"); return (await other.rows()).length; } });
export default define({ include: [days, other, whole, total, hottest, text, size] });`;

const csv = (first: number): string => `temp\n${first}\n31\n`;
const computed = ["o/size", "w/hottest", "w/text", "w/total", "w/whole"];
const all = (value: string) => Object.fromEntries(computed.map((key) => [key, value]));

let database: Awaited<ReturnType<typeof testDatabase>>;
let project: TemporaryProject;
let server: HeadwaterProcess;
let worker: HeadwaterProcess;
let url: string;

beforeAll(async () => {
  database = await testDatabase();
  project = await temporaryProject(definitions, { "days.csv": csv(10), "other.csv": "n\n1\n" });
  worker = start("worker", "--dev");
  server = start("server", "--port", "0");
  await worker.printed(/^Worker /m);
  const [, port] = await server.printed(/^Headwater .* on http:\/\/localhost:(\d+)/m);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  for (const resource of [server, worker, project, database]) await resource?.[Symbol.asyncDispose]();
});

const start = (...args: string[]): HeadwaterProcess => startHeadwater(args, { cwd: project.directory, databaseUrl: database.url });

// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
async function ask(query: string): Promise<any> {
  const { body } = await askGraphql(url, query);
  const { data, errors } = JSON.parse(body);
  if (errors !== undefined) throw new Error(body);
  return data;
}

async function statuses(): Promise<Record<string, string>> {
  const { lineage } = await ask("{ lineage { nodes { key status isSource } } }");
  const assets = lineage.nodes.filter((node: { isSource: boolean }) => !node.isSource);
  return Object.fromEntries(assets.map((node: { key: string; status: string }) => [node.key, node.status]));
}

interface StepAnswer {
  readonly outcome: string;
  readonly reason: string;
  readonly error: { readonly message: string; readonly fix: string | null; readonly stack: string } | null;
}

/** Materializes what is stale, and waits for the end: status of the run, and its steps by asset. */
async function materialize(): Promise<{ readonly id: string; readonly status: string; readonly steps: Readonly<Record<string, StepAnswer>> }> {
  const { run, problems } = (await ask('mutation { materialize(input: { select: "*" }) { run { id } problems { message } } }')).materialize;
  expect(problems).toEqual([]);
  for (;;) {
    const found = (
      await ask(`{ run(id: "${run.id}") { status endedAt steps { edges { node { asset { key } outcome reason error { message fix stack } } } } } }`)
    ).run;
    if (found.endedAt !== null) {
      const steps = found.steps.edges.map(({ node }: { node: StepAnswer & { asset: { key: string } } }) => [node.asset.key, node]);
      return { id: run.id, status: found.status, steps: Object.fromEntries(steps) };
    }
    await sleep(50);
  }
}

const outcomes = (steps: Readonly<Record<string, StepAnswer>>) => Object.fromEntries(Object.entries(steps).map(([key, step]) => [key, step.outcome]));
/** The promise of the README: from a saved file to the answer. */
const seenWithin = { timeout: 5_000, interval: 100 };

describe("from a raw file to recomputed assets, by HTTP", () => {
  test("the first mutation computes everything once", async () => {
    expect(await statuses()).toEqual(all("MISSING"));
    const { status, steps } = await materialize();
    expect([status, outcomes(steps)]).toEqual(["SUCCEEDED", all("SUCCEEDED")]);
    expect(await project.ran()).toEqual({ "o/size": 1, "w/hottest": 1, "w/text": 1, "w/total": 1, "w/whole": 1 });
    expect(await statuses()).toEqual(all("FRESH"));
  });

  test("an edited file: what lies downstream is stale within seconds, and the file is named as the root cause", async () => {
    await project.write("days.csv", csv(12));
    await expect
      .poll(statuses, seenWithin)
      .toEqual({ "o/size": "FRESH", "w/whole": "STALE", "w/hottest": "UPSTREAM_STALE", "w/total": "UPSTREAM_STALE", "w/text": "UPSTREAM_STALE" });
    const { asset } = await ask('{ asset(key: "w/text") { causes { code } rootCauses { code asset message } } }');
    expect(asset).toEqual({ causes: [], rootCauses: [{ code: "INPUT_CHANGED", asset: "raw/days", message: expect.stringContaining("days.csv") }] });
    const { plan } = await ask('{ plan(select: "*") { steps { asset action } notNeeded { asset reason } } }');
    expect(plan.steps).toEqual([{ asset: "w/whole", action: "RUN" }, ...["w/total", "w/hottest", "w/text"].map((asset) => ({ asset, action: "CONDITIONAL" }))]);
    expect(plan.notNeeded).toContainEqual({ asset: "o/size", reason: "fresh" });
  });

  test("the functions whose inputs changed run; then there is nothing to do", async () => {
    expect(outcomes((await materialize()).steps)).toEqual({ "w/whole": "SUCCEEDED", "w/total": "SUCCEEDED", "w/hottest": "SUCCEEDED", "w/text": "SUCCEEDED" });
    expect(await project.ran()).toEqual({ "o/size": 1, "w/hottest": 2, "w/text": 2, "w/total": 2, "w/whole": 2 });
    expect(await materialize()).toMatchObject({ status: "SUCCEEDED", steps: {} });
    expect(await project.ran()).toEqual({ "o/size": 1, "w/hottest": 2, "w/text": 2, "w/total": 2, "w/whole": 2 });
  });

  test("a value that rounds to the same result is cut off right there", async () => {
    const before = await project.ran();
    await project.write("days.csv", csv(12.3));
    const { steps } = await materialize();
    expect(outcomes(steps)).toEqual({ "w/whole": "SUCCEEDED", "w/total": "UNCHANGED", "w/hottest": "UNCHANGED", "w/text": "UNCHANGED" });
    expect(await project.ran()).toEqual({ ...before, "w/whole": 3 });
    expect(await statuses()).toEqual(all("FRESH"));
  });

  test("the same bytes again, and another value and back, leave everything fresh", async () => {
    const before = await project.ran();
    const checkedAt = async () => Date.parse((await ask('{ asset(key: "raw/days") { lastObservation { checkedAt } } }')).asset.lastObservation.checkedAt);
    const written = Date.now();
    await project.write("days.csv", csv(12.3));
    await expect.poll(checkedAt, seenWithin).toBeGreaterThan(written + 1_000);
    expect(await statuses()).toEqual(all("FRESH"));

    await project.write("days.csv", csv(20));
    await expect.poll(async () => (await statuses())["w/whole"], seenWithin).toBe("STALE");
    await project.write("days.csv", csv(12.3));
    await expect.poll(statuses, seenWithin).toEqual(all("FRESH"));
    expect(await materialize()).toMatchObject({ status: "SUCCEEDED", steps: {} });
    expect(await project.ran()).toEqual(before);
  });

  test("a failing asset: what lies below is skipped with the reason, other branches finish, and the error comes with its stack", async () => {
    await project.write("broken", "");
    await project.write("days.csv", csv(25));
    const { status, steps } = await materialize();
    expect([status, outcomes(steps)]).toEqual(["FAILED", { "w/whole": "SUCCEEDED", "w/total": "FAILED", "w/hottest": "SUCCEEDED", "w/text": "SKIPPED" }]);
    expect(steps["w/text"]?.reason).toBe("w/total failed");
    expect(steps["w/total"]?.error).toEqual({ message: "the abacus fell down", fix: null, stack: expect.stringMatching(/headwater\.config\.ts:\d+/) });
  });

  test("the next run does only what is left", async () => {
    const before = await project.ran();
    await project.remove("broken");
    expect(outcomes((await materialize()).steps)).toEqual({ "w/total": "SUCCEEDED", "w/text": "SUCCEEDED" });
    expect(await project.ran()).toEqual({ ...before, "w/total": (before["w/total"] ?? 0) + 1, "w/text": (before["w/text"] ?? 0) + 1 });
    expect(await statuses()).toEqual(all("FRESH"));
  });

  test("a broken row fails the run by file, line and column; the history stays, and with the row repaired all is fresh", async () => {
    const latest = async () => (await ask('{ asset(key: "w/whole") { latest { id preview } } }')).asset.latest;
    const before = await latest();
    await project.write("days.csv", "temp\n25\nwarm\n");
    const { status, steps } = await materialize();
    expect([status, steps["w/whole"]?.error]).toMatchObject([
      "FAILED",
      {
        message: expect.stringMatching(/"days\.csv" \(source "raw\/days"\), line 3, column "temp": "warm"/),
        fix: "Correct that line of the file, or the row schema.",
      },
    ]);
    expect(await latest()).toEqual(before);
    await project.write("days.csv", csv(25));
    await expect.poll(statuses, seenWithin).toEqual(all("FRESH"));
  });

  test("a file that is gone is named; the last version stays, and counts again when the file is back", async () => {
    const trouble = async () => (await ask('{ asset(key: "raw/days") { lastObservation { error { message } } } }')).asset.lastObservation.error?.message;
    await project.remove("days.csv");
    await expect.poll(trouble, seenWithin).toMatch(/^The file "days\.csv" of source "raw\/days" does not exist/);
    expect(await statuses()).toEqual(all("FRESH"));
    await project.write("days.csv", csv(25));
    await expect.poll(trouble, seenWithin).toBeUndefined();
    expect(await statuses()).toEqual(all("FRESH"));
  });

  test("a server that was killed and started again tells a listener what happened meanwhile, and then what happens", async () => {
    const ends = (run: string) => (events: readonly Told[]) => events.at(-1)?.kind === "run_ended" && events.at(-1)?.run === run;
    const { id } = await materialize();
    const heard = await take(told(`${url}/graphql`, "0"), ends(id));
    server.kill("SIGKILL");
    await server.ended;
    await project.write("days.csv", csv(26));
    server = start("server", "--port", new URL(url).port);
    await server.printed(/^Headwater .* on http/m);
    await expect.poll(async () => (await statuses())["w/whole"], seenWithin).toBe("STALE");
    const listening = take(told(`${url}/graphql`, heard.at(-1)?.seq ?? ""), (events) => events.some(({ kind }) => kind === "run_ended"));
    const next = await materialize();
    const since = await listening;
    expect(since[0]).toMatchObject({ kind: "observation", asset: "raw/days", data: { changed: true } });
    expect(since.at(-1)).toMatchObject({ kind: "run_ended", run: next.id });
  });
});
