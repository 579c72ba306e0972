import { expect, it } from "vitest";
import { findCycles } from "./find-cycles.ts";

const cyclesOf = (edges: Record<string, readonly string[]>): readonly (readonly string[])[] => findCycles(Object.keys(edges), (key) => edges[key] ?? []);

it("a circle is found once, as its path", () => {
  expect(cyclesOf({ a: ["b"], b: ["c"], c: ["a"], d: ["a"] })).toEqual([["a", "b", "c", "a"]]);
});

it("something that refers to itself is a circle", () => {
  expect(cyclesOf({ a: ["a"] })).toEqual([["a", "a"]]);
});

it("circles that do not touch are all found", () => {
  expect(cyclesOf({ a: ["b"], b: ["a"], x: ["y"], y: ["x"] })).toEqual([
    ["a", "b", "a"],
    ["x", "y", "x"],
  ]);
});

it("a diamond is no circle, and neither is a reference to nothing", () => {
  expect(cyclesOf({ top: [], left: ["top"], right: ["top"], join: ["left", "right", "gone"] })).toEqual([]);
});

it("a chain of 100,000 does not overflow the stack", () => {
  const chain = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i === 0 ? [] : [`k${i - 1}`]]));
  expect(cyclesOf(Object.fromEntries(Object.entries(chain).reverse()))).toEqual([]);
});
