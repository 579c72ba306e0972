/** The answer of `plan`, for programs and for people. */
import type { Plan, PlannedStep } from "@headwater/core/engine";
import { type Cell, type Fit, printTable } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { tallyText } from "./words.ts";

export const planDocument = (plan: Plan) => ({
  id: plan.id,
  mode: plan.mode,
  select: plan.select,
  steps: plan.steps.map(({ asset, partition, action, wave, reason, missing, failedChecks }) => ({
    asset,
    partition,
    action,
    wave,
    reason,
    missing,
    failedChecks,
  })),
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

const fits: readonly Fit[] = ["icon", "keep", "middle", "wrap"];

/** Steps by wave with their reasons, then what is not needed, then a tally. */
export function printPlan(terminal: Terminal, plan: Plan): void {
  const { colors } = terminal;
  for (const wave of new Set(plan.steps.map((step) => step.wave))) {
    terminal.print(colors.bold(`Wave ${wave + 1}`));
    const steps = plan.steps.filter((step) => step.wave === wave);
    printTable(
      terminal,
      fits,
      steps.map((step) => stepCells(colors, step)),
      { indent: 2 },
    );
  }
  if (plan.notNeeded.length > 0) terminal.print(colors.bold("Not needed"));
  const notNeeded = plan.notNeeded.map(({ asset, reason }) => [{ text: "=", paint: colors.dim }, { text: asset }, { text: reason, paint: colors.dim }]);
  printTable(terminal, ["icon", "middle", "wrap"], notNeeded, { indent: 2 });
  terminal.print();
  terminal.print(plan.steps.length === 0 ? "Nothing to do." : planText(plan.steps, plan.notNeeded.length));
}

function stepCells(colors: Colors, { action, asset, reason }: PlannedStep): readonly Cell[] {
  const { icon, word, paint } = looks[action];
  return [{ text: icon, paint: paint(colors) }, { text: word, paint: paint(colors) }, { text: asset }, { text: reason, paint: colors.dim }];
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
