/** How often random histories show what the rules speak of: what never occurs is not tested. */

export interface Frequencies {
  operations: number;
  /** In how many operations each thing was seen. */
  readonly seen: Map<string, number>;
}

export const noFrequencies = (): Frequencies => ({ operations: 0, seen: new Map() });

/** Counts an operation and all that it showed. */
export function countOperation(frequencies: Frequencies, shown: ReadonlySet<string>): void {
  frequencies.operations += 1;
  for (const what of shown) frequencies.seen.set(what, (frequencies.seen.get(what) ?? 0) + 1);
}

/** In percent of the operations. */
export const shareOf = ({ operations, seen }: Frequencies, what: string): number => (100 * (seen.get(what) ?? 0)) / operations;

/** What has to occur in at least 2 % of the operations. (`MAPPING_CHANGED` needs partitions.) */
export const required: readonly string[] = [
  ...["MISSING", "STALE", "UPSTREAM_STALE", "FRESH", "UNOBSERVED"].map((status) => `status ${status}`),
  ...["CODE_CHANGED", "INPUT_ADDED", "INPUT_REMOVED", "INPUT_CHANGED", "CONFIG_CHANGED", "EXPIRED", "DRIFT"].map((cause) => `cause ${cause}`),
  ...["RUN", "CONDITIONAL", "HELD", "BLOCKED"].map((action) => `action ${action}`),
  ...["SUCCEEDED", "UNCHANGED", "REUSED", "FAILED", "SKIPPED", "BLOCKED", "CANCELLED"].map((outcome) => `outcome ${outcome}`),
];

export const frequencyTable = (frequencies: Frequencies): string =>
  [...frequencies.seen.keys()]
    .sort()
    .map((what) => `${what.padEnd(28)} ${shareOf(frequencies, what).toFixed(1).padStart(5)} %`)
    .join("\n");
