/** A module as authors write it: assets beside whatever else they export. */
import { z } from "zod";
import { asset } from "./asset.ts";

export const Row = z.object({ a: z.number() });
export const one = asset("fixture/one", { output: Row, run: () => ({ a: 1 }) });
export const made = [asset("fixture/two", { output: Row, run: () => ({ a: 2 }) })];
export const settings = { limit: 3, help: () => "x" };
export const ready = Promise.resolve();
export let later: string | undefined;
