/** The door for hosts with Postgres. */
export { type ConnectionOptions, connectClient, databaseName } from "./store/postgres/connection.ts";
export { createPostgresStore } from "./store/postgres/postgres-store.ts";
