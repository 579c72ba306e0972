/** Whether the server can do its work: its database answers, and a worker has registered definitions. */
import type { Store } from "@headwater/core/engine";

export interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
}

const patienceMs = 2_000;

export async function readinessOf(store: Store): Promise<Readiness> {
  try {
    const location = await Promise.race([store.activeLocation(), silence()]);
    if (location === "silence") return { ready: false, reason: `The database does not answer within ${patienceMs / 1000} s.` };
    if (location === null) return { ready: false, reason: "No worker has registered any definitions yet." };
    return { ready: true, reason: null };
  } catch {
    return { ready: false, reason: "The database cannot be reached." };
  }
}

const silence = (): Promise<"silence"> => new Promise((resolve) => setTimeout(resolve, patienceMs, "silence").unref());
