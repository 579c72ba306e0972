import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startLoop } from "./loop.ts";
import { createProcessLog } from "./process-log.ts";

const silent = createProcessLog(() => undefined);
const never = 3_600_000;

test("any number of wakes during a pass lead to exactly one more, and passes never overlap", async () => {
  let running = 0;
  let passes = 0;
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    running++;
    passes++;
    most = Math.max(most, running);
    if (passes === 1) await gate.promise;
    running--;
  };
  await using loop = startLoop({ name: "test", pass, everyMs: never, log: silent });
  for (let i = 0; i < 5; i++) loop.wake();
  gate.resolve();
  await sleep(20);
  expect({ passes, most }).toEqual({ passes: 2, most: 1 });
  loop.wake();
  await sleep(20);
  expect(passes).toBe(3);
});

test("disposing waits for the pass that runs, and no pass follows", async () => {
  let passes = 0;
  let ended = false;
  const loop = startLoop({
    name: "test",
    everyMs: 1,
    log: silent,
    pass: async () => {
      passes++;
      await sleep(30);
      ended = true;
    },
  });
  await loop[Symbol.asyncDispose]();
  expect({ passes, ended }).toEqual({ passes: 1, ended: true });
  await sleep(20);
  expect(passes).toBe(1);
});

test("the same trouble is told once, and its end is told", async () => {
  const lines: string[] = [];
  const log = createProcessLog((line) => lines.push(line));
  let passes = 0;
  const healed = Promise.withResolvers<void>();
  const pass = (): Promise<void> => {
    passes++;
    if (passes <= 3) return Promise.reject(new Error("no database"));
    healed.resolve();
    return Promise.resolve();
  };
  await using _loop = startLoop({ name: "control loop", pass, everyMs: 1, log });
  await healed.promise;
  await sleep(5);
  expect(lines).toEqual(["! control loop: no database", "control loop: works again"]);
});

test("a gap holds back wakes, and loses none", async () => {
  let passes = 0;
  const pass = (): Promise<void> => {
    passes++;
    return Promise.resolve();
  };
  await using loop = startLoop({ name: "test", pass, everyMs: never, gapMs: 60, log: silent });
  await sleep(5);
  loop.wake();
  await sleep(10);
  expect(passes).toBe(1);
  await sleep(80);
  expect(passes).toBe(2);
});
