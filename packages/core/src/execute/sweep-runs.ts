/** The safety net under every run: whatever was interrupted is planned and advanced again. */
import type { Store } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import { planQueuedRun } from "./plan-queued-run.ts";

/**
 * Plans what can be planned and advances every run that has not ended. Idempotent. A run that cannot be moved on holds
 * up no other: the first error is thrown at the end.
 */
export async function sweepRuns(store: Store): Promise<void> {
  const failures: unknown[] = [];
  for (const run of await store.openRuns()) {
    try {
      await planQueuedRun(store, run.id);
      await advanceRun(store, run.id);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
