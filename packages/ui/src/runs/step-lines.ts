/** The steps of a run as lines of a list: under a heading for each wave, those that are asked for. */
import type { Outcome } from "../graphql/words.ts";
import type { PlacedStep } from "./options.ts";

export type StepLine = { readonly kind: "wave"; readonly wave: number; readonly count: number } | { readonly kind: "step"; readonly step: PlacedStep };

/** @param shown outcomes to show; empty for all */
export function stepLines(steps: readonly PlacedStep[], shown: ReadonlySet<Outcome>): readonly StepLine[] {
  const wanted = steps.filter((step) => shown.size === 0 || shown.has(step.outcome));
  const waves = [...Map.groupBy(wanted, (step) => step.wave)].sort(([a], [b]) => a - b);
  return waves.flatMap(([wave, own]): StepLine[] => [{ kind: "wave", wave, count: own.length }, ...own.map((step) => ({ kind: "step" as const, step }))]);
}

export const keyOfLine = (line: StepLine | undefined): string => (line === undefined ? "" : line.kind === "wave" ? `wave ${line.wave}` : line.step.id);
