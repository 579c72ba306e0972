/** The property itself: whatever happens in a random world, the engine and the oracle agree. */
import fc from "fast-check";
import { expect } from "vitest";
import { scenarios } from "./arbitrary.ts";
import { type Frequencies, frequencyTable, noFrequencies, required, shareOf } from "./frequencies.ts";
import { play } from "./play.ts";
import type { TimedStore } from "./stage.ts";

/** Operations of a scenario at most; they have three quarters of that on average. */
const longest = 40;
/** Shares of fewer operations than these say little. */
const enough = 5_000;

export interface PropertyOptions {
  /** How many operations at least. */
  readonly operations: number;
  readonly seed: number;
  /** Makes a counterexample smaller: of use where a store costs nothing. */
  readonly shrink: boolean;
  /** An empty store; disposed of after its scenario. */
  readonly openStore: () => Promise<TimedStore & AsyncDisposable>;
}

/** @throws the first disagreement, with the seed that repeats it. */
export async function agreesWithOracle({ operations, seed, shrink, openStore }: PropertyOptions): Promise<void> {
  const frequencies = noFrequencies();
  const played = fc.asyncProperty(scenarios(longest), async (scenario) => {
    await using timed = await openStore();
    await play(scenario, frequencies, timed);
  });
  await fc.assert(played, { seed, numRuns: Math.ceil(operations / (longest * 0.75)), endOnFailure: !shrink });
  report(seed, frequencies);
  if (operations < enough) return;
  expect(frequencies.operations).toBeGreaterThanOrEqual(operations);
  expect(required.filter((what) => shareOf(frequencies, what) < 2)).toEqual([]);
}

function report(seed: number, frequencies: Frequencies): void {
  process.stdout.write(`seed ${seed}: ${frequencies.operations} operations, each of these seen in so many of them:\n${frequencyTable(frequencies)}\n`);
}
