/** A plan by what began it: "3 of 5 because raw/seattle_weather changed 2 min ago". */
import { ago } from "../format/format.ts";
import type { Cause } from "../graphql/queries.ts";
import type { CauseCode } from "../graphql/words.ts";
import type { PlannedStep } from "./queries.ts";

export interface RootGroup {
  readonly asset: string;
  readonly code: CauseCode;
  /** Planned assets that this led to. An asset with two beginnings counts in both. */
  readonly assets: readonly string[];
}

/** Those with the most consequences first. */
export function rootGroups(steps: readonly PlannedStep[]): readonly RootGroup[] {
  const groups = new Map<string, { readonly cause: Cause; readonly assets: Set<string> }>();
  for (const step of steps) {
    for (const cause of step.rootCauses) {
      const id = `${cause.code} ${cause.asset}`;
      const group = groups.get(id) ?? { cause, assets: new Set<string>() };
      groups.set(id, group);
      group.assets.add(step.asset);
    }
  }
  return [...groups.values()].map(({ cause, assets }) => ({ asset: cause.asset, code: cause.code, assets: [...assets] })).sort((a, b) => b.assets.length - a.assets.length);
}

const because: { readonly [C in CauseCode]: (asset: string) => string } = {
  INPUT_CHANGED: (asset) => `${asset} changed`,
  CODE_CHANGED: (asset) => `the code of ${asset} changed`,
  INPUT_ADDED: (asset) => `${asset} has a new input`,
  INPUT_REMOVED: (asset) => `${asset} lost an input`,
  MAPPING_CHANGED: (asset) => `an input of ${asset} is mapped differently`,
  CONFIG_CHANGED: (asset) => `the config of ${asset} changed`,
  EXPIRED: (asset) => `${asset} is too old`,
  DRIFT: (asset) => `${asset} was changed from outside`,
  MISSING: (asset) => `${asset} has never been materialized`,
};

/** @param changedAt When a source changed, by key. */
export function rootSentence(group: RootGroup, planned: number, changedAt: (asset: string) => string | null, now: number): string {
  const at = group.code === "INPUT_CHANGED" ? changedAt(group.asset) : null;
  return `${group.assets.length} of ${planned} because ${because[group.code](group.asset)}${at === null ? "" : ` ${ago(at, now)}`}`;
}
