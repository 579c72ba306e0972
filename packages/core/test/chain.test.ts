/** How it comes that an asset is not fresh: the way from it to where that begins. */
import { asset, define, source } from "@headwater/core";
import { buildGraph, chainOf, createInstance, createMemoryStore, createMemoryValueStore, serializeDefinitions, statusOf } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { z } from "zod";

/**
 *          raw -> near -> middle -> end
 * other -> far -> by ->
 */
async function world() {
  const state = { raw: 1, other: 1 };
  const [store, values] = [createMemoryStore(), createMemoryValueStore()];
  const load = async (code: { readonly near?: string; readonly middle?: string } = {}) => {
    const raw = source("raw", { schema: z.number(), observe: () => `v${state.raw}`, load: () => state.raw });
    const other = source("other", { schema: z.number(), observe: () => `v${state.other}`, load: () => state.other });
    const near = asset("near", { inputs: { raw }, output: z.number(), codeVersion: code.near ?? "1", run: ({ raw }) => raw });
    const far = asset("far", { inputs: { other }, output: z.number(), codeVersion: "1", run: ({ other }) => other });
    const by = asset("by", { inputs: { far }, output: z.number(), codeVersion: "1", run: ({ far }) => far });
    const middle = asset("middle", { inputs: { by, near }, output: z.number(), codeVersion: code.middle ?? "1", run: ({ near, by }) => near + by });
    const end = asset("end", { inputs: { middle }, output: z.number(), codeVersion: "1", run: ({ middle }) => middle });
    const definitions = define({ include: [raw, other, near, far, by, middle, end] });
    const graph = buildGraph(serializeDefinitions(definitions, "/"));
    const instance = await createInstance(definitions, { store, values, root: "/" });
    const chain = async (key: string) =>
      chainOf(graph, statusOf(graph, await store.cells(), await store.now()), key).map(({ asset, status, message }) => `${asset} ${status}: ${message}`);
    return { instance, chain };
  };
  return { state, load };
}

test("what is fresh has no chain, nor has a source or an asset that nobody knows", async () => {
  const { load } = await world();
  const { instance, chain } = await load();
  await instance.materialize();
  expect([await chain("end"), await chain("raw"), await chain("nobody")]).toEqual([[], [], []]);
});

test("the chain begins at the cell and ends at the source that changed, each link with what it waits for", async () => {
  const { load, state } = await world();
  const { instance, chain } = await load();
  await instance.materialize();
  state.other = 2;
  await instance.observe();
  expect(await chain("end")).toEqual([
    "end UPSTREAM_STALE: waits for middle, which is upstream stale",
    "middle UPSTREAM_STALE: waits for by, which is upstream stale",
    "by UPSTREAM_STALE: waits for far, which is stale",
    "far STALE: other changed",
    "other FRESH: other changed",
  ]);
  expect(await chain("far")).toEqual(["far STALE: other changed", "other FRESH: other changed"]);
});

test("of several beginnings it is the nearest", async () => {
  const { load, state } = await world();
  await (await load()).instance.materialize();
  state.other = 2;
  const { instance, chain } = await load({ near: "2" });
  await instance.observe();
  expect(await chain("end")).toEqual([
    "end UPSTREAM_STALE: waits for middle, which is upstream stale",
    "middle UPSTREAM_STALE: waits for near, which is stale",
    "near STALE: the code of near changed: its stated version was 1 and is 2",
  ]);
});

test("a cell that is stale by itself is where it begins, whatever is the matter above it", async () => {
  const { load, state } = await world();
  await (await load()).instance.materialize();
  state.raw = 2;
  const { instance, chain } = await load({ middle: "2" });
  await instance.observe();
  expect(await chain("middle")).toEqual(["middle STALE: the code of middle changed: its stated version was 1 and is 2"]);
});

test("a missing cell waits for the missing one that it reads, up to the first", async () => {
  const { load } = await world();
  const { instance, chain } = await load();
  expect(await chain("by")).toEqual(["by MISSING: has never been materialized; waits for far, which is missing", "far MISSING: has never been materialized"]);
  await instance.materialize();
  await instance.wipe("near", { by: "ada", note: null });
  expect(await chain("middle")).toEqual(["middle UPSTREAM_STALE: waits for near, which is missing", "near MISSING: has never been materialized"]);
});
