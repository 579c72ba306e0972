/** The door for tests and scripts that need a database. */
export { type EmbeddedOptions, type EmbeddedPostgres, joinEmbeddedPostgres } from "./database/embedded-postgres.ts";
export { migrate } from "./database/migrate.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./database/open-database.ts";
