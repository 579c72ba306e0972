import { asset, createInstance, define } from "@headwater/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { allAssets, readWorld } from "./world.ts";

const named = (key: string, ...formerly: string[]) => asset(key, { formerly, output: z.number(), codeVersion: "1", run: () => 1 });

test("all assets are those that are defined and those that left the code, but not the former names of a defined one", async () => {
  const first = await createInstance(define({ include: [named("kept"), named("renamed"), named("removed")] }));
  await first.materialize();
  const { store, values } = first;
  await createInstance(define({ include: [named("kept"), named("new name", "renamed")] }), { store, values });
  const world = await readWorld(store);
  expect(allAssets(world).map(({ key, node }) => [key, node !== null])).toEqual([
    ["kept", true],
    ["new name", true],
    ["removed", false],
  ]);
});
