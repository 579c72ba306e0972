/** The plan of "Materialize stale": what would run, in which order and why, before anything does. */
import { LoaderCircle } from "lucide-react";
import { useState } from "react";
import { ConfigSection } from "../config-form/config-section.tsx";
import { useRunConfig } from "../config-form/use-run-config.ts";
import { plural } from "../format/format.ts";
import { quoted } from "../lineage/selection-text.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Panel } from "../ui/panel.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";
import { plannedCount } from "./materialize-button.tsx";
import { Blocked, Outdated, Problems } from "./plan-notices.tsx";
import { NotNeeded, Roots, Waves } from "./plan-rows.tsx";
import type { Plan } from "./queries.ts";
import { usePlan } from "./use-plan.ts";

interface PlanPanelProps {
  readonly select: string;
  /** Whether less than everything is selected, so that something may lie upstream of it. */
  readonly isPartial: boolean;
  readonly upstream: boolean;
  readonly onUpstream: (upstream: boolean) => void;
  readonly changedAt: (asset: string) => string | null;
  readonly isStale: (asset: string) => boolean;
  readonly onLaunched: (run: string) => void;
  readonly onClose: () => void;
}

export function PlanPanel({ select, isPartial, upstream, onUpstream, changedAt, isStale, onLaunched, onClose }: PlanPanelProps) {
  const [isAll, setAll] = useState(false);
  const { config, isUnsettled, ...forms } = useRunConfig(select);
  const state = usePlan({ select, upstream, mode: isAll ? "ALL" : "STALE", config }, onLaunched);
  const { base, error } = state;
  const plan = isUnsettled ? undefined : state.plan;
  return (
    <Panel
      title={isAll ? "Materialize all" : "Materialize stale"}
      testId="plan-panel"
      takesFocus
      onClose={onClose}
      footer={
        <Confirm plan={plan} isWaiting={(base === undefined && error === null) || isUnsettled} isLaunching={state.isLaunching} onConfirm={state.confirm} />
      }
    >
      <div className="mb-4 rounded-lg border border-line bg-sunken px-2 py-1.5">
        <p className="px-1 pb-1 font-mono text-xs break-words text-ink-2">{isPartial ? select : "All assets"}</p>
        {isPartial && (
          <Checkbox checked={upstream} onChange={onUpstream}>
            Include stale upstream
          </Checkbox>
        )}
        <Checkbox checked={isAll} onChange={setAll}>
          Run even what is fresh
        </Checkbox>
      </div>
      <ConfigSection {...forms} only={forms.forms.find(({ asset }) => select === quoted(asset))?.asset ?? null} />
      {error !== null && <ErrorState error={error} />}
      {base === undefined && error === null && <Skeleton lines={6} />}
      {state.outdated && base && <Outdated before={state.outdated} after={base} />}
      <Problems problems={state.problems.filter((problem) => problem.code !== "PLAN_CHANGED")} />
      {base && (
        <>
          <Summary plan={base} isStale={isStale} />
          <Blocked plan={plan ?? base} canInclude={isPartial && !upstream} onInclude={() => onUpstream(true)} />
          <Roots plan={base} changedAt={changedAt} />
          <Waves base={base} plan={plan} left={state.left} onToggle={state.toggle} />
          <NotNeeded plan={base} />
        </>
      )}
    </Panel>
  );
}

function Summary({ plan: { counts, notNeeded }, isStale }: { readonly plan: Plan; readonly isStale: PlanPanelProps["isStale"] }) {
  const nothing = notNeeded.some(({ asset }) => isStale(asset))
    ? "Nothing can run yet: what is selected waits for its stale upstream."
    : "Nothing to do: everything selected is up to date.";
  const said = [
    counts.run > 0 && `${plural(counts.run, "asset")} will run`,
    counts.conditional > 0 && `${counts.conditional} only if ${counts.conditional === 1 ? "its" : "their"} inputs come out different`,
    counts.held > 0 && `${counts.held} held`,
    counts.blocked > 0 && `${counts.blocked} blocked`,
  ].filter((part) => part !== false);
  return (
    <p className="mb-4 leading-relaxed" data-testid="plan-summary">
      {said.length === 0 ? nothing : `${said.join(", ")}.`}
    </p>
  );
}

interface ConfirmProps {
  readonly plan: Plan | undefined;
  readonly isWaiting: boolean;
  readonly isLaunching: boolean;
  readonly onConfirm: () => void;
}

/** Sends the id of the plan that is shown: what runs is what was shown, or nothing does. */
function Confirm({ plan, isWaiting, isLaunching, onConfirm }: ConfirmProps) {
  const count = plan ? plannedCount(plan) : 0;
  const isReady = plan !== undefined && count > 0 && plan.counts.blocked === 0;
  return (
    <Button look="primary" className="w-full" data-testid="confirm-plan" disabled={!isReady || isLaunching} focusableWhenDisabled onClick={onConfirm}>
      {isLaunching ? (
        <>
          <LoaderCircle aria-hidden size={16} className="turning" /> Looking at the sources…
        </>
      ) : isWaiting ? (
        "Planning…"
      ) : plan === undefined ? (
        "Nothing to confirm"
      ) : (
        `Materialize ${plural(count, "asset")}`
      )}
    </Button>
  );
}
