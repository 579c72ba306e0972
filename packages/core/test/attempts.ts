/** How long a step may take, and how often it is tried: told on any store. */
import { setTimeout as sleep } from "node:timers/promises";
import { asset, define, retryAfter, source, terminal } from "@headwater/core";
import {
  createInstance,
  createMemoryValueStore,
  createResourcePool,
  errorInfo,
  launchRun,
  provenanceOf,
  runInProcess,
  type Store,
} from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { claimed, made, planned, ready, step } from "./store-fixture.ts";

const forever = new Promise<never>(() => undefined);

/** Declares the tests. `openStore` gives an empty store each time. */
export function attempts(openStore: () => Promise<Store>): void {
  async function open(include: Parameters<typeof define>[0]["include"]) {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const definitions = define({ include });
    const instance = await createInstance(definitions, { store, values: createMemoryValueStore() });
    const kinds = async () => (await store.events("0", 1_000)).map((event) => event.kind);
    return { store, instance, definitions, kinds };
  }

  describe("timeout", () => {
    test("aborts the signal, and the step fails naming the limit", async () => {
      const { promise: reason, resolve } = Promise.withResolvers<unknown>();
      const slow = asset("slow", {
        output: z.number(),
        timeout: "400ms",
        run: async (_, { signal }) => {
          signal.addEventListener("abort", () => resolve(signal.reason));
          await sleep(60_000, undefined, { signal });
          return 1;
        },
      });
      const below = asset("below", { inputs: { slow }, output: z.number(), run: ({ slow }) => slow });
      const { instance } = await open([slow, below]);
      const run = await instance.materialize();
      expect(run.status).toBe("FAILED");
      expect(run.step(slow)).toMatchObject({ outcome: "FAILED", attempts: 1, error: { code: "TIMEOUT" } });
      expect(run.step(slow).reason).toBe('The step of "slow" did not end within 400ms, so it was given up.');
      expect(run.step(below).outcome).toBe("SKIPPED");
      expect(await reason).toMatchObject({ code: "TIMEOUT" });
    });

    test("a function that ignores the signal is not waited for, and its late result is never published", async () => {
      const { promise: late, resolve: finish } = Promise.withResolvers<number>();
      const deaf = asset("deaf", { output: z.number(), timeout: "60ms", run: () => late });
      const { instance, store, kinds } = await open([deaf]);
      const run = await instance.materialize();
      expect(run.step(deaf)).toMatchObject({ outcome: "FAILED", error: { code: "TIMEOUT" } });
      finish(42);
      await sleep(50);
      expect((await store.cells()).get("deaf")?.materialization ?? null).toBeNull();
      expect(await kinds()).not.toContain("materialization");
    });

    test("counts the loading of inputs, and lets go what is in time", async () => {
      const stuck = source("stuck", { schema: z.number(), observe: () => "v1", load: () => forever });
      const reader = asset("reader", { inputs: { stuck }, output: z.number(), timeout: "80ms", run: () => 1 });
      const quick = asset("quick", { output: z.number(), timeout: "60s", run: () => 1 });
      const { instance } = await open([stuck, reader, quick]);
      const run = await instance.materialize();
      expect(run.step(reader)).toMatchObject({ outcome: "FAILED", error: { code: "TIMEOUT" } });
      expect(run.step(quick).outcome).toBe("SUCCEEDED");
    });

    test("of a source limits each look, which is then a failed one, and each load", async () => {
      const blind = source("blind", { schema: z.number(), timeout: "50ms", observe: () => forever, load: () => 1 });
      const stuck = source("stuck", { schema: z.number(), timeout: "50ms", observe: () => "v1", load: () => forever });
      const reader = asset("reader", { inputs: { stuck }, output: z.number(), run: () => 1 });
      const { instance } = await open([blind, stuck, reader]);
      const looks = await instance.observe();
      expect(looks.find((look) => look.asset === "blind")?.error).toMatchObject({
        code: "TIMEOUT",
        message: 'The look at source "blind" did not end within 50ms, so it was given up.',
      });
      expect(looks.find((look) => look.asset === "stuck")).toMatchObject({ dataVersion: "v1", error: null });
      const run = await instance.materialize("reader");
      expect(run.step(reader).error?.message).toBe('The load of source "stuck" did not end within 50ms, so it was given up.');
    });

    test("a cancelled step is cancelled, not timed out", async () => {
      const slow = asset("slow", { output: z.number(), timeout: "60s", run: (_, { signal }) => sleep(60_000, 1, { signal }) });
      const { instance } = await open([slow]);
      const cancel = new AbortController();
      const running = instance.materialize("*", { signal: cancel.signal });
      await sleep(100);
      cancel.abort();
      expect((await running).step(slow)).toMatchObject({ outcome: "CANCELLED", error: null });
    });
  });

  describe("a cancelled step", () => {
    test("has a while to end by itself", async () => {
      const tidied: string[] = [];
      const { promise: started, resolve: start } = Promise.withResolvers<void>();
      const tidy = asset("tidy", {
        output: z.number(),
        run: async (_, { signal }) => {
          start();
          await sleep(60_000, undefined, { signal }).catch(() => sleep(100));
          tidied.push("done");
          return 1;
        },
      });
      const { instance } = await open([tidy]);
      const cancel = new AbortController();
      const running = instance.materialize("*", { signal: cancel.signal });
      await started;
      cancel.abort();
      expect((await running).step(tidy)).toMatchObject({ outcome: "CANCELLED" });
      expect(tidied).toEqual(["done"]);
    });

    test("that ignores it is not waited for, and its late result is never published", { timeout: 30_000 }, async () => {
      const { promise: started, resolve: start } = Promise.withResolvers<void>();
      const { promise: late, resolve: finish } = Promise.withResolvers<number>();
      const deaf = asset("deaf", {
        output: z.number(),
        run: () => {
          start();
          return late;
        },
      });
      const { instance, store, kinds } = await open([deaf]);
      const cancel = new AbortController();
      const running = instance.materialize("*", { signal: cancel.signal });
      await started;
      cancel.abort();
      const run = await running;
      expect(run).toMatchObject({ status: "CANCELLED", steps: [{ outcome: "CANCELLED", error: null }] });
      finish(42);
      await sleep(50);
      expect((await store.cells()).get("deaf")?.materialization ?? null).toBeNull();
      expect(await kinds()).not.toContain("materialization");
    });
  });

  describe("a step that is tried again, in the store", () => {
    test("a failed attempt that is made again waits for its time, holds its cell, and says so", async () => {
      const { store } = await open([]);
      const id = await planned(store, [step("a")]);
      const other = await planned(store, [step("a")]);
      const claim = await claimed(store, id);
      const error = errorInfo(new Error("boom", { cause: new Error("because") }));
      expect(await store.completeStep(claim, { outcome: "RETRY", reason: "attempt 2 of 3", error, delayMs: 150 })).toEqual({ materialization: null });
      const waiting = await store.step(`${id}.0`);
      const at = waiting?.notBefore?.toISOString();
      expect(waiting).toMatchObject({ outcome: "WAITING", ready: true, attempts: 2, losses: 0, error, worker: null, startedAt: null, endedAt: null });
      expect(waiting?.waitingFor).toBe(`a retry at ${at} (attempt 2 of 3)`);
      expect(await store.outbox(0)).toEqual({ steps: [], observationRequests: [] });
      expect(await store.claimStep(`${id}.0`, 2, "w", 60_000)).toBeNull();
      expect(await ready(store, other, [0])).toEqual([]);
      await store.lockRun(id, (locked) => locked.end("FAILED", null));
      expect((await store.cells()).get("a")?.lastAttempt ?? null).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 170));
      expect((await store.outbox(60_000)).steps).toEqual([{ stepId: `${id}.0`, attempt: 2 }]);
      const events = (await store.events("0", 100)).filter((event) => event.kind === "step_retried");
      expect(events).toMatchObject([
        { asset: "a", runId: id, stepId: `${id}.0`, data: { ordinal: 0, attempt: 1, notBefore: at, reason: "attempt 2 of 3", error: { message: "boom" } } },
      ]);
    });
    test("the next attempt is claimed like any other, by any worker; losses are counted apart", async () => {
      const { store } = await open([]);
      const id = await planned(store, [step("a")]);
      const first = await claimed(store, id);
      const error = errorInfo(new Error("boom"));
      await store.completeStep(first, { outcome: "RETRY", reason: "attempt 2 of 3", error, delayMs: 0 });
      expect(await store.completeStep(first, { outcome: "SUCCEEDED", reason: "late", materialization: made("late") })).toBeNull();
      const second = await store.claimStep(`${id}.0`, 2, "worker-2", 1);
      expect(second?.step).toMatchObject({ attempts: 2, losses: 0, notBefore: null, waitingFor: null, error: null, worker: "worker-2" });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.reapLostSteps(3)).toEqual([id]);
      expect(await store.step(`${id}.0`)).toMatchObject({ outcome: "WAITING", attempts: 3, losses: 1, notBefore: null, waitingFor: "a worker" });
      const third = await store.claimStep(`${id}.0`, 3, "worker-3", 60_000);
      if (third === null) throw new Error("the step could not be claimed");
      await store.completeStep(third, { outcome: "SUCCEEDED", reason: "r", materialization: made("v1") });
      expect(await store.step(`${id}.0`)).toMatchObject({ outcome: "SUCCEEDED", attempts: 3, losses: 1, error: null });
    });
    test("a failed attempt in a run that is being cancelled is not made again, and one that waits can be cancelled", async () => {
      const { store } = await open([]);
      const error = errorInfo(new Error("boom"));
      const id = await planned(store, [step("a"), step("b")]);
      const waits = await claimed(store, id, 1);
      await store.completeStep(waits, { outcome: "RETRY", reason: "attempt 2 of 2", error, delayMs: 60_000 });
      const claim = await claimed(store, id, 0);
      await store.requestCancel(id);
      await store.completeStep(claim, { outcome: "RETRY", reason: "attempt 2 of 2", error, delayMs: 0 });
      await store.lockRun(id, (locked) => locked.settle([{ ordinal: 1, outcome: "CANCELLED", reason: "cancelled" }]));
      expect((await store.steps(id)).map(({ outcome, ready }) => ({ outcome, ready }))).toEqual([
        { outcome: "CANCELLED", ready: false },
        { outcome: "CANCELLED", ready: false },
      ]);
    });
  });

  describe("retry", () => {
    const failing = (times: number, retry: { attempts: number; delay: string }, fail: (attempt: number) => Error = (n) => new Error(`failure ${n}`)) => {
      const seen: number[] = [];
      const flaky = asset("flaky", {
        output: z.number(),
        retry: { jitter: false, ...retry },
        run: (_, { run }) => {
          seen.push(run.attempt);
          if (seen.length <= times) throw fail(seen.length);
          return seen.length;
        },
      });
      return { flaky, seen };
    };

    test("makes further attempts within the run, each failure an event, until one succeeds", async () => {
      const { flaky, seen } = failing(2, { attempts: 3, delay: "20ms" });
      const { instance, store } = await open([flaky]);
      const run = await instance.materialize();
      expect(run.status).toBe("SUCCEEDED");
      expect(run.step(flaky)).toMatchObject({ outcome: "SUCCEEDED", attempts: 3, losses: 0, error: null });
      expect(seen).toEqual([1, 2, 3]);
      const retried = (await store.events("0", 1_000)).filter((event) => event.kind === "step_retried");
      expect(retried).toMatchObject([
        { data: { attempt: 1, error: { message: "failure 1" }, reason: "attempt 2 of 3" } },
        { data: { attempt: 2, error: { message: "failure 2" }, reason: "attempt 3 of 3" } },
      ]);
      const pauses = retried.map((event) => Date.parse(String(event.data.notBefore)) - event.at.getTime());
      expect(pauses[0]).toBeGreaterThanOrEqual(10);
      expect(pauses[1]).toBeGreaterThanOrEqual(30);
    });

    test("fails with the last error when all attempts are used up, and skips what is below", async () => {
      const { flaky, seen } = failing(9, { attempts: 2, delay: "1ms" });
      const below = asset("below", { inputs: { flaky }, output: z.number(), run: ({ flaky }) => flaky });
      const { instance } = await open([flaky, below]);
      const run = await instance.materialize();
      expect(run.step(flaky)).toMatchObject({ outcome: "FAILED", attempts: 2, error: { message: "failure 2" } });
      expect(run.step(below).outcome).toBe("SKIPPED");
      expect(seen).toEqual([1, 2]);
    });

    test("a terminal error is not tried again; retryAfter says when", async () => {
      const refused = failing(9, { attempts: 5, delay: "1ms" }, () => terminal(new TypeError("refused")));
      const one = await open([refused.flaky]);
      expect((await one.instance.materialize()).step(refused.flaky)).toMatchObject({ outcome: "FAILED", attempts: 1, error: { name: "TypeError" } });
      const busy = failing(1, { attempts: 2, delay: "1h" }, () => retryAfter(0.02, new Error("busy")));
      const two = await open([busy.flaky]);
      expect((await two.instance.materialize()).step(busy.flaky)).toMatchObject({ outcome: "SUCCEEDED", attempts: 2 });
    });

    test("a step that took too long is tried again", async () => {
      let calls = 0;
      const slow = asset("slow", { output: z.number(), timeout: "400ms", retry: { attempts: 2, delay: "1ms" }, run: () => (++calls === 1 ? forever : calls) });
      const { instance } = await open([slow]);
      expect((await instance.materialize()).step(slow)).toMatchObject({ outcome: "SUCCEEDED", attempts: 2 });
    });

    test("a run that waits for an attempt can be cancelled", async () => {
      const { flaky } = failing(9, { attempts: 2, delay: "1h" });
      const { instance, store } = await open([flaky]);
      const cancel = new AbortController();
      const running = instance.materialize("*", { signal: cancel.signal });
      await waitFor(async () => (await store.events("0", 1_000)).some((event) => event.kind === "step_retried"));
      cancel.abort();
      expect(await running).toMatchObject({ status: "CANCELLED", steps: [{ outcome: "CANCELLED" }] });
    });

    test("the attempt that waits is made by another process when the one before is gone", async () => {
      const { flaky } = failing(1, { attempts: 2, delay: "150ms" });
      const { store, definitions } = await open([flaky]);
      const environment = {
        definitions,
        store,
        values: createMemoryValueStore(),
        root: "/",
        log: () => undefined,
        resources: createResourcePool(),
        provenance: provenanceOf("/"),
      };
      const { run } = await launchRun(store, { mode: "STALE", select: "*", launchedBy: "test" });
      // This process stops short of the second attempt, as if it were killed: its store gives it no more steps.
      const gone = { ...store, claimStep: (...given: Parameters<Store["claimStep"]>) => (given[1] > 1 ? Promise.resolve(null) : store.claimStep(...given)) };
      const left = runInProcess({ ...environment, store: gone }, run.id, { worker: "gone" });
      await waitFor(async () => (await store.step(`${run.id}.0`))?.notBefore != null);
      expect((await store.step(`${run.id}.0`))?.waitingFor).toMatch(/^a retry at \d{4}-.+Z \(attempt 2 of 2\)$/);
      const ended = await runInProcess(environment, run.id, { worker: "next" });
      expect(ended.status).toBe("SUCCEEDED");
      expect((await store.steps(run.id))[0]).toMatchObject({ outcome: "SUCCEEDED", attempts: 2, worker: "next" });
      expect((await left).status).toBe("SUCCEEDED");
    });
  });
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}
