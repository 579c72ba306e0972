/** Times work, and prints each figure with its ratio to a floor of the same run: machines differ, ratios hardly. */

export interface Time {
  /** On the clock. */
  readonly ms: number;
  /** Spent by this process: what the clock would say on a machine of its own, as long as nothing is waited for. */
  readonly cpuMs: number;
}

/** The fastest of some tries; the machine is never alone with us. */
export async function fastest(tries: number, work: () => unknown): Promise<Time> {
  let best: Time = { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY };
  for (let number = 0; number < tries; number++) best = faster(best, (await timed(work)).time);
  return best;
}

export const faster = (a: Time, b: Time): Time => ({ ms: Math.min(a.ms, b.ms), cpuMs: Math.min(a.cpuMs, b.cpuMs) });

export async function timed<T>(work: () => T): Promise<{ readonly time: Time; readonly result: Awaited<T> }> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { time: { ms: performance.now() - startedAt, cpuMs: (user + system) / 1_000 }, result };
}

export interface Floor {
  readonly name: string;
  readonly time: Time;
}

/** One line: what, milliseconds on the clock and of this process, ratio to the floor, and the goal where there is one. */
export function line(what: string, { ms, cpuMs }: Time, floor?: Floor, goal = ""): void {
  const ratio = floor === undefined ? "" : `${significant(ms / floor.time.ms)}x ${floor.name}`;
  console.log(`${what.padEnd(54)} ${ms.toFixed(1).padStart(9)} ms ${cpuMs.toFixed(1).padStart(9)} ms CPU  ${ratio.padEnd(20)} ${goal}`.trimEnd());
}

/** One line: what, milliseconds on the clock with much data and with little, and their ratio. */
export function besideLittle(what: string, ms: number, littleMs?: number, note = ""): void {
  const beside =
    littleMs === undefined ? "not needed with little data" : `${littleMs.toFixed(1).padStart(7)} ms with little data, ${significant(ms / littleMs)}x`;
  console.log(`${what.padEnd(30)} ${ms.toFixed(1).padStart(9)} ms  ${beside.padEnd(34)} ${note}`.trimEnd());
}

const significant = (ratio: number): string => Number(ratio.toPrecision(2)).toLocaleString("en");

/** @throws Error where a benchmark measured something else than it says. */
export function require(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`The benchmark does not measure what it says: ${what}`);
}
