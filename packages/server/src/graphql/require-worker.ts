/** Refuses what only a worker can do while there is none. */
import { HeadwaterError } from "@headwater/core/engine";
import type { GraphqlServices } from "./context.ts";

/** @throws HeadwaterError `NO_WORKER` */
export async function requireWorker({ workers }: GraphqlServices, what: string): Promise<void> {
  if ((await workers()).length === 0) throw new HeadwaterError("NO_WORKER", { what });
}
