/** How a run stands or ended, why, and what it was asked to do. */
import { Hourglass } from "lucide-react";
import Link from "next/link";
import { dateTime, duration, shortVersion } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { isOpen } from "../graphql/words.ts";
import { runStatuses } from "../status/presentation.ts";
import { Copyable } from "../ui/copyable.tsx";
import { useNow } from "../ui/now.ts";
import { Card, Facts } from "../ui/page.tsx";
import { Prose } from "../ui/prose.tsx";
import { runHref } from "../url/address.ts";
import type { RunDetail } from "./options.ts";
import { countSteps, countsText, cutoffText } from "./progress.ts";
import { ProgressBar } from "./progress-bar.tsx";

export function RunOutcome({ run }: { readonly run: RunDetail }) {
  const counts = countSteps(run.steps);
  const cutoff = cutoffText(run.steps);
  const { endedBecause: end, waitingFor } = run;
  return (
    <Card title="Outcome" testId="run-outcome">
      <div className="mb-4 flex flex-col gap-1.5">
        <ProgressBar counts={counts} />
        <p data-testid="run-counts">
          {run.steps.length > 0 || !isOpen(run.status) ? countsText(counts) : runStatuses[run.status].meaning}
          {cutoff && <span className="ml-2 text-fresh">{cutoff}</span>}
        </p>
        {end && (
          <div role="note" data-testid="run-end" data-tone={runStatuses[run.status].tone} className="mt-1 rounded-lg border border-tone-line bg-tone-soft p-3">
            <p className="break-words">{sentence(end.message)}</p>
            {end.fix !== null && !end.message.includes(end.fix) && (
              <p className="mt-1 break-words text-ink-2">
                <Prose text={sentence(end.fix)} />
              </p>
            )}
          </div>
        )}
        {waitingFor && (
          <p data-testid="run-waiting" data-tone="stale" className="flex items-center gap-2">
            <Hourglass aria-hidden size={15} className="shrink-0 text-tone" />
            Waits for {sentence(waitingFor).replace(/^./, (first) => first.toLowerCase())}
          </p>
        )}
      </div>
      <RunFacts run={run} />
    </Card>
  );
}

function RunFacts({ run }: { readonly run: RunDetail }) {
  const now = useNow();
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return (
    <Facts
      facts={[
        [
          "Selection",
          <code key="select" className="font-mono text-xs">
            {run.select}
          </code>,
        ],
        ["Mode", run.mode === "ALL" ? "Everything selected" : "What is stale"],
        ["Launched by", run.launchedBy],
        ...(run.note ? ([["Note", <bdi key="note">{run.note}</bdi>]] as const) : []),
        ["Created", dateTime(run.createdAt)],
        ["Took", run.startedAt === null ? "Not started" : duration(Math.max(0, end - Date.parse(run.startedAt)))],
        ...(run.retryOf
          ? ([
              [
                "Retry of",
                <Link key="retry" href={runHref(run.retryOf.id)} prefetch={false} className="font-mono text-xs text-accent underline">
                  {shortVersion(run.retryOf.id)}
                </Link>,
              ],
            ] as const)
          : []),
        ["Id", <Copyable key="id" text={run.id} what="run id" className="-ml-1" />],
      ]}
    />
  );
}
