/** Migrations: fresh, again, by many at once, and never over something newer. */
import { dumpSchema, testDatabase } from "@headwater/testkit";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { migrate } from "../../src/database/migrate.ts";

/** A database with nothing in it. */
async function emptyDatabase(): Promise<string> {
  const { adminUrl } = inject("postgres");
  const templateUrl = new URL(adminUrl);
  templateUrl.pathname = "/template0";
  const database = await testDatabase({ adminUrl, templateUrl: templateUrl.href });
  onTestFinished(() => database[Symbol.asyncDispose]());
  return database.url;
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

const records = (url: string) => query(url, "select number, name, checksum, applied_at from headwater.migrations order by number");

test("an empty database gets the whole schema, and a second time nothing", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const applied = await records(url);
  expect(applied[0]).toMatchObject({ number: 1, name: "000001.sql", checksum: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await dumpSchema(url)).toBe(await dumpSchema(inject("postgres").templateUrl));
  await migrate(url);
  expect(await records(url)).toEqual(applied);
});

test("twenty at once apply each migration once", async () => {
  const url = await emptyDatabase();
  await Promise.all(Array.from({ length: 20 }, () => migrate(url)));
  const applied = await records(url);
  expect(applied.map(({ number }) => number)).toEqual(applied.map((_, index) => index + 1));
});

test("a database that a newer version migrated is refused and left as it is", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await query(url, "insert into headwater.migrations (number, name, checksum) values (999, '000999.sql', 'x')");
  const error = await migrate(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "DATABASE_TOO_NEW", details: { found: 999 } });
  expect(String(error)).toMatch(/headwater_test_.* was migrated by a newer Headwater/);
  expect(await records(url)).toHaveLength((error as { details: { known: number } }).details.known + 1);
});

test("a migration that was changed after it had been applied is named", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await query(url, "update headwater.migrations set checksum = 'another' where number = 1");
  await expect(migrate(url)).rejects.toMatchObject({ code: "MIGRATION_CHANGED", details: { name: "000001.sql" } });
});

test("an interrupted migration leaves no trace and is done by the next", async () => {
  const url = await emptyDatabase();
  // In its way: the migration fails after it has begun.
  await query(url, "create schema headwater; create table headwater.workers ()");
  await expect(migrate(url)).rejects.toMatchObject({ code: "MIGRATION_FAILED", message: expect.stringContaining('relation "workers" already exists') });
  expect(await records(url)).toEqual([]);
  expect(await query(url, "select to_regclass('headwater.events') as events")).toEqual([{ events: null }]);
  await query(url, "drop table headwater.workers");
  await migrate(url);
  expect((await records(url)).length).toBeGreaterThan(0);
});
