/** The rows of a plan: in waves, each with its reason; what is not needed; and what began it all. */
import { duration, plural } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import { actions } from "../status/presentation.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { KeyText } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Section } from "../ui/panel.tsx";
import { Prose } from "../ui/prose.tsx";
import type { Plan, PlannedStep } from "./queries.ts";
import { rootGroups, rootSentence } from "./root-summary.ts";

/** So many beginnings are worth a line each; a first run of everything has more than anyone reads. */
const shownRoots = 5;

export function Roots({ plan, changedAt }: { readonly plan: Plan; readonly changedAt: (asset: string) => string | null }) {
  const now = useNow();
  const groups = rootGroups(plan.steps);
  if (groups.length === 0) return null;
  return (
    <Section title="Because">
      <ul data-testid="plan-roots" className="flex flex-col gap-1.5">
        {groups.slice(0, shownRoots).map((group) => (
          <li key={`${group.cause.code} ${group.cause.asset}`} className="border-l-2 border-accent pl-2.5 break-words">
            <Prose text={rootSentence(group, plan.steps.length, changedAt, now)} />
          </li>
        ))}
        {groups.length > shownRoots && <li className="pl-3 text-ink-3">and {groups.length - shownRoots} more beginnings</li>}
      </ul>
    </Section>
  );
}

interface WavesProps {
  readonly base: Plan;
  readonly plan: Plan | undefined;
  readonly left: ReadonlySet<string>;
  readonly onToggle: (asset: string) => void;
}

export function Waves({ base, plan, left, onToggle }: WavesProps) {
  const waves = [...Map.groupBy(base.steps, (step) => step.wave)].sort(([a], [b]) => a - b);
  return waves.map(([wave, steps]) => (
    <Section key={wave} title={`Wave ${wave + 1}`}>
      <ul className="flex flex-col">
        {steps.map((step) => (
          <Row key={step.asset} step={step} plan={plan} isLeft={left.has(step.asset)} onToggle={() => onToggle(step.asset)} />
        ))}
      </ul>
    </Section>
  ));
}

interface RowProps {
  readonly step: PlannedStep;
  readonly plan: Plan | undefined;
  readonly isLeft: boolean;
  readonly onToggle: () => void;
}

function Row({ step, plan, isLeft, onToggle }: RowProps) {
  // Without some rows, others may be planned otherwise, or need nothing any more.
  const planned = plan?.steps.find((one) => one.asset === step.asset) ?? (plan === undefined ? step : undefined);
  const reason = isLeft ? "left out" : (planned?.reason ?? plan?.notNeeded.find((one) => one.asset === step.asset)?.reason ?? "not needed");
  return (
    <li
      data-testid="plan-row"
      data-asset={step.asset}
      data-action={isLeft ? undefined : planned?.action}
      className="-mx-2 flex gap-1 rounded-lg px-1 py-1.5 hover:bg-sunken"
    >
      <Checkbox label={`Include ${step.asset}`} checked={!isLeft} onChange={onToggle} />
      <div className="min-w-0 grow pt-0.5">
        <div className="flex items-start justify-between gap-2">
          <KeyText assetKey={step.asset} className={isLeft ? "line-through" : ""} />
          {!isLeft && planned && <Action action={planned.action} />}
        </div>
        <p className="mt-0.5 text-xs leading-relaxed break-words text-ink-2">
          <Prose text={sentence(reason)} />
          {!isLeft && planned && step.expectedMs !== null && <span className="text-ink-3"> Took {duration(step.expectedMs)} last time.</span>}
        </p>
      </div>
    </li>
  );
}

const Action = ({ action }: { readonly action: PlannedStep["action"] }) =>
  action === "HELD" || action === "BLOCKED" ? <ExplainedBadge as={actions[action]} /> : <Badge as={actions[action]} />;

export function NotNeeded({ plan }: { readonly plan: Plan }) {
  if (plan.notNeeded.length === 0) return null;
  const byReason = [...Map.groupBy(plan.notNeeded, (one) => one.reason)];
  return (
    <details data-testid="plan-not-needed" open={plan.steps.length === 0}>
      <summary className="min-h-6 text-xs font-semibold tracking-wide text-ink-3 uppercase">{plural(plan.notNeeded.length, "asset")} not needed</summary>
      <ul className="mt-2 flex flex-col gap-3">
        {byReason.map(([reason, assets]) => (
          <li key={reason}>
            <p className="text-ink-2">
              <Prose text={sentence(reason)} />
            </p>
            <p className="mt-0.5 text-xs leading-relaxed break-words text-ink-3">{assets.map(({ asset }) => asset).join(", ")}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
