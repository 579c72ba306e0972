/** The subscription over server-sent events, on a real database and a real port. */
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createGraphqlEndpoint } from "../src/graphql/endpoint.ts";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { listen } from "../src/http/listen.ts";
import { startHttp } from "../src/http.ts";
import { createProcessLog } from "../src/process-log.ts";
import { byGet, byPost, type Told, take, told } from "./event-stream.ts";
import { openTestSystem, type TestSystem } from "./test-system.ts";

async function open(): Promise<{ system: TestSystem; url: string }> {
  const system = await openTestSystem();
  onTestFinished(() => system[Symbol.asyncDispose]());
  const http = await startHttp({
    store: system.store,
    values: system.environment.values,
    dispatcher: system.dispatcher,
    config: { host: "127.0.0.1", port: 0, token: null, uiDirectory: "/nowhere", version: "1.2.3", dev: false },
  });
  onTestFinished(() => http[Symbol.asyncDispose]());
  return { system, url: `${http.url}/graphql` };
}

const hasEnded = (all: readonly Told[]): boolean => all.at(-1)?.kind === "run_ended";

const materialize = (system: TestSystem) =>
  system.query<{ materialize: { run: { id: string } } }>('mutation { materialize(input: { select: "*" }) { run { id } problems { code } } }');

test("a run is told from its request to its end", async () => {
  const { system, url } = await open();
  const telling = take(told(url, await system.store.lastSeq()), hasEnded);
  const { run } = (await materialize(system)).materialize;
  const all = await telling;
  const ofRun = all.filter((event) => event.run === run.id);
  expect([ofRun[0]?.kind, ofRun.at(-1)?.kind]).toEqual(["run_created", "run_ended"]);
  expect(ofRun.at(-1)?.data).toMatchObject({ status: "SUCCEEDED" });
  expect(
    all
      .filter(({ kind }) => kind === "materialization")
      .map(({ asset }) => asset)
      .sort(),
  ).toEqual(["clean/rounded", "report/last", "stats/halves", "stats/total"]);
  expect(all.filter(({ kind }) => kind === "observation").map(({ asset }) => asset)).toEqual(["raw/numbers"]);
});

test.each([
  ["POST", byPost],
  ["GET", byGet],
])("without a number only new events are told, by %s", async (_, connect) => {
  const { system, url } = await open();
  const before = await system.store.lastSeq();
  const hangUp = new AbortController();
  const response = await connect(url, null, hangUp.signal);
  await materialize(system);
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk);
    if (text.includes("run_ended")) break;
  }
  hangUp.abort();
  const seqs = [...text.matchAll(/"seq":"(\d+)"/g)].map((match) => Number(match[1]));
  expect(seqs[0]).toBeGreaterThan(Number(before));
  expect(text).toContain("run_created");
  // a comment keeps proxies from hanging up
  expect(text.startsWith(":\n\n")).toBe(true);
});

test("a client that loses its connection again and again misses nothing and hears nothing twice", async () => {
  const { system, url } = await open();
  let writing = true;
  const writer = (async () => {
    for (let round = 0; round < 60; round++) {
      system.outside.numbers = [round];
      await system.query('mutation { observe(select: "*") { problems { code } } }');
    }
    await system.store.heartbeat({
      id: "last",
      tags: [],
      running: 0,
      slots: 1,
      definitionsVersion: "1",
      codeLocation: "default",
      version: "1",
      host: "here",
      pid: 2,
    });
    writing = false;
  })();
  const heard: string[] = [];
  const isLast = (all: readonly Told[]): boolean => all.at(-1)?.kind === "worker_started" && all.at(-1)?.data.worker === "last";
  for (let connections = 0; ; connections++) {
    const events = await take(told(url, heard.at(-1) ?? "0"), (all) => all.length >= 7 || isLast(all));
    heard.push(...events.map(({ seq }) => seq));
    if (isLast(events)) {
      expect(connections).toBeGreaterThan(5);
      break;
    }
  }
  await writer;
  expect(writing).toBe(false);
  const recorded = (await system.store.events("0", 10_000)).map(({ seq }) => seq);
  expect(heard).toEqual(recorded.slice(0, heard.length));
  expect(recorded.length - heard.length).toBeLessThanOrEqual(0);
});

test("a number of another database is refused in words", async () => {
  const { url } = await open();
  const response = await byPost(url, "123456789", new AbortController().signal);
  expect(await response.text()).toContain('"code":"CURSOR_INVALID"');
});

test("a client that hangs up leaves nothing behind", async () => {
  const system = await openTestSystem();
  onTestFinished(() => system[Symbol.asyncDispose]());
  const log = createProcessLog();
  const hub = await createEventHub(system.store, log);
  onTestFinished(() => hub[Symbol.asyncDispose]());
  let followers = 0;
  const events = {
    ...hub,
    follow: async (after: string | null) => {
      const iterator = await hub.follow(after);
      followers++;
      return {
        ...iterator,
        return: async () => {
          const result = (await iterator.return?.()) ?? { done: true as const, value: undefined };
          followers--;
          return result;
        },
      };
    },
  };
  const server = createServer(
    createGraphqlEndpoint(
      { store: system.store, values: system.environment.values, dispatcher: system.dispatcher, events, workers: () => system.store.workers() },
      log,
    ),
  );
  onTestFinished(() => server.close() as never);
  const port = await listen(server, { host: "127.0.0.1", port: 0 });
  const hangUps = Array.from({ length: 5 }, () => new AbortController());
  for (const { signal } of hangUps) await byPost(`http://127.0.0.1:${port}/graphql`, null, signal);
  expect(followers).toBe(5);
  for (const hangUp of hangUps) hangUp.abort();
  for (let waited = 0; followers > 0 && waited < 50; waited++) await pause(20);
  expect(followers).toBe(0);
});
