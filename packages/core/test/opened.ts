/** Stores for stories that are told on any of them. */
import type { Store } from "@headwater/core/engine";
import { onTestFinished } from "vitest";

/** Opens a store for the test that runs, and closes it with that. */
export const openedBy = (openStore: () => Promise<Store>) => async (): Promise<Store> => {
  const store = await openStore();
  onTestFinished(() => store[Symbol.asyncDispose]());
  return store;
};
