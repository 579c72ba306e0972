/** Reading what steps log while they run, told on any store. */
import { asset, createInstance, define } from "@headwater/core";
import { createMemoryValueStore, followLogs, type LogLine, type Store } from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const texts = (lines: readonly LogLine[]): readonly string[] => lines.map((line) => line.message);

/** Declares the tests. `openStore` gives an empty store each time. */
export function followedLogs(openStore: () => Promise<Store>): void {
  async function open(include: Parameters<typeof define>[0]["include"]) {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return { store, instance: await createInstance(define({ include }), { store, values: createMemoryValueStore() }) };
  }

  describe("logs are followed", () => {
    const speaking = () => {
      const next = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const speaker = asset("speaker", {
        output: z.number(),
        run: async (_, { log }) => {
          log.info("one");
          await next[0]?.promise;
          log.debug("two");
          log.warn("three");
          await next[1]?.promise;
          log.info("four");
          return 1;
        },
      });
      const below = asset("below", {
        inputs: { speaker },
        output: z.number(),
        run: ({ speaker }, { log }) => {
          log.info("five");
          return speaker;
        },
      });
      return { assets: [speaker, below], next };
    };

    test("while they are said, of a run or of one step, until it has ended and all is read", async () => {
      const { assets, next } = speaking();
      const { instance, store } = await open(assets);
      const running = instance.materialize();
      await expect.poll(async () => (await store.openRuns())[0]?.status).toBe("RUNNING");
      const runId = (await store.openRuns())[0]?.id ?? "";
      const signal = new AbortController().signal;
      const [all, ofStep, important]: LogLine[][] = [[], [], []];
      const following = Promise.all([
        collect(followLogs(store, { runId }, signal), all),
        collect(followLogs(store, { runId, stepId: `${runId}.0` }, signal), ofStep),
        collect(followLogs(store, { runId, level: "INFO", search: "O" }, signal), important),
      ]);
      await expect.poll(() => texts(all ?? []), { timeout: 10_000 }).toEqual(["one"]);
      next[0]?.resolve();
      await expect.poll(() => texts(all ?? []), { timeout: 10_000 }).toEqual(["one", "two", "three"]);
      next[1]?.resolve();
      const run = await running;
      await following;
      expect(all).toEqual(await store.logs({ runId: run.runId, limit: 10 }));
      expect(texts(ofStep ?? [])).toEqual(["one", "two", "three", "four"]);
      expect(texts(important ?? [])).toEqual(["one", "four"]);
      const again: LogLine[] = [];
      await collect(followLogs(store, { runId, after: "3" }, signal), again);
      expect(texts(again)).toEqual(["four", "five"]);
    });

    test("until the signal is aborted; of a run that does not exist not at all", async () => {
      const { assets, next } = speaking();
      const { instance, store } = await open(assets);
      const running = instance.materialize();
      await expect.poll(async () => (await store.openRuns())[0]?.status).toBe("RUNNING");
      const stop = new AbortController();
      const seen: LogLine[] = [];
      const following = collect(followLogs(store, { runId: (await store.openRuns())[0]?.id ?? "" }, stop.signal), seen);
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(1);
      stop.abort();
      await following;
      for (const gate of next) gate.resolve();
      await running;
      expect(texts(seen)).toEqual(["one"]);
      const none: LogLine[] = [];
      await collect(followLogs(store, { runId: "00000000-0000-7000-8000-000000000000" }, new AbortController().signal), none);
      expect(none).toEqual([]);
    });
  });
}

async function collect(pages: AsyncIterable<readonly LogLine[]>, into: LogLine[] | undefined): Promise<void> {
  for await (const page of pages) into?.push(...page);
}
