/** Holds a database to the value store that belongs with it. */
import type { ValueStore } from "../io/value-store.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Store } from "../store/store.ts";

/**
 * The first value store that is used with a database belongs with it from then on.
 * @throws HeadwaterError `VALUE_STORE_MISMATCH` for any other: what the database knows of would point to values that are elsewhere.
 */
export async function requireBoundValues(store: Store, values: ValueStore): Promise<void> {
  const given = await values.identity();
  const bound = await store.bindValueStore(given);
  if (bound.id !== given.id) throw new HeadwaterError("VALUE_STORE_MISMATCH", { bound, given });
}
