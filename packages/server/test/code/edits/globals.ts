/** Edits of what changes something global under another name: that counts for every definition. */
import { changes, type Edit, type EditTable, projectOf, replace } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import "./called.ts";
import "./imported.ts";
import "./named.ts";
import "./taken.ts";
import "./aliased.ts";
import * as assets from "./assets.ts";
export default define({ include: [assets] });
--- called.ts
const setup = (): boolean => {
  process.env.HW_CALLED = "10";
  return true;
};
export const ready = setup();
--- imported.ts
import process from "node:process";
process.env.HW_IMPORTED = "20";
--- named.ts
import { env } from "node:process";
env.HW_NAMED = "30";
--- taken.ts
const { env } = process;
env.HW_TAKEN = "40";
--- aliased.ts
const all = globalThis as Record<string, unknown>;
all.hwAliased = "50";
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
export const one = asset("one", { output: z.string(), run: () => process.env.HW_CALLED ?? "" });
export const two = asset("two", { output: z.string(), run: () => process.env.HW_NAMED ?? "" });
`);

const everywhere = (promise: string, file: string, text: string, other: string): Edit => changes("one two", promise, replace(file, text, other));

export const table: EditTable = {
  name: "edits of what changes something global under another name",
  project,
  edits: [
    everywhere("a declaration that calls what sets a variable of the environment", "called.ts", "10", "11"),
    everywhere("a variable of the environment through an imported process", "imported.ts", "20", "21"),
    everywhere("a variable of the environment through an imported env", "named.ts", "30", "31"),
    everywhere("a variable of the environment through env of process", "taken.ts", "40", "41"),
    everywhere("a global through a constant that is globalThis", "aliased.ts", "50", "51"),
  ],
};
