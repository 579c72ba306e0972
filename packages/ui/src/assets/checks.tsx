/** What an output is held to: each check with its latest result, the failed ones in detail. */
import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from "lucide-react";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import type { Presentation } from "../status/presentation.ts";
import { Card } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { Metadata } from "./metadata.tsx";
import type { Asset, CheckResult } from "./queries.ts";

type Check = Omit<Asset["checks"][number], "description"> & { readonly description?: string | null };

const results = {
  passed: { label: "Passed", icon: CircleCheck, tone: "fresh", meaning: "The value holds it." },
  failed: { label: "Failed", icon: CircleX, tone: "failed", meaning: "The value does not hold it." },
  warned: { label: "Warning", icon: TriangleAlert, tone: "stale", meaning: "The value does not hold it; it is only shown." },
  open: { label: "Not checked yet", icon: CircleDashed, tone: "missing", meaning: "It checks the next value that is computed." },
} as const satisfies { readonly [name: string]: Presentation };

const blocking: Presentation = {
  label: "Blocking",
  icon: CircleX,
  tone: "missing",
  meaning: "Where it fails, nothing downstream runs until the asset is materialized anew and passes.",
};

export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  return (
    <Card title="Checks" testId="checks">
      {checks.length === 0 ? (
        <p className="text-ink-2">
          It has no checks. Declare some with <code className="font-mono text-xs">checks</code>: functions that say of every computed value whether it holds.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {checks.map((check) => (
            <Line key={check.name} check={check} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ check }: { readonly check: Check }) {
  const { name, description, latest } = check;
  return (
    <li data-testid="check" data-check={name} data-passed={latest?.passed} className="py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge as={resultOf(latest, check.severity)} />
        <bdi className="font-medium break-words">{name}</bdi>
        <span className="text-xs text-ink-3">{check.severity === "warn" ? "warns only" : "fails the run"}</span>
        {check.blocking && <ExplainedBadge plain as={blocking} />}
        {latest && <When at={latest.at} className="ml-auto text-xs text-ink-3" />}
      </div>
      {description && (
        <p dir="auto" className="mt-1 break-words text-ink-2">
          {description}
        </p>
      )}
      {latest?.message && (
        <p dir="auto" className="mt-1 break-words whitespace-pre-line">
          {latest.message}
        </p>
      )}
      {latest?.error && (
        <div className="mt-2">
          <ErrorDetails error={latest.error} />
        </div>
      )}
      {latest && <Metadata metadata={latest.metadata} />}
    </li>
  );
}

function resultOf(latest: CheckResult | null, severity: string): Presentation {
  if (latest === null) return results.open;
  if (latest.passed) return results.passed;
  return severity === "warn" ? results.warned : results.failed;
}
