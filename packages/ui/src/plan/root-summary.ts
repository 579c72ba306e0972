/** A plan by what began it: "3 of 5 because raw/seattle_weather changed 2 min ago". */
import { ago } from "../format/format.ts";
import type { Cause } from "../graphql/queries.ts";
import type { PlannedStep } from "./queries.ts";

export interface RootGroup {
  readonly cause: Cause;
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
  return [...groups.values()].map(({ cause, assets }) => ({ cause, assets: [...assets] })).sort((a, b) => b.assets.length - a.assets.length);
}

/** @param changedAt When a source changed, by key. */
export function rootSentence({ cause, assets }: RootGroup, planned: number, changedAt: (asset: string) => string | null, now: number): string {
  const at = cause.code === "INPUT_CHANGED" ? changedAt(cause.asset) : null;
  return `${assets.length} of ${planned} because ${cause.message.replace(/\.$/, "")}${at === null ? "" : ` ${ago(at, now)}`}`;
}
