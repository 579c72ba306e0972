/** Holds the leases of the steps that this process executes: renewed by one statement for all, which also says what to stop. */
import type { Claim, Store } from "../store/store.ts";

export interface LeaseKeeper extends AsyncDisposable {
  /** How many steps are held. */
  readonly size: number;
  /** Looks for cancels and losses soon. */
  wake(): void;
  /** Runs work under a claim. Its signal aborts when the run is cancelled or the claim was lost. */
  hold(claim: Claim, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Aborts all that is held. */
  abortAll(reason: Error): void;
  /** Renews no more, and gives all steps back, so that another worker may take them at once; what runs of them is told to stop. */
  handBack(): Promise<void>;
}

export interface LeaseKeeperOptions {
  /** Told of every step that is to stop, and why. */
  readonly onStop?: (claim: Claim, why: string) => void;
}

/** In milliseconds. Leases are long enough that a busy machine loses none by itself. */
export const leaseTimes = { leaseMs: 15_000, renewEveryMs: 2_000 } as const;

const lostText = "lost: this worker was silent for too long. What it still produces is not published";

/** Shortest pause between renewals, so that a cancel is heard soon without a statement at every event. */
const renewalGapMs = 200;

export function keepLeases(store: Store, { onStop = () => undefined }: LeaseKeeperOptions = {}): LeaseKeeper {
  const held = new Map<string, { readonly claim: Claim; readonly controller: AbortController }>();
  const claims = (): readonly Claim[] => [...held.values()].map(({ claim }) => claim);
  const stop = (stepId: string, why: string): void => {
    const step = held.get(stepId);
    if (step === undefined || step.controller.signal.aborted) return;
    onStop(step.claim, why);
    step.controller.abort(new DOMException(why, "AbortError"));
  };
  const renew = async (): Promise<void> => {
    if (held.size === 0) return;
    const { lost, cancelled } = await store.renewLeases(claims(), leaseTimes.leaseMs);
    for (const id of cancelled) stop(id, "the run was cancelled");
    for (const id of lost) if (await wasTaken(store, held.get(id)?.claim)) stop(id, lostText);
  };
  const rounds = repeat(renew);
  return {
    get size() {
      return held.size;
    },
    wake: rounds.wake,
    async hold(claim, work) {
      // Claimed anew while an attempt that was lost still runs here.
      stop(claim.step.id, lostText);
      const step = { claim, controller: new AbortController() };
      held.set(claim.step.id, step);
      try {
        await work(step.controller.signal);
      } finally {
        if (held.get(claim.step.id) === step) held.delete(claim.step.id);
      }
    },
    abortAll(reason) {
      for (const { controller } of held.values()) controller.abort(reason);
    },
    async handBack() {
      await rounds.end();
      const given = [...held.values()];
      if (given.length > 0) await store.handBack(given.map(({ claim }) => claim));
      for (const { controller } of given) controller.abort(new Error("The step was given back."));
    },
    [Symbol.asyncDispose]: rounds.end,
  };
}

/** A claim also ends when its step is completed, which may happen while the renewal is on its way. */
async function wasTaken(store: Store, claim: Claim | undefined): Promise<boolean> {
  const step = claim === undefined ? null : await store.step(claim.step.id);
  return step !== null && (step.attempts !== claim?.step.attempts || step.error?.code === "STEP_LOST");
}

/** Rounds of renewal that never overlap. A round that fails is followed by the next: a lease outlives several of them. */
function repeat(renew: () => Promise<void>): { wake(): void; end(): Promise<void> } {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  let due = Number.POSITIVE_INFINITY;
  const schedule = (ms: number): void => {
    if (ended || Date.now() + ms >= due) return;
    due = Date.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(start, ms);
    timer.unref();
  };
  const start = (): void => {
    round = renew()
      .catch(() => undefined)
      .finally(() => {
        due = Number.POSITIVE_INFINITY;
        schedule(leaseTimes.renewEveryMs);
      });
  };
  schedule(leaseTimes.renewEveryMs);
  return {
    wake: () => schedule(renewalGapMs),
    async end() {
      ended = true;
      clearTimeout(timer);
      await round;
    },
  };
}
