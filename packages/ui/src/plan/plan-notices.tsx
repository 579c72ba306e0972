/** What stands between a plan and its run: it changed, something is blocked, the server refused. */
import { OctagonX, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../graphql/queries.ts";
import type { Tone } from "../status/presentation.ts";
import { Button } from "../ui/button.tsx";
import { KeyText } from "../ui/key-text.tsx";
import { Prose } from "../ui/prose.tsx";
import { differenceOf } from "./difference.ts";
import type { Plan } from "./queries.ts";

function Notice({ tone, testId, children }: { readonly tone: Tone; readonly testId: string; readonly children: ReactNode }) {
  return (
    <div role="alert" data-tone={tone} data-testid={testId} className="appear mb-4 rounded-lg border border-tone-line bg-tone-soft p-3 text-ink">
      {children}
    </div>
  );
}

/** The world moved between showing and confirming: nothing was started. */
export function Outdated({ before, after }: { readonly before: Plan; readonly after: Plan }) {
  const differences = differenceOf(before, after);
  return (
    <Notice tone="stale" testId="plan-changed">
      <p className="mb-1 flex items-center gap-2 font-medium">
        <RefreshCw aria-hidden size={15} className="text-tone" /> The plan changed; nothing was started.
      </p>
      <ul className="mb-1 list-disc pl-5">
        {differences.map(({ asset, text }) => (
          <li key={asset}>
            <KeyText assetKey={asset} /> {text}
          </li>
        ))}
      </ul>
      <p className="text-ink-2">Below is the new plan. Confirm it to run it.</p>
    </Notice>
  );
}

export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  return problems.map((problem) => (
    <Notice key={problem.code} tone="failed" testId="plan-problem">
      <p className="break-words">{problem.message}</p>
      {!problem.message.includes(problem.fix) && (
        <p className="mt-1 break-words text-ink-2">
          <Prose text={problem.fix} />
        </p>
      )}
    </Notice>
  ));
}

interface BlockedProps {
  readonly plan: Plan;
  readonly canInclude: boolean;
  readonly onInclude: () => void;
}

export function Blocked({ plan, canInclude, onInclude }: BlockedProps) {
  const blocked = plan.steps.filter((step) => step.action === "BLOCKED");
  if (blocked.length === 0) return null;
  const missing = [...new Set(blocked.flatMap((step) => step.missing))];
  return (
    <Notice tone="failed" testId="plan-blocked">
      <p className="flex items-start gap-2">
        <OctagonX aria-hidden size={15} className="mt-0.5 shrink-0 text-tone" />
        <span>
          {blocked.length === 1 ? "One step reads" : `${blocked.length} steps read`} what does not exist:{" "}
          <span className="font-medium">{missing.join(", ")}</span>. {canInclude ? "Include it, or untick what is blocked." : "Untick what is blocked."}
        </span>
      </p>
      {canInclude && (
        <Button className="mt-2" onClick={onInclude}>
          Include stale upstream
        </Button>
      )}
    </Notice>
  );
}
