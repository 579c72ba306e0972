/** The build of the UI that answers come from. */
import { expect, test } from "vitest";
import { noteBuild, outdated } from "./build.ts";

test("a page is outdated once an answer names another build than the first one did, and hears of that once", () => {
  const heard: boolean[] = [];
  outdated.subscribe(() => heard.push(outdated.read()));
  for (const name of [null, "first", "first", null]) noteBuild(name);
  expect([outdated.read(), heard]).toEqual([false, []]);
  for (const name of ["second", "first", "third"]) noteBuild(name);
  expect([outdated.read(), heard]).toEqual([true, [true]]);
});
