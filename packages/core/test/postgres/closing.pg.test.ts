/** Closing a store: nothing stays open, whatever was under way. */
import { expect, test } from "vitest";
import { freshDatabase } from "./fixture.ts";

test("a store that is closed while it writes leaves no connection behind", async () => {
  const database = await freshDatabase();
  const observer = await database.connect();
  const connections = async (): Promise<number> => {
    const { rows } = await observer.query("select count(*)::int as n from pg_stat_activity where application_name = 'closing'");
    return rows[0].n;
  };
  const store = await database.open("closing");
  await store.subscribe(() => undefined);
  const writing = Promise.allSettled(Array.from({ length: 5 }, () => store.createRun({ mode: "STALE", select: "*", launchedBy: "test" })));
  await new Promise((resolve) => setImmediate(resolve));
  await store[Symbol.asyncDispose]();
  await writing;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await connections()).toBe(0);
});
