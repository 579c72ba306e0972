/** Connections to Postgres: they outlive its restarts, and say what is wrong when there is none. */
import type { PostgresPool } from "kysely";
import pg from "pg";
import { HeadwaterError } from "../../model/errors.ts";

export interface ConnectionOptions {
  readonly connectionString: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
}

const connectTimeoutMs = 10_000;

/** A pool whose `connect` fails with `DATABASE_UNREACHABLE`, and which no lost connection can bring down. */
export function createPool(options: ConnectionOptions, max: number): PostgresPool {
  const pool = new pg.Pool({ ...clientConfig(options), max });
  // Without listeners, losing a connection would end the process. The query that used it fails anyway.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw unreachable(options.connectionString, error);
    }
  };
  return { options: pool.options, connect, end: () => pool.end() };
}

/** A single connection, for `listen` and `notify`. */
export async function connectClient(options: ConnectionOptions): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(options));
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw unreachable(options.connectionString, error);
  }
}

const clientConfig = ({ connectionString, applicationName }: ConnectionOptions): pg.ClientConfig => ({
  connectionString,
  application_name: applicationName ?? "headwater",
  keepAlive: true,
  connectionTimeoutMillis: connectTimeoutMs,
  // A process that is paused in the middle of a transaction must not hold its locks for ever.
  idle_in_transaction_session_timeout: 10_000,
});

function unreachable(connectionString: string, error: unknown): HeadwaterError<"DATABASE_UNREACHABLE"> {
  return new HeadwaterError("DATABASE_UNREACHABLE", { database: databaseName(connectionString), reason: reasonOf(error) }, { cause: error });
}

/** `host:port/database` of a connection string: all that may be shown of it. */
export function databaseName(connectionString: string): string {
  try {
    const { host, port, database } = new pg.Client({ connectionString });
    return `${host}:${port}/${database ?? ""}`;
  } catch {
    return "(a URL that cannot be read)";
  }
}

/** A name with several addresses fails with one error for each and no message of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
