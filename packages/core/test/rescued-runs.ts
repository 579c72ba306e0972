/** What a process that died left undone, and an in-process run that it is in the way of: told on any store. */
import { asset, createInstance, define } from "@headwater/core";
import { createMemoryValueStore, launchRun, type Run, type Store } from "@headwater/core/engine";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { planned, ready, step } from "./store-fixture.ts";

/** Declares the tests. `openStore` gives an empty store each time. */
export function rescuedRuns(openStore: () => Promise<Store>): void {
  /** Two assets, and ways to leave a run of them undone. */
  async function open(change: (store: Store) => Partial<Store> = () => ({}), meanwhile: (signal: AbortSignal) => Promise<void> = async () => undefined) {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const ran: string[] = [];
    const run = async (key: string, signal: AbortSignal): Promise<number> => {
      const count = ran.push(key);
      await meanwhile(signal);
      return count;
    };
    const assets = ["a", "b"].map((key) => asset(key, { output: z.number(), run: (_, { signal }) => run(key, signal) }));
    const instance = await createInstance(define({ include: assets }), { store: { ...store, ...change(store) }, values: createMemoryValueStore() });
    const launch = async (select: string, launchedBy = "test"): Promise<Run> => (await launchRun(store, { mode: "STALE", select, launchedBy })).run;
    /** Claims a step, as a process that is killed then. */
    const lose = async (run: Run, ordinal: number, attempt = 1): Promise<void> => {
      const claim = await store.claimStep(`${run.id}.${ordinal}`, attempt, "gone", 1);
      if (claim === null) throw new Error("the step could not be claimed");
    };
    return { store, instance, ran, launch, lose };
  }

  test("a lost step of another process's run holds a cell: the run gets it after the lease", async () => {
    const { store, instance, ran, launch, lose } = await open();
    const left = await launch("a");
    await lose(left, 0);
    const run = await instance.materialize("a");
    expect(run).toMatchObject({ status: "SUCCEEDED", steps: [{ outcome: "UNCHANGED" }] });
    expect(await store.run(left.id)).toMatchObject({ status: "SUCCEEDED" });
    expect(await store.steps(left.id)).toMatchObject([{ outcome: "SUCCEEDED", attempts: 2, losses: 1, worker: "in-process" }]);
    expect(ran).toEqual(["a"]);
  });

  test("a step that vanished with its worker again and again is failed, and the run computes the cell", async () => {
    const { store, instance, ran, launch, lose } = await open();
    const left = await launch("a");
    for (const attempt of [1, 2]) {
      await lose(left, 0, attempt);
      await expect.poll(() => store.reapLostSteps(3), { interval: 5 }).toEqual([left.id]);
    }
    await lose(left, 0, 3);
    expect(await instance.materialize("a")).toMatchObject({ status: "SUCCEEDED", steps: [{ outcome: "SUCCEEDED" }] });
    expect(await store.steps(left.id)).toMatchObject([{ outcome: "FAILED", losses: 3, error: { code: "STEP_LOST" } }]);
    expect((await store.run(left.id))?.status).toBe("FAILED");
    expect(ran).toEqual(["a"]);
  });

  test("abandoned runs that wait for each other are both brought to their end", async () => {
    const { store, instance, ran } = await open();
    const [first, second] = [await planned(store, [step("a"), step("b")]), await planned(store, [step("a"), step("b")])];
    expect(await ready(store, first, [0])).toEqual([0]);
    expect(await ready(store, second, [1])).toEqual([1]);
    expect((await instance.materialize("*")).status).toBe("SUCCEEDED");
    for (const id of [first, second]) expect((await store.run(id))?.status).toBe("SUCCEEDED");
    expect(ran.toSorted()).toEqual(["a", "b"]);
  });

  const worker = { id: "alive", tags: [], running: 0, slots: 1, definitionsVersion: "d", codeLocation: "l", version: "1", host: "h", pid: 1 };

  test("a process that is alive for a run of its own keeps nobody from finishing an abandoned one", async () => {
    const { store, instance, launch } = await open();
    await store.heartbeat(worker);
    const waiting = await launch("b", worker.id);
    const left = await launch("a");
    expect((await instance.materialize("a")).status).toBe("SUCCEEDED");
    expect((await store.run(left.id))?.status).toBe("SUCCEEDED");
    expect(await store.steps(waiting.id)).toMatchObject([{ outcome: "WAITING", attempts: 1 }]);
  });

  test("an interrupt cancels the run of this process, and leaves the one that it was finishing to others", async () => {
    const started = Promise.withResolvers<void>();
    let isFirst = true;
    const untilFirstStops = async (signal: AbortSignal): Promise<void> => {
      if (!isFirst) return;
      isFirst = false;
      started.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    };
    const { store, instance, ran, launch } = await open(() => ({}), untilFirstStops);
    const left = await launch("a");
    const interrupt = new AbortController();
    const running = instance.materialize("a", { signal: interrupt.signal });
    await started.promise;
    interrupt.abort();
    expect((await running).status).toBe("CANCELLED");
    expect((await store.run(left.id))?.status).toBe("RUNNING");
    expect(await store.steps(left.id)).toMatchObject([{ outcome: "WAITING", ready: true, attempts: 2, losses: 0 }]);
    expect((await instance.materialize("a")).status).toBe("SUCCEEDED");
    expect((await store.run(left.id))?.status).toBe("SUCCEEDED");
    expect(ran).toEqual(["a", "a"]);
  });

  test("as long as a worker is alive, it is left to that one", async () => {
    let looks = 0;
    const { store, instance, launch } = await open((original) => ({
      workers: () => {
        looks += 1;
        return original.workers();
      },
    }));
    await store.heartbeat(worker);
    const left = await launch("a");
    const running = instance.materialize("a");
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(2);
    expect(await store.steps(left.id)).toMatchObject([{ outcome: "WAITING", attempts: 1 }]);
    await store.removeWorker(worker.id);
    expect((await running).status).toBe("SUCCEEDED");
    expect((await store.run(left.id))?.status).toBe("SUCCEEDED");
  });
}
