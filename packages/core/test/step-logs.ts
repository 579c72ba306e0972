/** What steps say by `ctx.log` and by `console`, told on any store. */
import { setTimeout as sleep } from "node:timers/promises";
import { asset, createInstance, define, type InstanceOptions, resource, secret, source } from "@headwater/core";
import {
  createMemoryValueStore,
  createResourcePool,
  executeStep,
  type LogLine,
  launchRun,
  provenanceOf,
  type SaidLine,
  type Store,
} from "@headwater/core/engine";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";

const forever = new Promise<never>(() => undefined);
const texts = (lines: readonly LogLine[]): readonly string[] => lines.map((line) => line.message);

/** Declares the tests. `openStore` gives an empty store each time. */
export function stepLogs(openStore: () => Promise<Store>): void {
  async function open(
    include: Parameters<typeof define>[0]["include"],
    options: InstanceOptions & { readonly change?: (store: Store) => Partial<Store> } = {},
  ) {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const definitions = define({ include });
    const { change = () => ({}), ...instanceOptions } = options;
    const said: SaidLine[] = [];
    const instance = await createInstance(definitions, {
      store: { ...store, ...change(store) },
      values: createMemoryValueStore(),
      log: (line) => void said.push(line),
      ...instanceOptions,
    });
    onTestFinished(() => instance[Symbol.asyncDispose]());
    const linesOf = async (step: { readonly runId: string; readonly id: string }) => store.logs({ runId: step.runId, stepId: step.id, limit: 1_000 });
    return { store, instance, definitions, said, linesOf };
  }

  describe("the log of a step", () => {
    test("holds what it says by ctx.log and by console, in order, and passes it on", async () => {
      const talking = asset("talking", {
        output: z.number(),
        run: async (_, { log }) => {
          log.info("begins", { rows: 3 });
          console.log("read %d rows", 3, { from: "x" });
          await sleep(1);
          console.error("hm");
          log.error("failed to care", { error: new TypeError("boom") });
          log.trace("ends");
          return 1;
        },
      });
      const startedAt = Date.now();
      const { instance, linesOf, said } = await open([talking]);
      const step = (await instance.materialize()).step(talking);
      const lines = await linesOf(step);
      const from = { attempt: 1, stepId: step.id, asset: "talking" };
      expect(lines).toMatchObject([
        { id: "1", level: "INFO", stream: "log", message: "begins", fields: { rows: 3 }, ...from },
        { id: "2", level: "INFO", stream: "stdout", message: "read 3 rows { from: 'x' }", fields: null, ...from },
        { id: "3", level: "ERROR", stream: "stderr", message: "hm", fields: null, ...from },
        { id: "4", level: "ERROR", stream: "log", message: "failed to care", fields: { error: { name: "TypeError", message: "boom" } }, ...from },
        { id: "5", level: "TRACE", stream: "log", message: "ends", fields: null, ...from },
      ]);
      for (const { at } of lines) expect(at.getTime() - startedAt).toBeLessThan(60_000);
      expect(said).toEqual(lines.map(({ id: _, ...line }) => line));
    });

    test("is apart from those of other steps in the same process, across awaits, timers and promises", async () => {
      const names = ["one", "two", "three"];
      let arrived = 0;
      const { promise: all, resolve: start } = Promise.withResolvers<void>();
      const assets = names.map((name) =>
        asset(name, {
          output: z.number(),
          run: async (_, { log }) => {
            if (++arrived === names.length) start();
            await all;
            for (let round = 0; round < 20; round++) {
              console.log(`${name} ${round} now`);
              await Promise.all([Promise.resolve().then(() => console.log(`${name} ${round} promise`)), sleep(1)]);
              await new Promise<void>((resolve) => setTimeout(() => resolve(console.warn(`${name} ${round} timer`)), 1));
              log.info(`${name} ${round} log`);
            }
            return 1;
          },
        }),
      );
      const { instance, linesOf, store } = await open(assets);
      const run = await instance.materialize();
      for (const [index, name] of names.entries()) {
        const expected = Array.from({ length: 20 }, (_, round) => ["now", "promise", "timer", "log"].map((said) => `${name} ${round} ${said}`)).flat();
        expect(texts(await linesOf(run.step(assets[index] as never)))).toEqual(expected);
      }
      expect(await store.logs({ runId: run.runId, limit: 1_000 })).toHaveLength(240);
    });

    test("holds what its sources and its checks say; a look without a step is passed on only", async () => {
      const numbers = source("numbers", {
        schema: z.number().transform((n) => {
          console.log(`parses ${n}`);
          return n;
        }),
        observe: ({ log }) => {
          log.info("looks");
          return "v1";
        },
        load: ({ log }) => {
          log.warn("loads");
          console.info("loading");
          return 7;
        },
      });
      const reader = asset("reader", {
        inputs: { numbers },
        output: z.number(),
        run: ({ numbers }) => numbers,
        checks: {
          small: (value, { log }) => {
            log.info("checks");
            console.log(`checking ${value}`);
            return true;
          },
        },
      });
      const { instance, linesOf, said, store } = await open([numbers, reader]);
      await instance.observe();
      expect(said).toMatchObject([{ message: "looks", asset: "numbers", stepId: null, attempt: null }]);
      const run = await instance.materialize("reader", { observe: false });
      const lines = await linesOf(run.step(reader));
      expect(texts(lines).filter((text) => text !== "looks")).toEqual(["loads", "loading", "parses 7", "checks", "checking 7"]);
      expect(texts(lines)[0]).toBe("looks");
      expect(new Set(lines.map((line) => line.asset))).toEqual(new Set(["reader"]));
      expect(await store.logs({ runId: run.runId, limit: 100 })).toEqual(lines);
    });

    test("numbers the attempts", async () => {
      const flaky = asset("flaky", {
        output: z.number(),
        retry: { attempts: 3, delay: "1ms", jitter: false },
        run: (_, { run, log }) => {
          log.info(`attempt ${run.attempt}`);
          if (run.attempt < 3) throw new Error("not yet");
          return 1;
        },
      });
      const { instance, linesOf } = await open([flaky]);
      const lines = await linesOf((await instance.materialize()).step(flaky));
      expect(lines.map((line) => [line.attempt, line.message])).toEqual([1, 2, 3].map((attempt) => [attempt, `attempt ${attempt}`]));
    });

    test("is stored when the step has ended, however it ends", async () => {
      const say = (name: string, end: (signal: AbortSignal) => Promise<number> | number) =>
        asset(name, {
          output: z.number(),
          ...(name === "slow" ? { timeout: "50ms" as const } : {}),
          run: (_, { signal }) => {
            console.log(`${name} speaks`);
            return end(signal);
          },
        });
      const good = say("good", () => 1);
      const bad = say("bad", () => Promise.reject(new Error("boom")));
      const slow = say("slow", () => forever);
      const stopped = say("stopped", (signal) => sleep(60_000, 1, { signal }));
      const atEnd = new Map<string, readonly string[]>();
      const { instance, store } = await open([good, bad, slow, stopped], {
        change: (original) => ({
          completeStep: async (claim, result) => {
            atEnd.set(claim.step.asset, texts(await original.logs({ runId: claim.run.id, stepId: claim.step.id, limit: 10 })));
            return original.completeStep(claim, result);
          },
        }),
      });
      const cancel = new AbortController();
      const running = instance.materialize("*", { signal: cancel.signal });
      await expect.poll(async () => atEnd.size).toBe(3);
      cancel.abort();
      const run = await running;
      const outcomes = { good: "SUCCEEDED", bad: "FAILED", slow: "FAILED", stopped: "CANCELLED" };
      expect(Object.fromEntries(run.steps.map((step) => [step.asset, step.outcome]))).toEqual(outcomes);
      for (const name of Object.keys(outcomes)) expect(atEnd.get(name)).toEqual([`${name} speaks`]);
      expect(await store.logs({ runId: run.runId, limit: 10 })).toHaveLength(4);
    });

    test("holds no secret", async () => {
      const token = 'sh/h "1"';
      const api = resource({
        config: z.object({ token: z.string() }),
        values: { token: secret("API_TOKEN") },
        open: ({ config }) => ({ token: config.token }),
      });
      const telling = asset("telling", {
        resources: { api },
        output: z.number(),
        run: (_, { resources: { api }, log }) => {
          console.log("with", api.token, { url: `https://x/?token=${encodeURIComponent(api.token)}` });
          console.error(new Error(`refused ${api.token}`));
          console.log(`${"x".repeat(64 * 1024 - 3)}${api.token}`);
          log.info(api.token, { [api.token]: [api], error: new Error(api.token), map: new Map([[api.token, api]]) });
          return 1;
        },
      });
      const { instance, linesOf, said } = await open([telling], { secrets: () => token });
      const lines = await linesOf((await instance.materialize()).step(telling));
      expect(lines).toHaveLength(4);
      for (const text of [JSON.stringify(lines), JSON.stringify(said)])
        for (const spelling of ["sh/h", encodeURIComponent(token)]) expect(text).not.toContain(spelling);
      expect(texts(lines)[0]).toBe("with *** { url: 'https://x/?token=***' }");
    });

    test("cuts what is too long, and keeps what a database would refuse", async () => {
      const odd = asset("odd", {
        output: z.number(),
        run: (_, { log }) => {
          log.info("x".repeat(70_000), { text: "y".repeat(70_000) });
          console.log("\0 \ud800 \u001b[31mred\u001b[39m");
          return 1;
        },
      });
      const { instance, linesOf } = await open([odd]);
      const [long, strange] = await linesOf((await instance.materialize()).step(odd));
      expect(long?.message).toBe(`${"x".repeat(65_536)} … (cut: it has 70,000 characters)`);
      expect(long?.fields).toEqual({ cut: "fields of 70,011 characters as JSON" });
      expect(strange?.message).toBe("\0 \ud800 red");
    });

    test("of 100,000 lines is complete", { timeout: 60_000 }, async () => {
      const chatty = asset("chatty", {
        output: z.number(),
        run: () => {
          for (let i = 1; i <= 100_000; i++) console.log("line %d of very many", i);
          return 1;
        },
      });
      const { instance, store } = await open([chatty], { log: () => undefined });
      const step = (await instance.materialize()).step(chatty);
      expect(step.outcome).toBe("SUCCEEDED");
      let count = 0;
      for (let after = "0"; ; ) {
        const page = await store.logs({ runId: step.runId, stepId: step.id, after, limit: 10_000 });
        for (const line of page) expect(line.message === `line ${++count} of very many`).toBe(true);
        if (page.length === 0) break;
        after = page.at(-1)?.id ?? after;
      }
      expect(count).toBe(100_000);
    });

    test("that cannot be stored fails nothing, and that is said", async () => {
      const talking = asset("talking", {
        output: z.number(),
        run: () => {
          console.log("hello");
          console.log("world");
          return 1;
        },
      });
      const { instance, said } = await open([talking], { change: () => ({ appendLogs: () => Promise.reject(new Error("the disk is full")) }) });
      expect((await instance.materialize()).step(talking)).toMatchObject({ outcome: "SUCCEEDED" });
      expect(said.at(-1)).toMatchObject({
        level: "WARN",
        asset: "talking",
        message: "The log could not be stored, and lost its last 2 lines: the disk is full",
      });
    });

    test("takes nothing from what an ended step left behind, and no other step does", async () => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      const { promise: goOn, resolve: wake } = Promise.withResolvers<void>();
      const { promise: spoken, resolve: heard } = Promise.withResolvers<void>();
      const deaf = asset("deaf", {
        output: z.number(),
        timeout: "50ms",
        run: async (_, { log }) => {
          console.log("in time");
          await goOn;
          console.log("late");
          log.info("late, too");
          heard();
          return 1;
        },
      });
      const patient = asset("patient", {
        output: z.number(),
        run: async () => {
          console.log("before");
          await ended;
          wake();
          await spoken;
          console.log("after");
          return 1;
        },
      });
      const { instance, linesOf, said } = await open([deaf, patient], {
        change: (original) => ({
          completeStep: async (claim, result) => {
            const completed = await original.completeStep(claim, result);
            if (claim.step.asset === "deaf") end();
            return completed;
          },
        }),
      });
      const run = await instance.materialize();
      expect(run.step(deaf).error?.code).toBe("TIMEOUT");
      expect(texts(await linesOf(run.step(deaf)))).toEqual(["in time"]);
      expect(texts(await linesOf(run.step(patient)))).toEqual(["before", "after"]);
      expect(said.filter((line) => line.message.startsWith("late"))).toMatchObject([{ asset: "deaf" }, { asset: "deaf" }]);
    });

    test("keeps the lines of a claim that was lost, under their attempt", async () => {
      const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = asset("slow", {
        output: z.number(),
        run: async (_, { run, log }) => {
          log.info("begins");
          started[run.attempt - 1]?.resolve();
          await gates[run.attempt - 1]?.promise;
          log.info("ends");
          return run.attempt;
        },
      });
      const { store, definitions, linesOf } = await open([slow]);
      const environment = {
        ...{ definitions, store, values: createMemoryValueStore(), root: "/", log: () => undefined, resources: createResourcePool() },
        provenance: provenanceOf("/"),
      };
      const { run } = await launchRun(store, { mode: "STALE", select: "*", launchedBy: "test" });
      const execute = async (attempt: number, leaseMs: number): Promise<void> => {
        const claim = await store.claimStep(`${run.id}.0`, attempt, `worker-${attempt}`, leaseMs);
        if (claim === null) throw new Error("the step could not be claimed");
        await executeStep(environment, claim, new AbortController().signal);
      };
      const first = execute(1, 1);
      await started[0]?.promise;
      await expect.poll(() => store.reapLostSteps(3), { interval: 5 }).toEqual([run.id]);
      const second = execute(2, 60_000);
      await started[1]?.promise;
      gates[1]?.resolve();
      await second;
      gates[0]?.resolve();
      await first;
      const lines = await linesOf({ runId: run.id, id: `${run.id}.0` });
      const said = (attempt: number) => texts(lines.filter((line) => line.attempt === attempt));
      expect([said(1), said(2)]).toEqual([
        ["begins", "ends"],
        ["begins", "ends"],
      ]);
      expect(lines.at(-1)).toMatchObject({ attempt: 1, message: "ends" });
    });
  });

  describe("without a log, an instance", () => {
    test("prints what is printed, without secrets, and leaves ctx.log silent; a log takes the place of the console", async () => {
      const token = "hunter2";
      const api = resource({ config: z.object({ token: z.string() }), values: { token: secret("API_TOKEN") }, open: ({ config }) => config.token });
      const talking = asset("talking", {
        resources: { api },
        output: z.number(),
        run: (_, { log, resources }) => {
          console.log("100%s", { with: resources.api });
          console.warn("careful");
          log.error("silent");
          return 1;
        },
      });
      const [printed, warned] = [vi.spyOn(console, "log").mockImplementation(() => undefined), vi.spyOn(console, "error").mockImplementation(() => undefined)];
      try {
        await using quiet = await createInstance(define({ include: [talking] }), { secrets: () => token });
        const { runId } = await quiet.materialize();
        expect([printed.mock.calls, warned.mock.calls]).toEqual([[["100{ with: '***' }"]], [["careful"]]]);
        expect(texts(await quiet.store.logs({ runId, limit: 10 }))).toEqual(["100{ with: '***' }", "careful", "silent"]);
        const loud = await open([talking], { secrets: () => token, log: (line) => console.log("told", line.message) });
        await loud.instance.materialize();
        expect(printed.mock.calls.slice(1)).toEqual([
          ["told", "100{ with: '***' }"],
          ["told", "careful"],
          ["told", "silent"],
        ]);
      } finally {
        printed.mockRestore();
        warned.mockRestore();
      }
    });
  });
}
