/** Checks, and functions of several outputs, from the command line. */
import { expect, test } from "vitest";
import { json, world } from "./cli-world.ts";

test("a failed check shows beside its step and fails the run; a blocking one blocks what reads the output: exit 1, then 3", { timeout: 120_000 }, async () => {
  await using it = await world(
    `
import { assets, check } from "@headwater/core";
const split = assets("w/split", { outputs: { high: z.number(), low: z.number() }, config: z.object({ by: z.number().default(1) }),
  run: (_, { config }) => { ran("w/split"); return { high: config.by, low: -config.by }; } });
const positive = check("positive", { asset: split.low, blocking: true, run: (n) => ({ passed: n > 0, message: "it is " + n }) });
const ofLow = asset("w/of_low", { inputs: { low: split.low }, output: z.number(), run: ({ low }) => { ran("w/of_low"); return low; } });
const ofHigh = asset("w/of_high", { inputs: { high: split.high }, output: z.number(), run: ({ high }) => { ran("w/of_high"); return high; } });
export default define({ include: [split, positive, ofLow, ofHigh] });`,
    {},
  );
  const ended = await it.run("materialize", "--json");
  expect([ended.code, json(ended)]).toMatchObject([
    1,
    {
      status: "FAILED",
      steps: [
        { asset: "w/split/high", outcome: "SUCCEEDED", failedChecks: [], attempts: 1 },
        { asset: "w/split/low", outcome: "SUCCEEDED", failedChecks: ["positive"], attempts: 1 },
        { asset: "w/of_low", outcome: "BLOCKED", reason: 'the blocking check "positive" of w/split/low failed' },
        { asset: "w/of_high", outcome: "SUCCEEDED" },
      ],
    },
  ]);
  expect(await it.project.ran()).toEqual({ "w/split": 1, "w/of_high": 1 });
  const blocked = await it.run("materialize");
  expect([blocked.code, blocked.stdout]).toEqual([3, expect.stringContaining('"w/of_low" cannot run: the blocking check "positive" of w/split/low failed.')]);
  const misfit = await it.run("materialize", "--config", '{"w/split":{"by":"x"}}');
  expect([misfit.code, misfit.stderr]).toEqual([2, expect.stringContaining('The config of "w/split" does not fit')]);
  expect((await it.run("materialize", "w/split/high", "--config", '{"w/split":{"by":-2}}')).code).toBe(0);
  expect((await it.run("materialize", "w/of_low")).code).toBe(0);
  expect(await it.project.ran()).toEqual({ "w/split": 2, "w/of_high": 1, "w/of_low": 1 });
});

test("a failed check is said on the line of its step", { timeout: 120_000 }, async () => {
  await using it = await world(
    `
const one = asset("a/one", { output: z.number(), run: () => 1, checks: { big: (n) => n > 9, even: (n) => n % 2 === 0 } });
export default define({ include: [one] });`,
    {},
  );
  const { code, stdout } = await it.run("materialize");
  expect([code, stdout]).toEqual([1, expect.stringMatching(/a\/one .*failed its checks big, even/)]);
});
