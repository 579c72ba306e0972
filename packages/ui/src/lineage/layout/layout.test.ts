/** The layout's promises: no overlap, every edge to the right, past the nodes and not through them, symmetric, stable. */
import { expect, test } from "vitest";
import { layout, linkId, nodeHeight, nodeWidth } from "./layout.ts";

const diamond = [
  { from: "a", to: "b" },
  { from: "a", to: "c" },
  { from: "b", to: "d" },
  { from: "c", to: "d" },
];

/** A reproducible graph: each node reads up to three of those before it. */
function graph(size: number) {
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const keys = Array.from({ length: size }, (_, at) => `g${at % 5}/n${at}`);
  const links = keys.flatMap((to, at) =>
    at < 4 ? [] : Array.from({ length: 1 + random(3) }, () => ({ from: keys[Math.max(0, at - 1 - random(30))] as string, to })),
  );
  return { keys, links };
}

test("an upstream asset always stands left of what reads it", () => {
  const { keys, links } = graph(120);
  const { nodes } = layout(keys, links);
  for (const link of links) expect(nodes.get(link.from)?.x).toBeLessThan(nodes.get(link.to)?.x ?? 0);
});

test("no two nodes overlap", () => {
  const { keys, links } = graph(120);
  const boxes = [...layout(keys, links).nodes.values()];
  for (const [at, a] of boxes.entries()) {
    for (const b of boxes.slice(at + 1)) expect(Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= nodeHeight).toBe(true);
  }
});

test("a diamond is drawn symmetric and without a crossing", () => {
  const { nodes } = layout(["a", "b", "c", "d"], diamond);
  const y = (key: string): number => nodes.get(key)?.y ?? Number.NaN;
  expect(y("a")).toBe(y("d"));
  expect(y("b") + y("c")).toBe(2 * y("a"));
});

test("an edge over several columns passes between the nodes, not through them", () => {
  const { nodes, links } = layout(
    ["a", "b", "c"],
    [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "a", to: "c" },
    ],
  );
  const middle = links.get(linkId({ from: "a", to: "c" }))?.[1];
  const top = nodes.get("b")?.y ?? 0;
  expect(middle && (middle.y < top || middle.y > top + nodeHeight)).toBe(true);
});

test("a source stands beside what reads it, not in the first column", () => {
  const { nodes } = layout(
    ["raw", "a", "b", "late"],
    [
      { from: "raw", to: "a" },
      { from: "a", to: "b" },
      { from: "late", to: "b" },
    ],
  );
  expect(nodes.get("late")?.x).toBe(nodes.get("a")?.x);
});

test("the same structure is always drawn the same", () => {
  const { keys, links } = graph(80);
  expect(layout(keys, links)).toEqual(layout(keys, links));
});

test("nothing is drawn of nothing, and an edge to an unknown asset is left out", () => {
  expect(layout([], []).nodes.size).toBe(0);
  expect(layout(["a"], [{ from: "gone", to: "a" }]).links.size).toBe(0);
});
