/** Holds the leases of steps that this process executes, and learns from the store which are to stop. */
import type { Claim, Store } from "../store/store.ts";

export interface LeaseKeeper extends Disposable {
  /** Begins to renew a claim; the signal aborts when the run is cancelled or the claim was lost. */
  hold(claim: Claim): AbortSignal;
  release(claim: Claim): void;
  /** Aborts all that is held. */
  abortAll(reason: Error): void;
}

export interface LeaseTimes {
  readonly leaseMs: number;
  readonly renewEveryMs: number;
}

/** Long enough that a busy machine loses none by itself. */
export const leaseTimes: LeaseTimes = { leaseMs: 15_000, renewEveryMs: 2_000 };

/** Renews all claims of this process by one statement each time. A store that is away is asked again the next time. */
export function keepLeases(store: Store, { leaseMs, renewEveryMs }: LeaseTimes = leaseTimes): LeaseKeeper {
  const held = new Map<string, { readonly claim: Claim; readonly controller: AbortController }>();
  let renewing = false;
  const renew = async (): Promise<void> => {
    if (renewing || held.size === 0) return;
    renewing = true;
    try {
      const asked = [...held.values()].map(({ claim }) => claim);
      const { lost, cancelled } = await store.renewLeases(asked, leaseMs);
      for (const id of lost) held.get(id)?.controller.abort(new Error("The lease of this step was lost; its result will not be published."));
      for (const id of cancelled) held.get(id)?.controller.abort(new Error("The run was cancelled."));
    } catch {
      // The lease outlives several renewals: a store that is away for a moment loses nothing.
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(() => void renew(), renewEveryMs);
  timer.unref();
  return {
    hold(claim) {
      const controller = new AbortController();
      held.set(claim.step.id, { claim, controller });
      return controller.signal;
    },
    release: (claim) => void held.delete(claim.step.id),
    abortAll(reason) {
      for (const { controller } of held.values()) controller.abort(reason);
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
