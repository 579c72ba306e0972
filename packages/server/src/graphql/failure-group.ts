/** The type `FailureGroup`: failed steps of a run that failed alike. */
import type { Step } from "@headwater/core/engine";
import { cellText } from "@headwater/core/engine";
import { builder } from "./builder.ts";

interface FailureGroup {
  readonly message: string;
  readonly cells: readonly string[];
}

export const FailureGroupRef = builder.objectRef<FailureGroup>("FailureGroup").implement({
  description: "Failed steps of a run with one message.",
  fields: (t) => ({
    message: t.exposeString("message", { description: "What went wrong." }),
    count: t.int({ description: "How many steps failed with it.", resolve: ({ cells }) => cells.length }),
    cells: t.exposeStringList("cells", { description: "What they were to compute, as `key` or `key@partition`." }),
  }),
});

function messageOf({ outcome, error, reason, failedChecks }: Step): string {
  if (outcome === "FAILED") return error?.message ?? reason;
  return `${failedChecks.length === 1 ? "the check" : "the checks"} ${failedChecks.map((name) => `"${name}"`).join(", ")} failed`;
}

/** Groups by message, the largest first. */
export function groupFailures(failed: readonly Step[]): readonly FailureGroup[] {
  const groups = Map.groupBy(failed, messageOf);
  return [...groups].map(([message, steps]) => ({ message, cells: steps.map(cellText) })).toSorted((a, b) => b.cells.length - a.cells.length);
}
