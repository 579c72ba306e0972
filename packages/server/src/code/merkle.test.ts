import { expect, it } from "vitest";
import { type CodeNode, linkTo } from "./code-node.ts";
import type { LocalModule } from "./local-module.ts";
import { Hashes } from "./merkle.ts";

const module: LocalModule = { file: "/a.ts", hash: "", text: "", outline: null };

/** Nodes by name: a text, and the names that it refers to. */
function nodesOf(graph: Readonly<Record<string, readonly [text: string, ...references: string[]]>>): ReadonlyMap<string, CodeNode> {
  const nodes = new Map<string, CodeNode>();
  for (const [name, [text, ...references]] of Object.entries(graph)) {
    const content = () => ({
      texts: [text, ...references.map(() => "")],
      links: references.map((reference) => linkTo(nodes.get(reference) as CodeNode, [])),
      unfollowed: [],
    });
    nodes.set(name, { name, module, start: 0, end: 0, kind: "declaration", content });
  }
  return nodes;
}

const hashOf = (graph: Parameters<typeof nodesOf>[0], name: string): string => new Hashes().of(nodesOf(graph).get(name) as CodeNode);

it("a hash differs by what is referred to, at any distance", () => {
  const graph = { a: ["a", "b"], b: ["b", "c"], c: ["c"] } as const;
  expect(hashOf({ ...graph, c: ["C"] }, "a")).not.toBe(hashOf(graph, "a"));
  expect(hashOf({ ...graph, a: ["A", "b"] }, "b")).toBe(hashOf(graph, "b"));
});

it("and not by the names of what is referred to", () => {
  expect(hashOf({ a: ["a", "x"], x: ["b"] }, "a")).toBe(hashOf({ a: ["a", "y"], y: ["b"] }, "a"));
});

it("the order of references counts", () => {
  const graph = { b: ["b"], c: ["c"] } as const;
  expect(hashOf({ ...graph, a: ["a", "b", "c"] }, "a")).not.toBe(hashOf({ ...graph, a: ["a", "c", "b"] }, "a"));
});

it("of a circle every member counts for all, wherever it is entered, whatever they are called", () => {
  const circle = { a: ["a", "b"], b: ["b", "c"], c: ["c", "a"] } as const;
  expect(hashOf({ ...circle, c: ["C", "a"] }, "a")).not.toBe(hashOf(circle, "a"));
  expect(hashOf({ x: ["a", "y"], y: ["b", "z"], z: ["c", "x"] }, "x")).toBe(hashOf(circle, "a"));
  const nodes = nodesOf(circle);
  const [forth, back] = [new Hashes(), new Hashes()];
  const one = ["a", "b", "c"].map((name) => forth.of(nodes.get(name) as CodeNode));
  const other = ["c", "b", "a"].map((name) => back.of(nodes.get(name) as CodeNode));
  expect(one).toEqual(other.reverse());
  expect(new Set(one).size).toBe(3);
});

it("a circle of one is not the same without it", () => {
  expect(hashOf({ a: ["a", "a"] }, "a")).not.toBe(hashOf({ a: ["a", "b"], b: ["b"] }, "a"));
});

it("a chain of 20,000 is no matter", () => {
  const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`n${index}`, index === 19_999 ? ["end"] : ["n", `n${index + 1}`]]));
  expect(hashOf(chain as never, "n0")).toMatch(/^[0-9a-f]{64}$/);
});
