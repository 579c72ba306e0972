import { expect, it } from "vitest";
import { planned, ready, step } from "../../test/store-fixture.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { keepLeases } from "./keep-leases.ts";

it("an attempt that was lost and ends late takes nothing from the next one, which the same process holds", async () => {
  let now = 0;
  const store = createMemoryStore(() => new Date(now));
  const runId = await planned(store, [step("a")]);
  await ready(store, runId, [0]);
  await using leases = keepLeases(store);
  const hold = async (attempt: number) => {
    const claim = await store.claimStep(`${runId}.0`, attempt, "me", 1_000);
    if (claim === null) throw new Error("the step could not be claimed");
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const work = { signal: new AbortController().signal, end };
    const held = leases.hold(claim, (signal) => {
      work.signal = signal;
      return over;
    });
    return { work, held };
  };
  const lost = await hold(1);
  now += 2_000;
  expect(await store.reapLostSteps(3)).toEqual([runId]);
  const next = await hold(2);
  expect([lost.work.signal.aborted, next.work.signal.aborted]).toEqual([true, false]);
  lost.work.end();
  await lost.held;
  expect(leases.size).toBe(1);
  leases.abortAll(new Error("enough"));
  expect(next.work.signal.aborted).toBe(true);
  next.work.end();
  await next.held;
  expect(leases.size).toBe(0);
});
