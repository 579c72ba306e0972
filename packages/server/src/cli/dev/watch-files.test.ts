import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stampOf } from "../../worker/user-code/reached-files.ts";
import { type FileWatch, watchFiles } from "./watch-files.ts";

let directory: string;
let watch: FileWatch;
let told: string[][];
const at = (path: string): string => join(directory, path);
const follow = (...paths: string[]) => watch.follow(new Map(paths.map((path) => [at(path), stampOf(at(path))])));
const paths = () => told.map((changed) => changed.map((path) => path.slice(directory.length + 1)));
const soon = { timeout: 10_000 };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-"));
  await writeFile(at("a.ts"), "1");
  told = [];
  watch = watchFiles((changed) => told.push([...changed]));
});
afterEach(async () => {
  watch[Symbol.dispose]();
  await rm(directory, { recursive: true });
});

test("a file that is written, replaced, removed and made again is a change each time", async () => {
  follow("a.ts");
  await writeFile(at("a.ts"), "2");
  await expect.poll(paths, soon).toHaveLength(1);
  await writeFile(at("b"), "3");
  await rename(at("b"), at("a.ts"));
  await expect.poll(paths, soon).toHaveLength(2);
  await rm(at("a.ts"));
  await expect.poll(paths, soon).toHaveLength(3);
  await writeFile(at("a.ts"), "4");
  await expect.poll(paths, soon).toEqual([["a.ts"], ["a.ts"], ["a.ts"], ["a.ts"]]);
});

test("a file that is not there yet is told when it is made, in a directory that is not there either", async () => {
  follow("a.ts", "new/deep/b.ts");
  await mkdir(at("new/deep"), { recursive: true });
  await writeFile(at("new/deep/b.ts"), "");
  await expect.poll(paths, soon).toEqual([["new/deep/b.ts"]]);
});

test("many files at once are told together", async () => {
  const many = Array.from({ length: 30 }, (_, index) => `f${index}.ts`);
  follow(...many);
  await Promise.all(many.map((path) => writeFile(at(path), "x")));
  await expect.poll(() => paths().flat().length, soon).toBe(30);
  expect(told.length).toBeLessThan(4);
});

test("what changed between being read and being followed is told at once; other files never are", async () => {
  const before = stampOf(at("a.ts"));
  await writeFile(at("a.ts"), "longer");
  watch.follow(new Map([[at("a.ts"), before]]));
  expect(paths()).toEqual([["a.ts"]]);
  await writeFile(at("other.ts"), "");
  await writeFile(at("a.ts"), "once more");
  await expect.poll(paths, soon).toEqual([["a.ts"], ["a.ts"]]);
});
