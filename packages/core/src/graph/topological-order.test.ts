import { expect, it } from "vitest";
import { topologicalOrder } from "./topological-order.ts";

const of = (edges: Record<string, readonly string[]>) => topologicalOrder(Object.keys(edges), (key) => edges[key] ?? []);
const cyclesOf = (edges: Record<string, readonly string[]>): readonly (readonly string[])[] => of(edges).cycles;

it("everything comes after what it depends on, otherwise as given", () => {
  expect(of({ join: ["left", "right"], right: ["top"], left: ["top"], apart: [], top: [] }).order).toEqual(["top", "left", "right", "join", "apart"]);
});

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

it("a chain of 100,000 and a fan-in of 200,000 do not overflow the stack", () => {
  const chain = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i === 0 ? [] : [`k${i - 1}`]]));
  expect(of(Object.fromEntries(Object.entries(chain).reverse()))).toMatchObject({ cycles: [], order: { length: 100_000 } });
  expect(of({ all: Array.from({ length: 200_000 }, (_, i) => `k${i}`) })).toMatchObject({ cycles: [], order: { length: 200_001 } });
});
