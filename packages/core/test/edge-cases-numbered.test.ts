/** Each edge case of the rules of staleness has a test that is called by its number, told on both stores. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Those of the list that need neither partitions nor code versions from the source text. */
const numbers = [1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 33, 34];

test("every edge case can be found by its number, and is told in memory and on Postgres", async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".ts"));
  const files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(import.meta.dirname, name), "utf8") })));
  const isToldBy = (story: string, ending: RegExp): boolean => files.some(({ name, text }) => ending.test(name) && text.includes(`from "./${story}"`));
  const told = files.filter(({ name }) => isToldBy(name, /(?<!\.pg)\.test\.ts$/) && isToldBy(name, /\.pg\.test\.ts$/));
  const found = told.flatMap(({ text }) => [...text.matchAll(/(?:test|describe)\("edge cases? ([\d and]+):/g)].flatMap(([, list = ""]) => list.split(" and ")));
  expect([...new Set(found)].map(Number).sort((a, b) => a - b)).toEqual(numbers);
});
