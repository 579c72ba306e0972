/** The tail of the log: numbers become visible out of order, and no reader skips one. */
import type pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "./fixture.ts";

const write = async (client: pg.Client, kind: string): Promise<string> => {
  const { rows } = await client.query<{ seq: string }>("insert into headwater.events (kind, data) values ($1, '{}') returning seq", [kind]);
  return rows[0]?.seq ?? "";
};

test("a number that is committed late holds back the later ones, and is not skipped", async () => {
  const database = await freshDatabase();
  const [store, slow, fast] = [await database.open(), await database.connect(), await database.connect()];
  await slow.query("begin");
  const late = await write(slow, "run_created");
  const early = await write(fast, "run_ended");
  expect(BigInt(late)).toBeLessThan(BigInt(early));
  expect(await store.events("0", 10)).toEqual([]);
  expect(await store.lastSeq()).toBe("0");
  await slow.query("commit");
  expect((await store.events("0", 10)).map((event) => event.seq)).toEqual([late, early]);
  expect(await store.lastSeq()).toBe(early);
});

test("nor is one skipped whose transaction began after that of a later number", async () => {
  const database = await freshDatabase();
  const [store, older, younger] = [await database.open(), await database.connect(), await database.connect()];
  await older.query("begin");
  await older.query("select pg_current_xact_id()");
  await younger.query("begin");
  const low = await write(younger, "run_created");
  const high = await write(older, "run_ended");
  await older.query("commit");
  expect(await store.events("0", 10)).toEqual([]);
  await younger.query("commit");
  expect((await store.events("0", 10)).map((event) => event.seq)).toEqual([low, high]);
});

test("a number that was given back, also by a savepoint, holds nothing up", async () => {
  const database = await freshDatabase();
  const [store, client, holder] = [await database.open(), await database.connect(), await database.connect()];
  await client.query("begin");
  await write(client, "run_created");
  await client.query("rollback");
  await holder.query("begin");
  await holder.query("savepoint before");
  await write(holder, "run_created");
  await holder.query("rollback to savepoint before");
  const kept = await write(client, "run_ended");
  expect((await store.events("0", 10)).map((event) => event.seq)).toEqual([kept]);
  // The transaction goes on, and announces itself anew.
  const late = await write(holder, "run_created");
  await write(client, "run_ended");
  expect((await store.events("0", 10)).map((event) => event.seq)).toEqual([kept]);
  await holder.query("commit");
  expect((await store.events(kept, 10))[0]?.seq).toBe(late);
});

test("a long transaction that writes no event holds nothing up", async () => {
  const database = await freshDatabase();
  const [store, long] = [await database.open(), await database.connect()];
  await long.query("begin");
  await long.query("create table something (else_ text)");
  await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
  expect((await store.events("0", 10)).map((event) => event.kind)).toEqual(["run_created"]);
});

test("a reader that follows eight writers sees each event once and in order", async () => {
  const database = await freshDatabase();
  const store = await database.open();
  const writers = await Promise.all(Array.from({ length: 8 }, () => database.connect()));
  const written: string[] = [];
  let writing = true;
  const work = async (client: pg.Client, writer: number): Promise<void> => {
    for (let round = 0; round < 25; round += 1) {
      await client.query("begin");
      const seqs = [await write(client, "run_created"), await write(client, "run_ended")];
      await client.query("select pg_sleep($1)", [((writer * 7 + round * 3) % 10) / 2_000]);
      const kept = (writer + round) % 5 !== 0;
      await client.query(kept ? "commit" : "rollback");
      if (kept) written.push(...seqs);
    }
  };
  const read: string[] = [];
  const follow = async (): Promise<void> => {
    for (let last = false; ; last = !writing) {
      read.push(...(await store.events(read.at(-1) ?? "0", 7)).map((event) => event.seq));
      if (last && (await store.events(read.at(-1) ?? "0", 1)).length === 0) return;
    }
  };
  const following = follow();
  await Promise.all(writers.map(work));
  writing = false;
  await following;
  expect(read).toEqual(written.sort((a, b) => Number(BigInt(a) - BigInt(b))));
  expect(read).toHaveLength(8 * 20 * 2);
});
