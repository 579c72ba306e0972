/** The leases of the steps that this process runs: renewed by one statement for all, which also says what to stop. */
import { type Claim, leaseTimes, type Store } from "@headwater/core/engine";
import { type Loop, startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";

/** Shortest pause between renewals, so that a cancel is heard soon without a statement at every event. */
const renewalGapMs = 200;

export interface Leases extends AsyncDisposable {
  /** Looks for cancels and losses soon. */
  wake(): void;
  /** Runs work under a claim. Its signal is aborted when the run is cancelled or the claim lost. */
  hold(claim: Claim, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  readonly size: number;
  /** Gives all steps back, so that another worker may take them at once. */
  handBack(): Promise<void>;
}

export function holdLeases(store: Store, log: ProcessLog): Leases {
  const held = new Map<string, { readonly claim: Claim; readonly stop: AbortController }>();
  const claims = (): readonly Claim[] => [...held.values()].map(({ claim }) => claim);
  const stop = (stepId: string, why: string): void => {
    const step = held.get(stepId);
    if (step === undefined || step.stop.signal.aborted) return;
    log.info(`${step.claim.step.asset}: ${why}`);
    step.stop.abort(new DOMException(why, "AbortError"));
  };
  const renew = async (): Promise<void> => {
    if (held.size === 0) return;
    const { lost, cancelled } = await store.renewLeases(claims(), leaseTimes.leaseMs);
    for (const id of cancelled) stop(id, "the run was cancelled");
    for (const id of lost)
      if (await wasTaken(store, held.get(id)?.claim)) stop(id, "lost: this worker was silent for too long. What it still produces is not published");
  };
  const loop: Loop = startLoop({ name: "renewing leases", pass: renew, everyMs: leaseTimes.renewEveryMs, gapMs: renewalGapMs, log });
  return {
    wake: loop.wake,
    get size() {
      return held.size;
    },
    async hold(claim, work) {
      const controller = new AbortController();
      held.set(claim.step.id, { claim, stop: controller });
      try {
        await work(controller.signal);
      } finally {
        held.delete(claim.step.id);
      }
    },
    async handBack() {
      await loop[Symbol.asyncDispose]();
      if (held.size > 0) await store.handBack(claims());
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}

/** A claim also ends when its step is completed, which may happen while the renewal is on its way. */
async function wasTaken(store: Store, claim: Claim | undefined): Promise<boolean> {
  const step = claim === undefined ? null : await store.step(claim.step.id);
  return step !== null && (step.attempts !== claim?.step.attempts || step.error?.code === "STEP_LOST");
}
