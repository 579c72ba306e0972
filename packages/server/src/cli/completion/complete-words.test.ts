import { expect, test } from "vitest";
import { readConfig } from "../../config.ts";
import { createProgram } from "../program.ts";
import { completeWords } from "./complete-words.ts";

const program = createProgram({ config: readConfig({}), setExitCode: () => undefined });
const assets = ["raw/readings", "weather/days", "weather/hot_days"].map((value) => ({ value, description: `about ${value}` }));
const complete = async (...words: string[]) => (await completeWords(program, words, async () => assets)).map(({ value }) => value);

test("commands are completed, hidden ones are not offered", async () => {
  expect(await complete("sta")).toEqual(["status"]);
  const all = await complete("");
  expect(all).toEqual(expect.arrayContaining(["dev", "init", "completion", "materialize"]));
  expect(all).not.toContain("complete");
});

test("options of the command are completed, each once", async () => {
  expect(await complete("status", "--o")).toEqual(["--observe"]);
  expect(await complete("status", "--observe", "--o")).toEqual([]);
  expect(await complete("materialize", "weather/days", "--inl")).toEqual(["--inline"]);
});

test("values that an option takes are completed, in both spellings", async () => {
  expect(await complete("plan", "--mode", "")).toEqual(["stale", "all"]);
  expect(await complete("plan", "--mode=a")).toEqual(["--mode=all"]);
  expect(await complete("completion", "z")).toEqual(["zsh"]);
  expect(await complete("runs", "--asset", "raw")).toEqual(["raw/readings"]);
});

test("assets are completed where one is asked for, also in the middle of a selection", async () => {
  expect(await complete("status", "weather/")).toEqual(["weather/days", "weather/hot_days"]);
  expect(await complete("status", "+weather/h")).toEqual(["+weather/hot_days"]);
  expect(await complete("status", "raw/readings,weather/h")).toEqual(["raw/readings,weather/hot_days"]);
  expect(await complete("why", "raw")).toEqual(["raw/readings"]);
  expect(await complete("plan", "--mode", "all", "raw")).toEqual(["raw/readings"]);
});

test("nothing is offered where nothing is known: files are then up to the shell", async () => {
  expect(await complete("status", "weather/days", "")).toEqual([]);
  expect(await complete("status", "--entry", "")).toEqual([]);
  expect(await complete("nonsense", "")).toEqual([]);
});

test("assets are not looked for where they are not needed", async () => {
  const never = () => Promise.reject(new Error("not needed"));
  for (const words of [["sta"], ["status", "--o"], ["plan", "--mode", ""], ["run", ""]]) await completeWords(program, words, never);
});
