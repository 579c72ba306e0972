/** Brings a database to the schema that this version knows; safe for any number of processes at once. */
import { HeadwaterError } from "@headwater/core/engine";
import { connectClient, databaseName } from "@headwater/core/postgres";
import type pg from "pg";
import { type Migration, readMigrations } from "./migrations.ts";

/** `nulls not distinct` came with 15. */
const oldestVersion = 15;
/** Marks our advisory lock among others: "headwater" on a telephone. */
const lockKey = 432_392_837;

interface Applied {
  readonly number: number;
  readonly checksum: string;
}

/**
 * Applies what is missing, each migration in a transaction of its own.
 * @returns The names of the migrations that this call applied.
 * @throws HeadwaterError `DATABASE_UNREACHABLE`, `DATABASE_TOO_OLD`, `DATABASE_TOO_NEW`, `MIGRATION_CHANGED`, `MIGRATION_FAILED`
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const client = await connectClient({ connectionString: url, applicationName: "headwater migrate" });
  try {
    const database = databaseName(url);
    await checkServer(client, database);
    // Nearly always there is nothing to do, and then no process waits for another.
    if (isComplete(migrations, await readApplied(client), database)) return [];
    // Held by the session: the other processes wait here, and then find the work done. It ends with the connection.
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    return await applyMissing(client, migrations, database);
  } catch (error) {
    if (HeadwaterError.is(error)) throw error;
    throw new HeadwaterError("MIGRATION_FAILED", { database: databaseName(url), reason: (error as Error).message }, { cause: error });
  } finally {
    await client.end();
  }
}

async function checkServer(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  const found = rows[0]?.server_version ?? "unknown";
  if (Number.parseInt(found, 10) < oldestVersion) throw new HeadwaterError("DATABASE_TOO_OLD", { database, found, needed: String(oldestVersion) });
}

async function readApplied(client: pg.Client): Promise<readonly Applied[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>("select to_regclass('headwater.migrations') is not null as exists");
  if (tables[0]?.exists !== true) return [];
  const { rows } = await client.query<Applied>("select number, checksum from headwater.migrations order by number");
  return rows;
}

function isComplete(migrations: readonly Migration[], applied: readonly Applied[], database: string): boolean {
  const known = migrations.at(-1)?.number ?? 0;
  const found = applied.at(-1)?.number ?? 0;
  if (found > known) throw new HeadwaterError("DATABASE_TOO_NEW", { database, found, known });
  const checksums = new Map(applied.map(({ number, checksum }) => [number, checksum]));
  const changed = migrations.find(({ number, checksum }) => checksums.has(number) && checksums.get(number) !== checksum);
  if (changed !== undefined) throw new HeadwaterError("MIGRATION_CHANGED", { database, name: changed.name });
  return migrations.every(({ number }) => checksums.has(number));
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[], database: string): Promise<readonly string[]> {
  await client.query(`
    create schema if not exists headwater;
    create table if not exists headwater.migrations (
      number integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`);
  const applied = await readApplied(client);
  if (isComplete(migrations, applied, database)) return [];
  const numbers = new Set(applied.map(({ number }) => number));
  const missing = migrations.filter(({ number }) => !numbers.has(number));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

/** The migration and its record in one transaction: there is no "applied but not recorded". */
async function apply(client: pg.Client, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin");
  await client.query(sql);
  await client.query("insert into headwater.migrations (number, name, checksum) values ($1, $2, $3)", [number, name, checksum]);
  await client.query("commit");
}
