/** A run with blocked steps does not start unless asked to leave them out. */
import { HeadwaterError } from "../model/errors.ts";
import { failedCheckText, type Plan } from "../model/plan.ts";

/**
 * @param beforeLook The sources will be looked at before the binding plan is made: then what failed a check may turn out to be computed anew.
 * @throws HeadwaterError `PLAN_BLOCKED` where a step would have to read what does not exist, or what failed a blocking check.
 */
export function refuseBlocked(plan: Plan, beforeLook = false): void {
  const blocked = plan.steps.filter((step) => step.action === "BLOCKED" && !(beforeLook && step.missing.length === 0));
  if (blocked.length === 0) return;
  throw new HeadwaterError("PLAN_BLOCKED", {
    blocked: blocked.map((step) => step.asset),
    missing: [...new Set(blocked.flatMap((step) => step.missing))],
    failedChecks: [...new Set(blocked.flatMap((step) => step.failedChecks).map(failedCheckText))],
  });
}
