/** A server's parts on a real database, with a worker in this process: what it is handed it carries out at once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset, check, define, source, table } from "@headwater/core";
import {
  createFileValueStore,
  createResourcePool,
  type ExecutionEnvironment,
  executeStep,
  observeSources,
  planQueuedRun,
  provenanceOf,
  type Store,
  serializeDefinitions,
} from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { z } from "zod";
import { createGraphqlEndpoint } from "../src/graphql/endpoint.ts";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { createProcessLog } from "../src/process-log.ts";
import { results } from "./event-stream.ts";

/** What the pipeline sees; tests change it. */
export interface Outside {
  numbers: number[];
  missing: boolean;
  broken: boolean;
  /** Whether the blocking check of stats/total passes. */
  plausible: boolean;
}

/**
 * raw/numbers -> clean/rounded -> stats/total
 *                              -> stats/halves (a table) -> report/last
 */
function pipeline(outside: Outside) {
  const numbers = source("raw/numbers", {
    description: "Numbers from outside.",
    codeVersion: "1",
    schema: z.array(z.number()),
    observe: () => {
      if (outside.missing) throw new Error("no numbers today");
      return outside.numbers.join(" ");
    },
    load: () => outside.numbers,
  });
  const rounded = asset("clean/rounded", {
    description: "Whole numbers.",
    owners: ["ada"],
    tags: { tier: "1" },
    kinds: ["json"],
    inputs: { numbers },
    output: z.array(z.number()),
    codeVersion: "1",
    run: ({ numbers }, { metadata }) => {
      metadata({ count: numbers.length });
      return numbers.map(Math.round);
    },
  });
  const total = asset("stats/total", {
    inputs: { rounded },
    config: z.object({ factor: z.number().default(1) }),
    output: z.number(),
    codeVersion: "1",
    run: ({ rounded }, { config }) => {
      if (outside.broken) throw new Error("the abacus fell down", { cause: new TypeError("gravity") });
      return rounded.reduce((sum, number) => sum + number, 0) * config.factor;
    },
  });
  const halves = asset("stats/halves", {
    inputs: { rounded },
    output: table(z.object({ whole: z.number(), half: z.number().nullable() })),
    codeVersion: "1",
    run: ({ rounded }) => rounded.map((whole) => ({ whole, half: whole % 2 === 0 ? whole / 2 : null })),
  });
  const last = asset("report/last", {
    inputs: { halves, total },
    output: z.string(),
    codeVersion: "1",
    run: async ({ halves, total }) => `${(await halves.rows()).length} rows, ${total} in all`,
  });
  const plausible = check("plausible", {
    asset: total,
    blocking: true,
    run: () => ({ passed: outside.plausible, message: "out of all proportion", metadata: { limit: 9 } }),
  });
  return define({ include: [numbers, rounded, total, halves, last, plausible] });
}

export interface TestSystem extends AsyncDisposable {
  readonly outside: Outside;
  readonly databaseUrl: string;
  readonly store: Store;
  readonly environment: ExecutionEnvironment;
  readonly dispatcher: { flush(store: Store): Promise<void> };
  /** Everything that was handed out has been carried out. */
  settled(): Promise<void>;
  /** Data of an operation. Throws its errors. */
  query<T>(query: string, variables?: object): Promise<T>;
  /** Data of a subscription as it comes, until the caller leaves the loop. Throws its errors. */
  listen<T>(subscription: string, variables?: object): AsyncGenerator<T>;
  /** Errors of an operation that must have some. */
  errors(
    query: string,
    variables?: object,
  ): Promise<readonly { readonly message: string; readonly extensions: { readonly code: string; readonly fix?: string } }[]>;
}

/** @param worker Whether a worker is alive and takes what it is handed. */
export async function openTestSystem({ worker = true } = {}): Promise<TestSystem> {
  const database = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), "headwater-values-"));
  const store = await createPostgresStore({ connectionString: database.url });
  const outside: Outside = { numbers: [1.2, 2.4], missing: false, broken: false, plausible: true };
  const definitions = pipeline(outside);
  const environment: ExecutionEnvironment = {
    definitions,
    store,
    values: createFileValueStore(directory),
    root: "/",
    log: () => undefined,
    resources: createResourcePool(),
    provenance: provenanceOf("/"),
  };
  await store.activate({ name: "default", definitions: serializeDefinitions(definitions, "/"), root: "/" });
  const { flush, settled } = inProcessWorker(environment);
  const dispatcher = { flush: async () => (worker ? flush() : undefined) };
  if (worker)
    await store.heartbeat({
      id: "test",
      tags: [],
      running: 0,
      slots: 4,
      definitionsVersion: "1",
      codeLocation: "default",
      version: "1.2.3",
      host: "here",
      pid: 1,
    });
  const log = createProcessLog();
  const events = await createEventHub(store, log);
  const endpoint = createGraphqlEndpoint({ store, values: environment.values, dispatcher, events, workers: () => store.workers() }, log);
  const send = (query: string, variables: object = {}, init: RequestInit = {}) =>
    endpoint.fetch("http://localhost/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
      ...init,
    });
  const execute = async (query: string, variables?: object) => (await (await send(query, variables)).json()) as { data?: never; errors?: never };
  return {
    outside,
    databaseUrl: database.url,
    store,
    environment,
    dispatcher,
    settled,
    async query(query, variables) {
      const { data, errors } = await execute(query, variables);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as never;
    },
    async *listen(subscription, variables) {
      const hangUp = new AbortController();
      const headers = { "content-type": "application/json", accept: "text/event-stream" };
      const response = await send(subscription, variables, { headers, signal: hangUp.signal });
      try {
        for await (const { data, errors } of results<{ data?: never; errors?: unknown }>(response)) {
          if (errors !== undefined) throw new Error(JSON.stringify(errors));
          if (data !== undefined) yield data;
        }
      } finally {
        hangUp.abort();
      }
    },
    async errors(query, variables) {
      const { errors } = await execute(query, variables);
      if (errors === undefined) throw new Error("The operation had no errors.");
      return errors;
    },
    async [Symbol.asyncDispose]() {
      await settled();
      await events[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Takes what waits in the outbox, carries it out, and looks again: worker and control loop in one. */
function inProcessWorker(environment: ExecutionEnvironment) {
  const { store } = environment;
  const { signal } = new AbortController();
  const working = new Set<Promise<void>>();
  const observe = async (id: string): Promise<void> => {
    const request = await store.observationRequest(id);
    if (request === null) return;
    await store.answerObservations(id, await observeSources(environment, request.assets, signal));
    if (request.runId !== null) await planQueuedRun(store, request.runId);
  };
  const run = async (stepId: string, attempt: number): Promise<void> => {
    const claim = await store.claimStep(stepId, attempt, "test", 60_000);
    if (claim !== null) await executeStep(environment, claim, signal);
  };
  const start = (work: Promise<void>): void => {
    const done = work.then(flush).finally(() => working.delete(done));
    working.add(done);
  };
  async function flush(): Promise<void> {
    const outbox = await store.outbox(60_000);
    await store.markSent(outbox);
    for (const id of outbox.observationRequests) start(observe(id));
    for (const { stepId, attempt } of outbox.steps) start(run(stepId, attempt));
  }
  const settled = async (): Promise<void> => {
    while (working.size > 0) await Promise.all(working);
  };
  return { flush, settled };
}
