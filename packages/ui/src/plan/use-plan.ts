/** The plan in the panel: the selection's, or that of the rows that are still ticked, and its confirmation. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Problem } from "../graphql/queries.ts";
import { request } from "../graphql/request.ts";
import { selectionOf } from "../lineage/selection-text.ts";
import { expectEndOf } from "../runs/run-toasts.tsx";
import { toggled } from "../ui/toggled.ts";
import { type PlanRequest, planOptions } from "./options.ts";
import { materializeMutation, type Plan } from "./queries.ts";

export interface PlanState {
  /** The plan with every row. */
  readonly base: Plan | undefined;
  /** What would be confirmed; `undefined` while it is made. */
  readonly plan: Plan | undefined;
  readonly error: Error | null;
  readonly left: ReadonlySet<string>;
  readonly toggle: (asset: string) => void;
  readonly isLaunching: boolean;
  readonly problems: readonly Problem[];
  /** The plan that was confirmed in vain, because the world had moved. */
  readonly outdated: Plan | null;
  readonly confirm: () => void;
}

export function usePlan(wish: PlanRequest, onLaunched: (run: string) => void): PlanState {
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const base = useQuery(planOptions(wish));
  const kept = (base.data?.steps ?? []).map((step) => step.asset).filter((asset) => !left.has(asset));
  const isNarrowed = left.size > 0 && kept.length < (base.data?.steps.length ?? 0);
  const confirmed: PlanRequest = isNarrowed ? { ...wish, select: selectionOf(kept), upstream: false } : wish;
  const narrowed = useQuery({ ...planOptions(confirmed), enabled: isNarrowed && kept.length > 0 });
  const shown = isNarrowed ? narrowed : base;
  const launch = useMutation({
    mutationFn: async (plan: Plan) => ({
      plan,
      payload: (await request(materializeMutation, { input: { ...confirmed, planId: plan.id } })).materialize,
    }),
    onSuccess: async ({ payload }) => {
      if (payload.run !== null) {
        expectEndOf(payload.run.id);
        onLaunched(payload.run.id);
      }
      await client.invalidateQueries({ queryKey: ["plan"] });
    },
  });
  const plan = shown.isPlaceholderData || kept.length === 0 ? undefined : shown.data;
  const problems = launch.data?.payload.problems ?? [];
  return {
    base: base.data,
    plan: kept.length === 0 && base.data?.steps.length === 0 ? base.data : plan,
    error: launch.error ?? base.error ?? narrowed.error,
    left,
    toggle: (asset) => {
      launch.reset();
      setLeft((current) => toggled(current, asset));
    },
    isLaunching: launch.isPending,
    problems,
    outdated: problems.some((problem) => problem.code === "PLAN_CHANGED") ? (launch.data?.plan ?? null) : null,
    confirm: () => {
      if (plan !== undefined) launch.mutate(plan);
    },
  };
}
