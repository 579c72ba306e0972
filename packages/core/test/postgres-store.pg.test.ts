import type { Store } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { onTestFinished } from "vitest";
import { storeByHand } from "./store-by-hand.ts";
import { storeCode } from "./store-code.ts";
import { storeContract } from "./store-contract.ts";
import { storeLogs } from "./store-logs.ts";
import { storeLookingBack } from "./store-looking-back.ts";
import { storeOutputs } from "./store-outputs.ts";

async function open(): Promise<Store> {
  const database = await testDatabase();
  const store = await createPostgresStore({ connectionString: database.url });
  onTestFinished(() => database[Symbol.asyncDispose]());
  return store;
}

storeContract(open);
storeByHand(open);
storeCode(open);
storeLookingBack(open);
storeLogs(open);
storeOutputs(open);
