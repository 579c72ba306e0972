/** What a plan amounts to: counts by action, and what differs between two plans. */
import type { Plan, PlannedStep } from "../model/plan.ts";

export interface PlanCounts {
  readonly run: number;
  readonly conditional: number;
  readonly held: number;
  readonly blocked: number;
  readonly notNeeded: number;
}

export function planCounts(plan: Plan): PlanCounts {
  const count = (action: PlannedStep["action"]): number => plan.steps.filter((step) => step.action === action).length;
  return { run: count("RUN"), conditional: count("CONDITIONAL"), held: count("HELD"), blocked: count("BLOCKED"), notNeeded: plan.notNeeded.length };
}

/** Sentences on what `after` does otherwise than `before`; empty where only causes differ. */
export function planDifference(before: Plan, after: Plan): readonly string[] {
  const known = new Map(before.steps.map((step) => [step.asset, step]));
  const now = new Map(after.steps.map((step) => [step.asset, step]));
  return [
    ...after.steps.filter((step) => !known.has(step.asset)).map((step) => `${step.asset} is new (${step.reason})`),
    ...before.steps.filter((step) => !now.has(step.asset)).map((step) => `${step.asset} is no longer needed`),
    ...after.steps.flatMap((step) => {
      const old = known.get(step.asset);
      return old !== undefined && old.action !== step.action ? [`${step.asset} was ${old.action} and is ${step.action}`] : [];
    }),
  ];
}
