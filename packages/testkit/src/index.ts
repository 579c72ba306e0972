/** What tests and scripts of several packages share. (The browser has a door of its own, `./chromium`: it is slow to load.) */
export { dumpSchema } from "./dump-schema.ts";
export { type TestDatabase, type TestDatabaseSource, testDatabase } from "./test-database.ts";
export { startTestPostgres, type TestPostgres } from "./test-postgres.ts";
