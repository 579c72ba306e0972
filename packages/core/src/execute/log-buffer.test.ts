import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { NewLogLine } from "../model/log-line.ts";
import { createLogBuffer, logLimits } from "./log-buffer.ts";

const line = (message: string): NewLogLine => ({
  ...{ at: new Date(), level: "INFO", message, fields: null, attempt: 1, stream: "log", stepId: "run.0", asset: "a" },
});

/** Notes each write; fails or waits as it is told. */
function recordingStore(behave: (write: number) => Promise<void> | void = () => undefined) {
  const writes: string[][] = [];
  let calls = 0;
  return {
    writes,
    async appendLogs(lines: readonly NewLogLine[]) {
      await behave(++calls);
      writes.push(lines.map((some) => some.message));
    },
  };
}

it("lines wait for each other, but not long", async () => {
  const store = recordingStore();
  const buffer = createLogBuffer(store);
  buffer.add(line("a"));
  buffer.add(line("b"));
  expect(store.writes).toEqual([]);
  await expect.poll(() => store.writes, { timeout: 2_000, interval: 5 }).toEqual([["a", "b"]]);
  buffer.add(line("c"));
  expect(await buffer.close()).toBeNull();
  expect(store.writes).toEqual([["a", "b"], ["c"]]);
});

it("64 KB go at once, one write at a time, in their order and in parts of a limited size", async () => {
  const gate = Promise.withResolvers<void>();
  const store = recordingStore((write) => (write === 1 ? gate.promise : undefined));
  const buffer = createLogBuffer(store, { ...logLimits, writeSize: 150_000 });
  const messages = Array.from({ length: 12 }, (_, index) => String.fromCharCode(97 + index).repeat(40_000));
  for (const message of messages) buffer.add(line(message));
  await sleep(10);
  expect(store.writes).toEqual([]);
  gate.resolve();
  expect(await buffer.close()).toBeNull();
  expect(store.writes.flat()).toEqual(messages);
  expect(store.writes.map((write) => write.length)).toEqual([2, 3, 3, 3, 1]);
});

it("a store that is away for a while loses nothing", async () => {
  const store = recordingStore((write) => {
    if (write <= 2) throw new Error("away");
  });
  const buffer = createLogBuffer(store, { ...logLimits, flushAfterMs: 5, retryAfterMs: 10 });
  buffer.add(line("a"));
  await expect.poll(() => store.writes, { interval: 5 }).toEqual([["a"]]);
  expect(await buffer.close()).toBeNull();
});

it("at the end it is tried once more, and then said how many lines are lost, and why", async () => {
  const gone = new Error("gone");
  const failing = createLogBuffer({ appendLogs: () => Promise.reject(gone) });
  failing.add(line("a"));
  failing.add(line("b"));
  expect(await failing.close()).toEqual({ lines: 2, reason: gone });
  const hanging = createLogBuffer({ appendLogs: () => new Promise(() => undefined) }, { ...logLimits, closeWithinMs: 20 });
  hanging.add(line("a"));
  expect(await hanging.close()).toMatchObject({ lines: 1, reason: { message: "it took too long" } });
});

it("a log that becomes too long ends with how many lines are missing", async () => {
  const store = recordingStore();
  const buffer = createLogBuffer(store, { ...logLimits, lines: 3 });
  for (let i = 1; i <= 1_500; i++) buffer.add(line(`line ${i}`));
  await buffer.close();
  expect(store.writes.flat()).toEqual([
    "line 1",
    "line 2",
    "line 3",
    "1,497 further lines were not kept: a step keeps at most 3 lines and 50,000,000 characters.",
  ]);
  const small = recordingStore();
  const other = createLogBuffer(small, { ...logLimits, size: 10 });
  for (const message of ["12345", "12345", "1", ""]) other.add(line(message));
  await other.close();
  expect(small.writes.flat().slice(0, -1)).toEqual(["12345", "12345"]);
  expect(small.writes.flat().at(-1)).toContain("2 further lines");
});

it("takes nothing once it was closed", async () => {
  const store = recordingStore();
  const buffer = createLogBuffer(store, { ...logLimits, flushAfterMs: 1 });
  await buffer.close();
  buffer.add(line("late"));
  await sleep(20);
  expect(store.writes).toEqual([]);
});
