/** Databases made and dropped by name, on the server of a given one. */
import { randomBytes } from "node:crypto";
import pg from "pg";

export const newName = (kind: string): string => `headwater_${kind}_${randomBytes(6).toString("hex")}`;

/** The same server and user, another database. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** Runs one statement. `create database` and `drop database` take no part in transactions. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
