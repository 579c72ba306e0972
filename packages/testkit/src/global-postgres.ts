/** Vitest's global setup of the project "pg": one Postgres, one migrated template that each test database is cloned from. */
import { migrate } from "headwater/database";
import type { TestProject } from "vitest/node";
import { execute, newName, urlOf } from "./template-database.ts";
import { startTestPostgres, type TestPostgres } from "./test-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The template that `testDatabase` clones, and the database from which it is cloned. */
    postgres: { readonly adminUrl: string; readonly templateUrl: string };
  }
}

let postgres: TestPostgres | undefined;
let template: string | undefined;

export async function setup(project: TestProject): Promise<void> {
  postgres = await startTestPostgres();
  template = newName("template");
  await execute(postgres.url, `create database ${template}`);
  const templateUrl = urlOf(postgres.url, template);
  await migrate(templateUrl);
  project.provide("postgres", { adminUrl: postgres.url, templateUrl });
}

export async function teardown(): Promise<void> {
  if (postgres === undefined) return;
  if (template !== undefined) await execute(postgres.url, `drop database if exists ${template} with (force)`);
  await postgres[Symbol.asyncDispose]();
}
