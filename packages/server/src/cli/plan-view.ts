/** The answer of `plan`, for programs and for people. */
import type { Plan, PlannedStep } from "@headwater/core/engine";
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
  for (const { asset, reason } of plan.notNeeded) terminal.print(`  ${colors.dim("=")} ${asset.padEnd(keyWidth)}  ${colors.dim(reason)}`);
  terminal.print();
  terminal.print(plan.steps.length === 0 ? "Nothing to do." : planText(plan.steps, plan.notNeeded.length));
}

/** `1 to run, 2 to run if needed`: of a plan, and of the run that follows it. */
export function planText(steps: readonly Pick<PlannedStep, "action">[], notNeeded = 0): string {
  const count = (action: PlannedStep["action"]): number => steps.filter((step) => step.action === action).length;
  return tallyText(
    new Map([
      ["to run", count("RUN")],
      ["to run if needed", count("CONDITIONAL")],
      ["held", count("HELD")],
      ["blocked", count("BLOCKED")],
      ["not needed", notNeeded],
    ]),
  );
}
