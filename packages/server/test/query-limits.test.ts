/** Queries that are malformed, too long, too deep or too large: each is refused in words, before anything is looked up. */
import { createMemoryStore, createMemoryValueStore, type Store } from "@headwater/core/engine";
import { buildSchema, getIntrospectionQuery, parse } from "graphql";
import { describe, expect, onTestFinished, test } from "vitest";
import { createGraphqlEndpoint } from "../src/graphql/endpoint.ts";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { queryCost } from "../src/graphql/query-cost.ts";
import { queryLimits } from "../src/graphql/query-limits.ts";
import { createProcessLog } from "../src/process-log.ts";

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code: string; readonly fix?: string } }[];
}

async function open(store: Store = createMemoryStore()) {
  const log: string[] = [];
  const processLog = createProcessLog((line) => log.push(line));
  const events = await createEventHub(store, processLog);
  onTestFinished(() => events[Symbol.asyncDispose]());
  const endpoint = createGraphqlEndpoint(
    { store, values: createMemoryValueStore(), dispatcher: { flush: async () => undefined }, events, workers: () => store.workers() },
    processLog,
  );
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  const send = async (body: string): Promise<Answer> => {
    const response = await endpoint.fetch("http://localhost/graphql", { method: "POST", headers, body });
    return { status: response.status, ...((await response.json()) as object) };
  };
  return { log, send, ask: (query: string, variables: object = {}) => send(JSON.stringify({ query, variables })) };
}

const repeat = (text: (index: number) => string, times: number): string => Array.from({ length: times }, (_, index) => text(index)).join(" ");
const nested = (times: number): string => `{ lineage { nodes { ${"upstream { asset { ".repeat(times)} key ${"} } ".repeat(times)} } } }`;

describe("a query is measured", () => {
  const schema = buildSchema(`
    type Query { things(first: Int, after: String): ThingConnection! thing: Thing all: [Thing!]! text(first: Int): String }
    type ThingConnection { edges: [ThingEdge!]! }
    type ThingEdge { node: Thing! }
    type Thing { name: String! things(first: Int): ThingConnection! names(first: Int): [String!]! thing: Thing }`);
  const cost = (query: string, variables?: { [name: string]: unknown }) => queryCost({ schema, document: parse(query), variables });

  test.each([
    ["{ __typename }", 0, 0],
    ["{ thing { name } }", 2, 2],
    ["{ thing { thing { thing { name } } } }", 4, 4],
    ["{ things { edges { node { name } } } }", 4, 1 + 20 * 3],
    ["{ things(first: 3) { edges { node { name } } } }", 4, 1 + 3 * 3],
    ["{ things(first: 3) { edges { node { things(first: 5) { edges { node { name } } } } } } }", 7, 1 + 3 * (2 + 1 + 5 * 3)],
    ["{ all { name } }", 2, 1 + 10],
    ["{ thing { names } other: thing { names(first: 50) } }", 2, 1 + 10 + 1 + 50],
    ["{ text(first: 100) }", 1, 100],
    ["{ ...A } fragment A on Query { thing { ...B } } fragment B on Thing { name thing { name } }", 3, 4],
    ["{ ... on Query { thing { name } } }", 2, 2],
    ["query A { thing { name } } query B { text }", 2, 2],
  ])("%s", (query, depth, values) => {
    expect(cost(query)).toMatchObject({ depth, values });
  });

  test("by what its variables are", () => {
    const query = "query ($first: Int) { things(first: $first) { edges { node { name } } } }";
    expect(cost(query, { first: 1000 }).values).toBe(3_001);
    expect(cost(query, { first: null }).values).toBe(61);
    expect(cost(query, {}).values).toBe(61);
    expect(cost(query, { first: -5 }).values).toBe(4);
  });

  test("without following the same fragment again and again", () => {
    const fragments = repeat((index) => `fragment F${index} on Thing { a: thing { ...F${index + 1} } b: thing { ...F${index + 1} } }`, 60);
    const { depth, values } = cost(`{ thing { ...F0 } } ${fragments} fragment F60 on Thing { name }`);
    expect(depth).toBe(62);
    expect(values).toBeGreaterThan(2 ** 60);
  });
});

