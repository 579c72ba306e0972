import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { capturingConsole, type Printed, uncaptured } from "./capture-console.ts";

async function printedBy(work: () => unknown): Promise<readonly Printed[]> {
  const printed: Printed[] = [];
  await capturingConsole(
    (line) => printed.push(line),
    async () => work(),
  );
  return printed;
}

it("each way to print has its level and its stream", async () => {
  const printed = await printedBy(() => {
    console.log("a");
    console.info("b");
    console.debug("c");
    console.warn("d");
    console.error("e");
    console.assert(true, "not shown");
    console.assert(false, "f");
  });
  expect(printed).toEqual([
    { level: "INFO", stream: "stdout", message: "a" },
    { level: "INFO", stream: "stdout", message: "b" },
    { level: "DEBUG", stream: "stdout", message: "c" },
    { level: "WARN", stream: "stderr", message: "d" },
    { level: "ERROR", stream: "stderr", message: "e" },
    { level: "WARN", stream: "stderr", message: "Assertion failed: f" },
  ]);
});

it("text is what the console makes of it: formats, objects, tables, groups, counters", async () => {
  const printed = await printedBy(() => {
    console.log("%s has %d of %o", "x", 3, [1]);
    console.log({ a: { b: new Map([["k", 1]]) } }, "and", undefined);
    console.log();
    console.log("two\nlines\n");
    console.dir({ deep: { er: { est: { x: 1 } } } }, { depth: 0 });
    console.table([{ a: 1 }]);
    console.group("outer");
    console.log("inner");
    console.groupEnd();
    console.log("again");
    console.count("n");
    console.count("n");
  });
  expect(printed.map((line) => line.message)).toEqual([
    "x has 3 of [ 1, [length]: 1 ]",
    "{ a: { b: Map(1) { 'k' => 1 } } } and undefined",
    "",
    "two\nlines\n",
    "{ deep: [Object] }",
    "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘",
    "outer",
    "  inner",
    "again",
    "n: 1",
    "n: 2",
  ]);
});

it("a trace begins where it was asked for", async () => {
  const [line] = await printedBy(function whoAsks() {
    console.trace("here %d", 1);
  });
  expect(line).toMatchObject({ level: "TRACE", stream: "stderr" });
  expect(line?.message).toMatch(/^Trace: here 1\n {4}at whoAsks/);
});

it("who works at the same time is heard apart: across awaits, timers, promises and callbacks", async () => {
  const talk = (name: string) => async () => {
    console.log(`${name} 1`);
    await sleep(2);
    console.log(`${name} 2`);
    await Promise.all([1, 2].map(async (n) => Promise.resolve().then(() => console.log(`${name} promise ${n}`))));
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        console.log(`${name} timer`);
        process.nextTick(() => {
          console.log(`${name} tick`);
          queueMicrotask(() => resolve(console.log(`${name} microtask`)));
        });
      }, 2),
    );
    console.group(`${name} group`);
    await sleep(2);
    console.log(`${name} end`);
  };
  const names = ["a", "b", "c"];
  const all = await Promise.all(names.map((name) => printedBy(talk(name))));
  for (const [index, name] of names.entries()) {
    const expected = ["1", "2", "promise 1", "promise 2", "timer", "tick", "microtask", "group", "end"].map((said) => `${name} ${said}`);
    expect(all[index]?.map((line) => line.message.trim())).toEqual(expected);
    expect(all[index]?.at(-1)?.message).toBe(`  ${name} end`);
  }
});

it("the console is as it was before, afterwards and for everybody else", async () => {
  const before = Object.entries(console);
  const original = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const spied = console.log;
  await capturingConsole(
    () => undefined,
    async () => {
      uncaptured(() => console.log("passed on"));
      await capturingConsole(
        () => undefined,
        async () => console.log("heard by the inner one"),
      );
      expect(console.log).not.toBe(spied);
    },
  );
  expect(console.log).toBe(spied);
  expect(original.mock.calls).toEqual([["passed on"]]);
  original.mockRestore();
  expect(Object.entries(console)).toEqual(before);
});

it("what somebody put over the console meanwhile stays, and goes on to print", async () => {
  const original = vi.spyOn(console, "info").mockImplementation(() => undefined);
  const heard = await printedBy(() => {
    const below = console.info;
    console.info = (...parameters) => below("over:", ...parameters);
    console.info("inside");
  });
  console.info("outside");
  const again = await printedBy(() => console.info("inside again"));
  expect(heard.map((line) => line.message)).toEqual(["over: inside"]);
  expect(again.map((line) => line.message)).toEqual(["inside again"]);
  expect(original.mock.calls).toEqual([["over:", "outside"]]);
  original.mockRestore();
});
