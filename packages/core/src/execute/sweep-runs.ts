/** The safety net under every run: whatever was interrupted is planned and advanced again. */
import type { Store } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import { planQueuedRun } from "./plan-queued-run.ts";

/** Plans what can be planned and advances every run that has not ended. Idempotent. */
export async function sweepRuns(store: Store): Promise<void> {
  for (const run of await store.openRuns()) {
    await planQueuedRun(store, run.id);
    await advanceRun(store, run.id);
  }
}
