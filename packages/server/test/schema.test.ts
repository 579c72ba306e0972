/** The committed schema is the one that the server serves. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createMemoryStore, createMemoryValueStore } from "@headwater/core/engine";
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from "graphql";
import { expect, test } from "vitest";
import { createGraphqlEndpoint } from "../src/graphql/endpoint.ts";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { createProcessLog } from "../src/process-log.ts";

test("schema.graphql is what the server answers to introspection (`npm run gen` writes it)", async () => {
  const store = createMemoryStore();
  const log = createProcessLog();
  await using events = await createEventHub(store, log);
  const endpoint = createGraphqlEndpoint(
    { store, values: createMemoryValueStore(), dispatcher: { flush: async () => undefined }, events, workers: () => store.workers() },
    log,
  );
  const response = await endpoint.fetch("http://localhost/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data } = (await response.json()) as { data: Parameters<typeof buildClientSchema>[0] };
  const committed = await readFile(join(import.meta.dirname, "..", "schema.graphql"), "utf8");
  expect(`${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`).toBe(committed);
});

test("everything in schema.graphql is described", async () => {
  const committed = await readFile(join(import.meta.dirname, "..", "schema.graphql"), "utf8");
  const undescribed = committed
    .split("\n")
    .filter((line, index, lines) => /^ *[a-zA-Z]+(\(|: |$)|^(type|enum|input|scalar) /.test(line) && !/"""$/.test((lines[index - 1] ?? "").trim()));
  expect(undescribed).toEqual([]);
});
