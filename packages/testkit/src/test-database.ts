/** A database of its own for each test: cloned in some 20 ms, so tests may commit and connect as they like. */
import { databaseOf, execute, newName, urlOf } from "./template-database.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

export interface TestDatabaseSource {
  /** A database on the same server, from which others can be created. */
  readonly adminUrl: string;
  /** A migrated database that nobody is connected to. */
  readonly templateUrl: string;
}

/** @param source Only outside vitest's project "pg", whose global setup provides it. */
export async function testDatabase(source?: TestDatabaseSource): Promise<TestDatabase> {
  const { adminUrl, templateUrl } = source ?? (await provided());
  const name = newName("test");
  await execute(adminUrl, `create database ${name} template ${databaseOf(templateUrl)} strategy file_copy`);
  return { url: urlOf(adminUrl, name), [Symbol.asyncDispose]: () => execute(adminUrl, `drop database ${name} with (force)`) };
}

/** Vitest can be imported inside its workers only, and this file is of use elsewhere too. */
async function provided(): Promise<TestDatabaseSource> {
  const { inject } = await import("vitest");
  return inject("postgres");
}
