import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { onTestFinished } from "vitest";
import { storeContract } from "./store-contract.ts";

storeContract(async () => {
  const database = await testDatabase();
  const store = await createPostgresStore({ connectionString: database.url });
  onTestFinished(() => database[Symbol.asyncDispose]());
  return store;
});
