/** Which outcomes are shown, each with how many steps have it. */
import { Toggle } from "@base-ui/react/toggle";
import type { Outcome } from "../graphql/words.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes } from "../status/presentation.ts";
import type { PlacedStep } from "./options.ts";

interface OutcomeFilterProps {
  readonly steps: readonly PlacedStep[];
  readonly shown: ReadonlySet<Outcome>;
  readonly onToggle: (outcome: Outcome) => void;
}

export function OutcomeFilter({ steps, shown, onToggle }: OutcomeFilterProps) {
  const counts = Map.groupBy(steps, (step) => step.outcome);
  const offered = (Object.keys(outcomes) as Outcome[]).filter((outcome) => counts.has(outcome) || shown.has(outcome));
  if (offered.length < 2 && shown.size === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div role="group" aria-label="Show only" className="mb-3 flex flex-wrap gap-1.5">
      {offered.map((outcome) => (
        <Toggle
          key={outcome}
          pressed={shown.has(outcome)}
          data-outcome={outcome}
          onPressedChange={() => onToggle(outcome)}
          className="inline-flex min-h-7 items-center rounded-full border border-line-strong bg-surface px-2.5 hover:bg-accent-soft data-pressed:border-accent data-pressed:bg-accent-soft"
        >
          <Badge plain as={{ ...outcomes[outcome], label: `${outcomes[outcome].label} ${counts.get(outcome)?.length ?? 0}` }} />
        </Toggle>
      ))}
    </div>
  );
}
