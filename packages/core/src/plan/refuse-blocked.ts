/** A run with blocked steps does not start unless asked to leave them out. */
import { HeadwaterError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";

/** @throws HeadwaterError `PLAN_BLOCKED` where a step would have to read what does not exist. */
export function refuseBlocked(plan: Plan): void {
  const blocked = plan.steps.filter((step) => step.action === "BLOCKED");
  if (blocked.length === 0) return;
  throw new HeadwaterError("PLAN_BLOCKED", { blocked: blocked.map((step) => step.asset), missing: [...new Set(blocked.flatMap((step) => step.missing))] });
}
