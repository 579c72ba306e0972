/** The answer of `plan`, for programs and for people. */
import { type Plan, type PlannedStep, planCounts } from "@headwater/core/engine";
import type { Colors, Terminal } from "./terminal.ts";
import { tallyText, widest } from "./words.ts";

export const planDocument = (plan: Plan) => ({
  id: plan.id,
  mode: plan.mode,
  select: plan.select,
  steps: plan.steps.map(({ asset, partition, action, wave, reason, missing }) => ({ asset, partition, action, wave, reason, missing })),
  notNeeded: plan.notNeeded,
});

const looks: Readonly<
  Record<PlannedStep["action"], { readonly icon: string; readonly word: string; readonly paint: (colors: Colors) => (text: string) => string }>
> = {
  RUN: { icon: "▶", word: "run", paint: (colors) => colors.cyan },
  CONDITIONAL: { icon: "▷", word: "if needed", paint: (colors) => colors.blue },
  HELD: { icon: "‖", word: "held", paint: (colors) => colors.dim },
  BLOCKED: { icon: "⊘", word: "blocked", paint: (colors) => colors.red },
};

/** Steps by wave with their reasons, then what is not needed, then a tally. */
export function printPlan(terminal: Terminal, plan: Plan): void {
  const { colors } = terminal;
  const keyWidth = widest([...plan.steps, ...plan.notNeeded].map((entry) => entry.asset));
  const wordWidth = widest(plan.steps.map((step) => looks[step.action].word));
  for (const wave of new Set(plan.steps.map((step) => step.wave))) {
    terminal.print(colors.bold(`Wave ${wave + 1}`));
    for (const step of plan.steps.filter((candidate) => candidate.wave === wave)) {
      const { icon, word, paint } = looks[step.action];
      terminal.print(`  ${paint(colors)(`${icon} ${word.padEnd(wordWidth)}`)}  ${step.asset.padEnd(keyWidth)}  ${colors.dim(step.reason)}`);
    }
  }
  if (plan.notNeeded.length > 0) terminal.print(colors.bold("Not needed"));
  printNotNeeded(terminal, plan, keyWidth);
  terminal.print();
  terminal.print(planSummary(plan));
}

/** Why there is nothing to do for an asset, a line each. */
export function printNotNeeded({ colors, print }: Terminal, { notNeeded }: Plan, keyWidth = widest(notNeeded.map((group) => group.asset))): void {
  for (const { asset, reason } of notNeeded) print(`  ${colors.dim("=")} ${asset.padEnd(keyWidth)}  ${colors.dim(reason)}`);
}

export function planSummary(plan: Plan): string {
  if (plan.steps.length === 0) return "Nothing to do.";
  const counts = planCounts(plan);
  return tallyText(
    new Map([
      ["to run", counts.run],
      ["to run if needed", counts.conditional],
      ["held", counts.held],
      ["blocked", counts.blocked],
      ["not needed", counts.notNeeded],
    ]),
  );
}
