/** What authors and people may say about staleness: volatile, manual and ageing assets; accepting, wiping and reporting. Told on any store. */
import { asset, define, source } from "@headwater/core";
import {
  acceptCells,
  buildGraph,
  type CodeLocation,
  cellsToWipe,
  createInstance,
  createMemoryValueStore,
  type Instance,
  type Store,
} from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openedBy } from "./opened.ts";

/** Declares the tests. `openStore` gives an empty store each time. */
export function policies(openStore: () => Promise<Store>): void {
  const by = { by: "ada", note: "a refactoring" };
  const opened = openedBy(openStore);
  /** raw -> top -> below, with counters. `code` is the code version of `top`. */
  async function pipeline(policy: { volatile?: boolean; launch?: "manual"; maxAge?: string } = {}) {
    const store = await opened();
    const values = createMemoryValueStore();
    const world = { raw: 1 };
    const ran: string[] = [];
    const noted = <T>(key: string, value: T): T => {
      ran.push(key);
      return value;
    };
    const open = (code = "1"): Promise<Instance> => {
      const raw = source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw });
      const top = asset("top", { ...policy, inputs: { raw }, codeVersion: code, output: z.number(), run: ({ raw }) => noted("top", raw) });
      const below = asset("below", { inputs: { top }, output: z.number(), run: ({ top }) => noted("below", top) });
      return createInstance(define({ include: [raw, top, below] }), { store, values });
    };
    return { store, world, ran, open, instance: await open() };
  }
  const status = async (instance: Instance, key: string) => (await instance.why(key)).status;
  const taken = (ran: string[]) => ran.splice(0);

  describe("policies of an asset", () => {
    test("a volatile asset runs in every plan that includes it, and cutoff holds below it", async () => {
      const { instance, ran } = await pipeline({ volatile: true });
      await instance.materialize();
      taken(ran);
      expect((await instance.plan()).steps.map((step) => [step.asset, step.action, step.reason])).toEqual([
        ["top", "RUN", "volatile: runs in every plan"],
        ["below", "CONDITIONAL", "runs only if the result of top changes"],
      ]);
      const again = await instance.materialize();
      expect(again.steps.map((step) => step.outcome)).toEqual(["SUCCEEDED", "UNCHANGED"]);
      expect(taken(ran)).toEqual(["top"]);
      expect(await status(instance, "top")).toBe("FRESH");
    });
    test("a manual asset is held, and what needs it waits, until a selection names it", async () => {
      const { instance, ran } = await pipeline({ launch: "manual" });
      const plan = await instance.plan();
      expect(plan.steps.map((step) => [step.asset, step.action])).toEqual([
        ["top", "HELD"],
        ["below", "BLOCKED"],
      ]);
      expect(plan.steps[1]?.missing).toEqual(["top"]);
      expect((await instance.materialize("top")).steps.map((step) => step.outcome)).toEqual(["SUCCEEDED"]);
      expect((await instance.materialize()).steps.map((step) => [step.asset, step.outcome])).toEqual([["below", "SUCCEEDED"]]);
      expect(taken(ran)).toEqual(["top", "below"]);
    });
    test("data beyond its maximum age is EXPIRED; the same result computed anew is fresh, and an old one is not taken over", async () => {
      const { instance, ran } = await pipeline({ maxAge: "300ms" });
      await instance.materialize();
      expect(await status(instance, "top")).toBe("FRESH");
      await new Promise((resolve) => setTimeout(resolve, 350));
      expect((await instance.why("top")).causes).toMatchObject([{ code: "EXPIRED", asset: "top" }]);
      expect((await instance.why("below")).rootCauses).toMatchObject([{ code: "EXPIRED", asset: "top" }]);
      taken(ran);
      expect((await instance.materialize()).steps.map((step) => step.outcome)).toEqual(["SUCCEEDED", "UNCHANGED"]);
      expect(taken(ran)).toEqual(["top"]);
    });
  });

  describe("by hand and from outside", () => {
    test("accepting a code change makes it fresh without running anything; the next change counts again", async () => {
      const { instance, ran, open } = await pipeline();
      await instance.materialize();
      taken(ran);
      const edited = await open("2");
      expect(await status(edited, "top")).toBe("STALE");
      expect(await edited.accept("top", by)).toEqual([{ asset: "top", partition: null }]);
      expect(await status(edited, "top")).toBe("FRESH");
      expect((await edited.materialize()).steps).toEqual([]);
      expect(taken(ran)).toEqual([]);
      expect(await status(await open("3"), "top")).toBe("STALE");
    });
    test("definitions that are not the active ones can be accepted: those of the files, before anybody serves them", async () => {
      const { instance, store, ran, open } = await pipeline();
      await instance.materialize();
      const { definitions: before } = (await store.activeLocation()) as CodeLocation;
      const edited = await open("2");
      const { definitions: after } = (await store.activeLocation()) as CodeLocation;
      await store.activate({ name: "default", definitions: before, root: "/" });
      expect(await acceptCells(store, "*", by)).toEqual([]);
      expect(await acceptCells(store, "*", by, buildGraph(after))).toEqual([{ asset: "top", partition: null }]);
      expect(await status(edited, "top")).toBe("FRESH");
      expect(taken(ran)).toEqual(["top", "below"]);
    });
    test("what is missing or too old cannot be accepted, and then nothing is", async () => {
      const { instance } = await pipeline();
      await expect(instance.accept("*", by)).rejects.toMatchObject({ code: "ACCEPT_REFUSED", message: expect.stringContaining("top (missing)") });
      const { instance: ageing } = await pipeline({ maxAge: "1ms" });
      await ageing.materialize();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await expect(ageing.accept("top", by)).rejects.toMatchObject({ message: expect.stringContaining("top (too old)") });
    });
    test("a wiped asset is missing and computed anew, never taken over; its children compare with what it comes to be", async () => {
      const { instance, store, ran } = await pipeline();
      await instance.materialize();
      taken(ran);
      const top = { asset: "top", partition: null };
      expect(await cellsToWipe(store, "top, raw")).toEqual([top]);
      expect(await instance.wipe("top", by)).toEqual([top]);
      expect(await cellsToWipe(store, "top")).toEqual([]);
      expect(await status(instance, "top")).toBe("MISSING");
      expect(await status(instance, "below")).toBe("UPSTREAM_STALE");
      await expect(instance.value("top")).rejects.toMatchObject({ code: "NOT_MATERIALIZED" });
      expect((await instance.materialize()).steps.map((step) => step.outcome)).toEqual(["SUCCEEDED", "UNCHANGED"]);
      expect(taken(ran)).toEqual(["top"]);
    });
    test("an outside report shows as DRIFT and leaves the children alone; accepted, it is what they compare with", async () => {
      const { instance, ran } = await pipeline();
      await instance.materialize();
      taken(ran);
      await instance.report({ asset: "top", dataVersion: "somebody else's" });
      expect((await instance.why("top")).causes).toMatchObject([{ code: "DRIFT", to: "somebody else's" }]);
      expect((await instance.why("below")).causes).toEqual([]);
      await instance.accept("top", by);
      expect(await status(instance, "top")).toBe("FRESH");
      expect((await instance.why("below")).causes).toMatchObject([{ code: "INPUT_CHANGED", upstream: "top" }]);
    });
    test("a drifted asset is computed anew, not taken over from the history", async () => {
      const { instance, ran } = await pipeline();
      await instance.materialize();
      taken(ran);
      await instance.report({ asset: "top", dataVersion: "somebody else's" });
      expect((await instance.materialize()).steps.map((step) => step.outcome)).toEqual(["SUCCEEDED", "UNCHANGED"]);
      expect(taken(ran)).toEqual(["top"]);
    });
    test("a report about a source is an observation", async () => {
      const { instance } = await pipeline();
      await instance.materialize();
      expect(await instance.report({ asset: "raw", dataVersion: "v2" })).toMatchObject({ changed: true });
      expect(await status(instance, "top")).toBe("STALE");
      await expect(instance.report({ asset: "rww", dataVersion: "v2" })).rejects.toMatchObject({ code: "ASSET_UNKNOWN" });
    });
  });
}