describe("a query is refused", () => {
  test.each<[string, string, string, RegExp]>([
    ["too deep", nested(10), "QUERY_TOO_DEEP", /^The query is 23 fields deep; it may be 20 deep\.$/],
    [
      "too deep by fragments",
      `${repeat((i) => `fragment F${i} on Asset { upstream { asset { ...F${i + 1} } } }`, 12)} fragment F12 on Asset { key } { lineage { nodes { ...F0 } } }`,
      "QUERY_TOO_DEEP",
      /27 fields deep/,
    ],
    [
      "asking too much at once",
      `{ ${repeat((i) => `a${i}: asset(key: "a") { key }`, 101)} }`,
      "QUERY_TOO_BROAD",
      /^101 things are asked for at once; it may be 100\.$/,
    ],
    [
      "asking too much at once by fragments",
      `{ ...F ...G } fragment F on Query { ...G } fragment G on Query { ${repeat((i) => `a${i}: asset(key: "a") { key }`, 60)} }`,
      "QUERY_TOO_BROAD",
      /^120 things/,
    ],
    ["doing too much at once", `mutation { ${repeat((i) => `a${i}: cancelRun(id: "a") { problems { code } }`, 101)} }`, "QUERY_TOO_BROAD", /^101 things/],
    [
      "with pages within pages",
      "{ assets(first: 1000) { edges { node { materializations(first: 100) { edges { node { id at outcome } } } } } } }",
      "QUERY_TOO_LARGE",
      /^The answer could have \d+ values; it may have 500000\.$/,
    ],
    ["with long previews of everything", "{ assets(first: 1000) { edges { node { preview(first: 1000) } } } }", "QUERY_TOO_LARGE", /values/],
    ["fanning out along the graph", nested(5), "QUERY_TOO_LARGE", /values/],
    [
      "subscribing to too much",
      `subscription { assetChanges { asset { ${"upstream { asset { ".repeat(10)} key ${"} } ".repeat(10)} } } }`,
      "QUERY_TOO_DEEP",
      /deep/,
    ],
  ])("%s", async (_, query, code, message) => {
    const { ask } = await open();
    expect(await ask(query)).toEqual({
      status: 400,
      errors: [{ message: expect.stringMatching(message), extensions: { code, fix: expect.stringMatching(/./) } }],
    });
  });

  test("that is too large by its variables, before anything is looked up", async () => {
    const untouchable = new Proxy(createMemoryStore(), {
      get: (store, name) => (name === "cells" ? () => Promise.reject(new Error("looked up")) : Reflect.get(store, name)),
    });
    const { ask, log } = await open(untouchable);
    const query = "query ($first: Int) { assets(first: $first) { edges { node { materializations(first: $first) { edges { node { id at outcome } } } } } } }";
    expect((await ask(query, { first: 1000 })).errors?.[0]?.extensions?.code).toBe("QUERY_TOO_LARGE");
    expect(log).toEqual([]);
    expect((await ask(query, { first: 10 })).errors?.[0]?.extensions?.code).toBe("INTERNAL_SERVER_ERROR");
  });

  test("with more words than it may have, quickly", async () => {
    const { ask } = await open();
    const { status, errors } = await ask(`{ ${repeat(() => "__typename", queryLimits.tokens)} }`);
    expect([status, errors?.[0]?.extensions?.code]).toEqual([400, "GRAPHQL_PARSE_FAILED"]);
    expect(errors?.[0]?.message).toContain("5000 tokens");
  });

  test("that repeats one field as often as its words allow is answered in a second or so", async () => {
    const { ask } = await open();
    const started = performance.now();
    await ask(`{ lineage { nodes { ${repeat(() => "key status", 2_400)} } } }`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("what is no query", () => {
  const json = (content: unknown): string => JSON.stringify(content);
  test.each<[string, string, number, string, RegExp]>([
    ["no JSON", "{ lineage", 400, "BAD_REQUEST", /JSON/i],
    ["nothing", "", 400, "BAD_REQUEST", /./],
    ["no query", "{}", 400, "BAD_REQUEST", /query/i],
    ["a number", json({ query: 3 }), 400, "BAD_REQUEST", /query/i],
    ["an array", json([{ query: "{ __typename }" }]), 400, "BAD_REQUEST", /batch/i],
    ["variables that are text", json({ query: "{ __typename }", variables: "x" }), 400, "BAD_REQUEST", /variables/i],
    ["an unfinished query", json({ query: "{ lineage {" }), 400, "GRAPHQL_PARSE_FAILED", /Syntax Error: Expected Name/],
    ["an unknown field", json({ query: "{ linage { nodes { key } } }" }), 400, "GRAPHQL_VALIDATION_FAILED", /Did you mean "lineage"/],
    ["a fragment that holds itself", json({ query: "{ ...A } fragment A on Query { ...A }" }), 400, "GRAPHQL_VALIDATION_FAILED", /itself/],
    ["a wrong type", json({ query: '{ runs(first: "ten") { edges { cursor } } }' }), 400, "GRAPHQL_VALIDATION_FAILED", /Int cannot represent/],
    ["a missing variable", json({ query: "query ($key: String!) { asset(key: $key) { key } }" }), 400, "BAD_USER_INPUT", /\$key/],
    ["an unknown operation", json({ query: "query A { __typename } query B { __typename }" }), 400, "OPERATION_RESOLUTION_FAILURE", /operation/i],
  ])("%s", async (_, body, status, code, message) => {
    const { send, log } = await open();
    const answer = await send(body);
    expect({ status: answer.status, code: answer.errors?.[0]?.extensions?.code }).toEqual({ status, code });
    expect(answer.errors?.[0]?.message).toMatch(message);
    expect(log).toEqual([]);
  });

  test("more than a megabyte", async () => {
    const { send } = await open();
    const { status, errors } = await send(json({ query: "{ __typename }", variables: { text: "x".repeat(1_100_000) } }));
    expect([status, errors?.[0]?.extensions?.code]).toEqual([413, "REQUEST_ENTITY_TOO_LARGE"]);
  });
});

test("tools may ask for the whole schema", async () => {
  const { ask } = await open();
  const { data, errors } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }));
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).toContain("MaterializeInput");
  const deep = await ask(`{ __schema { types { ${"fields { type { ".repeat(5)} name ${"} } ".repeat(5)} } } }`);
  expect(deep.errors?.[0]?.message).toMatch(/introspection depth/i);
});
