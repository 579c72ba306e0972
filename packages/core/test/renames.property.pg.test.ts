import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { onTestFinished } from "vitest";
import { renamesMeanNothing } from "./renames-property.ts";

renamesMeanNothing(async () => {
  const database = await testDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  return createPostgresStore({ connectionString: database.url });
}, 4);
