/** What every store promises about the lines that steps log. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { LogLine, NewLogLine } from "../src/model/log-line.ts";
import type { LogQuery, Store } from "../src/store/store.ts";

const line = (message: string, change: Partial<NewLogLine> = {}): NewLogLine => ({
  ...{ at: new Date(1_700_000_000_123), level: "INFO", message, fields: null, attempt: 1, stream: "log", stepId: "run.0", asset: "a" },
  ...change,
});
const lines = (count: number, name = "line"): readonly NewLogLine[] => Array.from({ length: count }, (_, index) => line(`${name} ${index + 1}`));
const ids = (page: readonly LogLine[]): readonly number[] => page.map((found) => Number(found.id));
const messages = (page: readonly LogLine[]): readonly string[] => page.map((found) => found.message);

/** Declares the tests. `open` gives an empty store each time. */
export function storeLogs(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };
  /** All pages, one after the other. */
  async function pages(store: Store, query: Omit<LogQuery, "after">): Promise<readonly (readonly LogLine[])[]> {
    const all: (readonly LogLine[])[] = [];
    for (let after = "0"; ; ) {
      const page = await store.logs({ ...query, after });
      if (page.length === 0) return all;
      all.push(page);
      after = page.at(-1)?.id ?? after;
    }
  }

  describe("what steps log", () => {
    test("comes back as it was said, whatever it holds", async () => {
      const store = await fresh();
      const said = [
        line("NUL \0 and a half \ud800 of a pair, \u{1f600}, \\u0000", { fields: { "na\0me": ["\udc00", { deep: null }], n: 1.5 } }),
        line("", { level: "ERROR", stream: "stderr", attempt: 2 }),
        line("x".repeat(300_000), { level: "TRACE", stream: "stdout" }),
        line("two\nlines", { level: "WARN", asset: "group/ünï" }),
      ];
      for (const one of said) await store.appendLogs([one]);
      await store.appendLogs([]);
      const found = await store.logs({ runId: "run", limit: 10 });
      expect(found).toEqual(said.map((one, index) => ({ ...one, id: String(index + 1) })));
      expect(await store.logs({ runId: "other", limit: 10 })).toEqual([]);
      expect(await store.logs({ runId: "run", stepId: "run.1", limit: 10 })).toEqual([]);
      expect(await store.logs({ runId: "other", stepId: "run.0", limit: 10 })).toEqual([]);
    });

    test("is read by pages from the first line on, or from the end", async () => {
      const store = await fresh();
      await store.appendLogs(lines(7));
      await store.appendLogs(lines(3, "more"));
      const all = (await pages(store, { runId: "run", limit: 4 })).map(messages);
      expect(all.map((page) => page.length)).toEqual([4, 4, 2]);
      expect(all.flat()).toEqual([...lines(7), ...lines(3, "more")].map((one) => one.message));
      const tail = async (query: Partial<LogQuery>) => messages(await store.logs({ runId: "run", limit: 4, tail: true, ...query }));
      expect(await tail({})).toEqual(["line 7", "more 1", "more 2", "more 3"]);
      expect(await tail({ after: "8" })).toEqual(["more 2", "more 3"]);
      expect(await tail({ after: "10" })).toEqual([]);
      expect((await tail({ limit: 100 })).length).toBe(10);
    });

    test("is read on both sides of a line, whatever the pages, the steps and the filter", async () => {
      const store = await fresh();
      for (let round = 0; round < 12; round++)
        await store.appendLogs(lines(5, `round ${round}`).map((one, at) => ({ ...one, stepId: `run.${round % 2}`, level: at === 2 ? "WARN" : "INFO" })));
      for (const filter of [{}, { stepId: "run.1" }, { level: "WARN" }, { search: "line 3" }, { stepId: "run.0", search: "round 1" }] as const) {
        const all = ids(await store.logs({ runId: "run", limit: 1_000, ...filter }));
        for (const before of [1, 2, 5, 6, 7, 31, 59, 60, 61, 999]) {
          const ahead = all.filter((id) => id < before);
          const query = { runId: "run", before: String(before), ...filter };
          expect(ids(await store.logs({ ...query, limit: 1_000 }))).toEqual(ahead);
          expect(ids(await store.logs({ ...query, limit: 7, tail: true }))).toEqual(ahead.slice(-7));
          expect(ids(await store.logs({ ...query, limit: 3, after: "4" }))).toEqual(ahead.filter((id) => id > 4).slice(0, 3));
          expect(ids(await store.logs({ ...query, limit: 3, after: "4", tail: true }))).toEqual(ahead.filter((id) => id > 4).slice(-3));
        }
      }
      expect(await store.logs({ runId: "run", before: "0", limit: 3 })).toEqual([]);
    });

    test("of a level and above, with a text in the message or the fields in whatever case, in both directions", async () => {
      const store = await fresh();
      const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] as const;
      const said = Array.from({ length: 50 }, (_, index) =>
        line(`Number ${index}`, { level: levels[index % 5] ?? "INFO", fields: index % 10 === 4 ? { Path: `/Größe/${index}` } : null }),
      );
      for (let at = 0; at < said.length; at += 8) await store.appendLogs(said.slice(at, at + 8));
      const find = async (query: Partial<LogQuery>) => ids(await store.logs({ runId: "run", limit: 100, ...query }));
      expect(await find({ level: "TRACE" })).toHaveLength(50);
      expect(await find({ level: "WARN" })).toEqual(ids(await store.logs({ runId: "run", limit: 100 })).filter((id) => id % 5 === 4 || id % 5 === 0));
      expect(await find({ level: "ERROR", limit: 3 })).toEqual([5, 10, 15]);
      expect(await find({ level: "ERROR", limit: 3, after: "15" })).toEqual([20, 25, 30]);
      expect(await find({ level: "ERROR", limit: 3, tail: true })).toEqual([40, 45, 50]);
      expect(await find({ search: "number 4" })).toEqual([5, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
      expect(await find({ search: "gRÖSSE" })).toEqual([]);
      expect(await find({ search: 'path":"/GRÖß' })).toEqual([5, 15, 25, 35, 45]);
      expect(await find({ search: "größe", level: "ERROR", limit: 2, tail: true })).toEqual([35, 45]);
      expect(await find({ search: "NUMBER 1", level: "INFO", after: "12", limit: 2 })).toEqual([13, 14]);
      expect(await find({ search: "nothing of it" })).toEqual([]);
    });

    test("of several steps stands in one order, which stays while more arrives", async () => {
      const store = await fresh();
      const said: NewLogLine[] = [];
      for (let round = 0; round < 30; round++) {
        const some = lines(3, `round ${round}`).map((one) => ({
          ...one,
          stepId: `run.${round % 3}`,
          asset: `a${round % 3}`,
          attempt: 1 + Math.trunc(round / 15),
        }));
        said.push(...some);
        await store.appendLogs(some);
        const [before, after] = [await store.logs({ runId: "run", limit: 1_000 }), await store.logs({ runId: "run", limit: 5, after: "40" })];
        expect(messages(before)).toEqual(said.map((one) => one.message));
        expect(after).toEqual(before.slice(40, 45));
      }
      const ofStep = (await pages(store, { runId: "run", stepId: "run.1", limit: 7 })).flat();
      expect(ofStep.map(({ id: _, ...rest }) => rest)).toEqual(said.filter((one) => one.stepId === "run.1"));
      expect(ids(ofStep)).toEqual(ids(ofStep).toSorted((a, b) => a - b));
      expect((await pages(store, { runId: "run", limit: 7 })).flat()).toEqual(await store.logs({ runId: "run", limit: 1_000 }));
    });

    test("appended at once for several runs and steps is taken apart", async () => {
      const store = await fresh();
      const said = ["one.0", "two.0", "one.1", "one.0"].map((stepId, index) => line(`line ${index}`, { stepId }));
      await store.appendLogs(said);
      expect(messages(await store.logs({ runId: "one", stepId: "one.0", limit: 9 }))).toEqual(["line 0", "line 3"]);
      expect(messages(await store.logs({ runId: "one", stepId: "one.1", limit: 9 }))).toEqual(["line 2"]);
      expect(ids(await store.logs({ runId: "two", limit: 9 }))).toEqual([1]);
      expect(ids(await store.logs({ runId: "one", limit: 9 }))).toEqual([1, 2, 3]);
    });

    test("a reader that goes on behind the last line that it has seen skips none, however many write at once", async () => {
      const store = await fresh();
      const writers = 6;
      const rounds = 25;
      const writing = Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let round = 0; round < rounds; round++) await store.appendLogs([line(`${writer}: ${round}`, { stepId: `run.${writer}` })]);
        }),
      );
      let over = false;
      const done = writing.then(() => {
        over = true;
      });
      const seen: LogLine[] = [];
      for (let last = false; ; last = over) {
        seen.push(...(await store.logs({ runId: "run", after: seen.at(-1)?.id ?? "0", limit: 20 })));
        if (last && seen.length === writers * rounds) break;
        if (last && (await store.logs({ runId: "run", after: seen.at(-1)?.id ?? "0", limit: 1 })).length === 0) break;
      }
      await done;
      expect(ids(seen)).toEqual(Array.from({ length: writers * rounds }, (_, index) => index + 1));
      for (let writer = 0; writer < writers; writer++) {
        const own = seen.filter((found) => found.stepId === `run.${writer}`);
        expect(messages(own)).toEqual(Array.from({ length: rounds }, (_, round) => `${writer}: ${round}`));
      }
    });

    test("a page of 100,000 lines of a step costs no more than a page, wherever it lies", { timeout: 60_000 }, async () => {
      const store = await fresh();
      const batch = 2_000;
      for (let at = 0; at < 100_000; at += batch) {
        const some = Array.from({ length: batch }, (_, index) => line(`line ${at + index + 1} of a long text about what the step does now`, { level: "INFO" }));
        await store.appendLogs([...some.slice(0, -1), line("a warning", { level: "WARN" })]);
      }
      const startedAt = performance.now();
      expect(await store.logs({ runId: "run", stepId: "run.0", limit: 200_000 })).toHaveLength(100_000);
      const whole = performance.now() - startedAt;
      const timed = async (query: Partial<LogQuery>): Promise<readonly number[]> => {
        let [found, best]: [readonly LogLine[], number] = [[], Number.POSITIVE_INFINITY];
        for (let look = 0; look < 5; look++) {
          const startedAt = performance.now();
          found = await store.logs({ runId: "run", stepId: "run.0", limit: 100, ...query });
          best = Math.min(best, performance.now() - startedAt);
        }
        expect(best).toBeLessThan(whole / 10);
        return ids(found);
      };
      const range = (from: number) => Array.from({ length: 100 }, (_, index) => from + index);
      expect(await timed({})).toEqual(range(1));
      expect(await timed({ after: "50000" })).toEqual(range(50_001));
      expect(await timed({ after: "99900" })).toEqual(range(99_901));
      expect(await timed({ tail: true })).toEqual(range(99_901));
      expect(await timed({ tail: true, before: "50001" })).toEqual(range(49_901));
      expect(await timed({ level: "WARN", limit: 2 })).toEqual([2_000, 4_000]);
      expect(ids(await store.logs({ runId: "run", search: "LINE 99999 OF", limit: 2 }))).toEqual([99_999]);
      expect(ids(await store.logs({ runId: "run", search: "line 12345 of", limit: 2, tail: true }))).toEqual([12_345]);
    });
  });
}
