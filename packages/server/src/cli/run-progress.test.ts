import type { Step } from "@headwater/core/engine";
import pico from "picocolors";
import { expect, test } from "vitest";
import { remainingMs, runProgress } from "./run-progress.ts";

const colors = pico.createColors(false);
const now = 1_000_000;
const step = (asset: string, facts: Partial<Step>): Step => ({ asset, outcome: "RUNNING", progress: null, startedAt: new Date(now - 4_000), ...facts }) as Step;
const linesOf = (steps: readonly Step[], width: number) => runProgress(colors, steps, () => now)(width);

test("each running step has its progress and what is left of it at that rate; then comes the whole", () => {
  const steps = [
    step("a/half", { progress: 0.5 }),
    step("b", {}),
    step("c", { outcome: "SUCCEEDED" }),
    step("d", { outcome: "FAILED" }),
    step("e", { outcome: "WAITING" }),
  ];
  expect(linesOf(steps, 80)).toEqual([
    "⠋ a/half  ━━━━━━━━━━┈┈┈┈┈┈┈┈┈┈  50 %  4 s  4 s left",
    "⠋ b                                   4 s",
    "2 of 5 steps, 1 failed",
  ]);
});

test("twenty columns have room for the key and how far it is", () => {
  expect(linesOf([step("weather/stations/hot_days", { progress: 0.123 })], 20)).toEqual(["⠋ wea…ays  12 %  4 s", "0 of 1 step"]);
});

test("many steps at once leave room for what is printed", () => {
  const lines = linesOf(
    Array.from({ length: 30 }, (_, index) => step(`a/${index}`, {})),
    80,
  );
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe("0 of 30 steps, 24 more running");
});

test("once a few steps have run, it says how fast it goes and what is left at that rate", () => {
  const many = (done: number, startedAt: Date | null, all = 100) =>
    Array.from({ length: all }, (_, n) => step(`a/${n}`, n < done ? { outcome: "SUCCEEDED", startedAt } : { outcome: "WAITING", startedAt: null }));
  const ago = (ms: number) => new Date(now - ms);
  expect(linesOf(many(10, ago(5_000)), 80)).toEqual(["10 of 100 steps, 2 a second, 45 s left"]);
  expect(linesOf(many(10, ago(30_000)), 80)).toEqual(["10 of 100 steps, 20 a minute, 4 min 30 s left"]);
  // Too few, too soon, nothing left, and what had nothing to do.
  for (const steps of [many(4, ago(5_000)), many(10, ago(1_000)), many(100, ago(5_000)), many(10, null)])
    expect(linesOf(steps, 80)[0]).toMatch(/^\d+ of 100 steps$/);
});

test("before there are steps it says what happens", () => {
  expect(linesOf([], 80)).toEqual(["looking at the sources, planning"]);
});

test("what is left is known once there is a rate", () => {
  expect(remainingMs(0.25, 10_000)).toBe(30_000);
  expect(remainingMs(null, 10_000)).toBeNull();
  expect(remainingMs(0, 10_000)).toBeNull();
  expect(remainingMs(0.5, 10)).toBeNull();
});
