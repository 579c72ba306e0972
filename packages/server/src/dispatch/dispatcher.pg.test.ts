import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import { expect, test } from "vitest";
import { createDispatcher } from "./dispatcher.ts";

async function jobKeys(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ key: string }>("select key from graphile_worker.jobs order by key");
  await client.end();
  return rows.map((row) => row.key);
}

test("dispatchers that start and flush at the same time send every request once", async () => {
  await using database = await testDatabase();
  await using store = await createPostgresStore({ connectionString: database.url });
  const requests = await Promise.all(Array.from({ length: 20 }, (_, index) => store.requestObservations([`raw/${index}`], null)));
  await using one = await createDispatcher(database.url);
  await using two = await createDispatcher(database.url);
  await Promise.all([one.flush(store), two.flush(store), one.flush(store), two.flush(store)]);
  expect(await jobKeys(database.url)).toEqual(requests.map((request) => `observe:${request.id}`).sort());
  expect(await store.outbox(30_000)).toEqual({ steps: [], observationRequests: [] });
});

test("what nobody answered is sent again as the same job", async () => {
  await using database = await testDatabase();
  await using store = await createPostgresStore({ connectionString: database.url });
  const request = await store.requestObservations(["raw/days"], null);
  await using dispatcher = await createDispatcher(database.url);
  await dispatcher.flush(store);
  await dispatcher.flush({ ...store, outbox: () => store.outbox(0) });
  expect(await jobKeys(database.url)).toEqual([`observe:${request.id}`]);
});

test("many processes may prepare the queue's tables at once", async () => {
  await using database = await testDatabase();
  const dispatchers = await Promise.all(Array.from({ length: 8 }, () => createDispatcher(database.url)));
  await Promise.all(dispatchers.map((dispatcher) => dispatcher[Symbol.asyncDispose]()));
  expect(await jobKeys(database.url)).toEqual([]);
});
