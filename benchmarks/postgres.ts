/** A Postgres of its own for benchmarks, durable as in production: commits wait for the disk. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joinEmbeddedPostgres, migrate } from "headwater/database";
import pg from "pg";

export interface BenchmarkPostgres extends AsyncDisposable {
  readonly url: string;
  /** The URL of a new migrated database. */
  database(): Promise<string>;
}

export async function benchmarkPostgres(): Promise<BenchmarkPostgres> {
  const directory = await mkdtemp(join(tmpdir(), "headwater-bench-"));
  // Postgres does not run as root: its user must be able to pass.
  await chmod(directory, 0o755);
  const postgres = await joinEmbeddedPostgres({ projectDirectory: directory, durable: true });
  let databases = 0;
  return {
    url: postgres.url,
    async database() {
      databases += 1;
      const url = new URL(postgres.url);
      url.pathname = `/bench_${databases}`;
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query(`create database bench_${databases}`);
      await client.end();
      await migrate(url.href);
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      await postgres[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
