/** Stops a run. */
import { HeadwaterError } from "../model/errors.ts";
import type { Run } from "../model/run.ts";
import type { Store } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";

/**
 * What has not started never will; what runs is told to stop, and the run ends with it. What has been stored stays.
 * @throws HeadwaterError `RUN_UNKNOWN`, `RUN_ENDED`
 */
export async function cancelRun(store: Store, id: string): Promise<Run> {
  const before = await store.run(id);
  if (before === null) throw new HeadwaterError("RUN_UNKNOWN", { id });
  if (!(await store.requestCancel(id))) throw new HeadwaterError("RUN_ENDED", { id, status: (await store.run(id))?.status ?? before.status });
  await advanceRun(store, id);
  return (await store.run(id)) ?? before;
}
