/** A project for the pages of runs: steps that log, wait, try again, fail alike, and fail their checks. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Below the workspace, so that the project finds its packages.
const parent = fileURLToPath(new URL(".", import.meta.url));

const entry = `
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asset, define, source, table } from "@headwater/core";
import { z } from "zod";

const there = (name: string) => existsSync(join(import.meta.dirname, name));
const rightToLeft = "שלום \\u202Eevil";
const hostile = '<img src=x onerror="window.harmed=true">';

export const noise = asset("log/noise", {
  description: "Says something on every level, and prints.", output: z.number(), launch: "manual",
  run: async (_, { log }) => {
    log.debug("began", { host: hostile, parts: [1, 2, 3] });
    log.info("read " + hostile + rightToLeft, { rows: 3, nested: { deep: true } });
    console.log("printed\\nin two lines");
    console.error("printed as an error");
    log.warn("a warning, seldom seen");
    log.error("an error that was survived", { code: 7 });
    return 1;
  },
});
export const endless = asset("log/many", {
  output: z.number(), launch: "manual",
  run: async (_, { log }) => {
    for (let line = 1; line <= 100_000; line += 1) log.info("line " + line, line % 1_000 === 0 ? { thousand: line / 1_000 } : undefined);
    return 1;
  },
});
export const slow = asset("work/slow", {
  description: "Goes on until it may stop.", output: z.number(), launch: "manual",
  run: async (_, { log, progress, signal }) => {
    for (let tick = 1; !there("go"); tick += 1) {
      log.info("tick " + tick);
      progress(Math.min(0.9, tick / 100), "waiting");
      await sleep(100, undefined, { signal });
    }
    log.info("done");
    return 1;
  },
});
export const after = asset("work/after", { inputs: { slow }, output: z.number(), run: async ({ slow }) => slow + 1 });
export const first = asset("parts/first", { output: z.number(), run: () => 1 });
const part = (name: string) => asset("parts/" + name, {
  inputs: { first }, params: { name }, output: z.number(), retry: { attempts: 2, delay: "100ms" },
  run: async ({ first }, { log, run }) => {
    log.info("attempt " + run.attempt);
    if (!there("mended")) throw new Error("The press is out of ink " + hostile + rightToLeft);
    return first;
  },
});
export const left = part("left");
export const right = part("right");
export const whole = asset("parts/whole", { inputs: { left, right }, output: z.number(), run: async ({ left, right }) => left + right });
export const checked = asset("parts/checked", { inputs: { first }, output: z.number(), checks: { positive: (value) => value > 0 || !there("unsound") }, run: async ({ first }) => there("unsound") ? -first : first });
export default define({ include: [noise, endless, slow, after, first, left, right, whole, checked] });
`;

export interface Works extends Disposable {
  readonly entry: string;
  /** Lets `work/slow` end, or makes it go on. */
  setGo(go: boolean): void;
  /** Makes `parts/left` and `parts/right` work, or not any more. */
  setMended(mended: boolean): void;
  /** Makes the value of `parts/checked` fail its check. */
  setUnsound(unsound: boolean): void;
}

export function createWorks(): Works {
  const directory = mkdtempSync(join(parent, ".tmp-"));
  const set = (name: string, isThere: boolean): void => {
    if (isThere) writeFileSync(join(directory, name), "");
    else rmSync(join(directory, name), { force: true });
  };
  writeFileSync(join(directory, "headwater.config.ts"), entry);
  return {
    entry: join(directory, "headwater.config.ts"),
    setGo: (go) => set("go", go),
    setMended: (mended) => set("mended", mended),
    setUnsound: (unsound) => set("unsound", unsound),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
