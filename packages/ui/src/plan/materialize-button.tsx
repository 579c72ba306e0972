/** "Materialize stale (n)": always says how many assets a click would bring up to date, and opens their plan. */
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Waves } from "lucide-react";
import type { Ref } from "react";
import { ago } from "../format/format.ts";
import { checkedOptions } from "../lineage/options.ts";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/now.ts";
import { planOptions } from "./options.ts";
import type { Plan } from "./queries.ts";

interface MaterializeButtonProps {
  readonly select: string;
  readonly isOpen: boolean;
  /** Whether an asset, not planned by itself, waits for something upstream of the selection. */
  readonly isStale: (asset: string) => boolean;
  readonly onOpen: () => void;
  readonly ref: Ref<HTMLButtonElement>;
}

export const plannedCount = ({ counts }: Plan): number => counts.run + counts.conditional;

export function MaterializeButton({ select, isOpen, isStale, onOpen, ref }: MaterializeButtonProps) {
  const { data: plan, error } = useQuery(planOptions({ select, upstream: false }));
  const zero = useZeroText(plan, isStale);
  const planned = plan ? plannedCount(plan) : 0;
  const Icon = planned > 0 ? Waves : CircleCheck;
  return (
    <Button
      ref={ref}
      look={planned > 0 ? "primary" : "quiet"}
      data-testid="materialize-stale"
      data-count={plan ? planned : undefined}
      aria-expanded={isOpen}
      disabled={plan === undefined}
      onClick={onOpen}
      className="max-sm:w-full"
    >
      <Icon aria-hidden size={16} />
      {plan === undefined ? (error ? "Nothing to materialize" : "Planning…") : planned > 0 ? `Materialize stale (${planned})` : zero}
    </Button>
  );
}

/** What the button says when a click would run nothing. */
function useZeroText(plan: Plan | undefined, isStale: (asset: string) => boolean): string {
  const now = useNow();
  const { data: sources } = useQuery(checkedOptions(""));
  if (plan === undefined) return "";
  if (plan.counts.blocked > 0) return `Nothing can run (${plan.counts.blocked} blocked)`;
  const waiting = plan.notNeeded.filter(({ asset }) => isStale(asset)).length;
  if (waiting > 0) return `Nothing to run here (${waiting} waiting for upstream)`;
  const unreadable = sources?.filter((source) => source.lastObservation?.error).length ?? 0;
  if (unreadable > 0) return `All fresh, but ${unreadable === 1 ? "one source" : `${unreadable} sources`} cannot be read`;
  // The one that was looked at longest ago: all others are at least as current.
  const oldest = sources?.flatMap((source) => source.lastObservation?.checkedAt ?? []).sort()[0];
  return oldest === undefined ? "All fresh" : `All fresh, checked ${ago(oldest, now)}`;
}
