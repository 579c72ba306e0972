import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { onTestFinished } from "vitest";
import { changedCode } from "./changed-code.ts";

changedCode(async () => {
  const database = await testDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  return createPostgresStore({ connectionString: database.url });
});
