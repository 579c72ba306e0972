import { describe, expect, it } from "vitest";
import { callerOf, callsOf, framesOf, placeFrom, placeOf } from "./declared-at.ts";

describe("callerOf", () => {
  it("finds the file and line that called us, also through a factory", () => {
    const declare = () => callerOf(declare);
    const factory = () => declare(); // line 7
    expect(factory()).toEqual({ file: import.meta.filename, line: 7 });
  });

  it("leaves the author's stack traces as they were", () => {
    const before = Error.stackTraceLimit;
    const declare = () => callerOf(declare);
    declare();
    expect(Error.stackTraceLimit).toBe(before);
  });
});

it("all calls in files that led there are known, with their columns", () => {
  const declare = () => callsOf(declare);
  const factory = () => declare(); // line 22
  const [first, second] = factory(); // line 22
  expect([first, second]).toEqual([
    { file: import.meta.filename, line: 21, column: 25 },
    { file: import.meta.filename, line: 22, column: 27 },
  ]);
});

describe("framesOf", () => {
  it.each([
    ["Error\n    at file:///home/my%20assets/a.ts:12:3", { file: "/home/my assets/a.ts", line: 12 }],
    ["Error\n    at make (/srv/a (copy)/b.ts:7:21)", { file: "/srv/a (copy)/b.ts", line: 7 }],
    ["Error\n    at async file:///x/a.ts?v=2:1:1", { file: "/x/a.ts", line: 1 }],
    ["Error\n    at Array.map (<anonymous>)\n    at file:///x/b.ts:3:4", { file: "/x/b.ts", line: 3 }],
    ["Error", null],
  ])("reads %j", (stack, place) => {
    expect(placeOf(framesOf(stack))).toEqual(place);
  });
});

it("a place is the same on every machine, relative to the project", () => {
  expect(placeFrom({ file: "/home/me/project/src/a.ts", line: 3 }, "/home/me/project")).toEqual({ file: "src/a.ts", line: 3 });
  expect(placeFrom(null, "/x")).toBeNull();
});
