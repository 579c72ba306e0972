/** The list of broken rules keeps up with the implementation: the check itself takes minutes and is no part of `npm test`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutations } from "./mutations.ts";

const sources = join(import.meta.dirname, "..", "packages", "core", "src");

test("what breaks each rule is there to be changed, once", async () => {
  const found = await Promise.all(
    mutations.map(async ({ rule, file, find }) => [rule, (await readFile(join(sources, file), "utf8")).split(find).length - 1] as const),
  );
  expect(found.filter(([, times]) => times !== 1)).toEqual([]);
});
