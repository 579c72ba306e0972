/** A Postgres for tests: fast instead of durable, in a directory of its own; or the one that TEST_DATABASE_URL names. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joinEmbeddedPostgres } from "headwater/database";

export interface TestPostgres extends AsyncDisposable {
  /** Of a database from which others can be created. */
  readonly url: string;
}

export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") return { url: given, async [Symbol.asyncDispose]() {} };
  const directory = await mkdtemp(join(tmpdir(), "headwater-test-"));
  // Postgres does not run as root: its user must be able to pass.
  await chmod(directory, 0o755);
  const postgres = await joinEmbeddedPostgres({ projectDirectory: directory, durable: false });
  return {
    url: postgres.url,
    async [Symbol.asyncDispose]() {
      await postgres[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
