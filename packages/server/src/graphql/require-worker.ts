/** Refuses what only a worker can do while there is none. */
import type { Store } from "@headwater/core/engine";
import { HeadwaterError } from "@headwater/core/engine";

/** @throws HeadwaterError `NO_WORKER` */
export async function requireWorker(store: Store, what: string): Promise<void> {
  if ((await store.workers()).length === 0) throw new HeadwaterError("NO_WORKER", { what });
}
