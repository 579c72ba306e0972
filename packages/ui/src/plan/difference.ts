/** What a plan does otherwise than the one that was shown before. */
import { actions } from "../status/presentation.ts";
import type { Plan } from "./queries.ts";

export interface Difference {
  readonly asset: string;
  readonly text: string;
}

export function differenceOf(before: Plan, after: Plan): readonly Difference[] {
  const old = new Map(before.steps.map((step) => [step.asset, step]));
  const current = new Set(after.steps.map((step) => step.asset));
  const label = (action: keyof typeof actions): string => actions[action].label.toLowerCase();
  return [
    ...after.steps.flatMap((step) => {
      const known = old.get(step.asset);
      if (known === undefined) return [{ asset: step.asset, text: `is new: ${label(step.action)}` }];
      if (known.action !== step.action) return [{ asset: step.asset, text: `was "${label(known.action)}", now "${label(step.action)}"` }];
      return JSON.stringify(known.causes) === JSON.stringify(step.causes) ? [] : [{ asset: step.asset, text: "has other causes now" }];
    }),
    ...before.steps.filter((step) => !current.has(step.asset)).map((step) => ({ asset: step.asset, text: "is no longer needed" })),
  ];
}
