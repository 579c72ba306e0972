/** The implementation against the naive oracle, over random graphs and histories. `HEADWATER_OPERATIONS` says how many operations at least. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarios } from "./exactness/arbitrary.ts";
import { type Frequencies, play } from "./exactness/play.ts";

const wanted = Number(process.env.HEADWATER_OPERATIONS ?? 10_000);
const longest = 40;

test(
  "status, causes, root causes, plan, outcomes and executed functions agree with the oracle",
  async () => {
    const seen: Frequencies = new Map();
    const seed = Number(process.env.HEADWATER_SEED ?? Date.now() % 2 ** 31);
    const numRuns = Math.ceil(wanted / (longest / 2));
    await fc.assert(
      fc.asyncProperty(scenarios(longest), (scenario) => play(scenario, seen)),
      { seed, numRuns, endOnFailure: false },
    );
    const table = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what.padEnd(28)} ${times}`);
    process.stdout.write(`seed ${seed}\n${table.join("\n")}\n`);
    expect(seen.size).toBeGreaterThan(20);
  },
  wanted * 20 + 60_000,
);
