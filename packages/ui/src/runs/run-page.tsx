"use client";
/** One run: how it went, and every step with its reason, time and error. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { dateTime, duration } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { isOpen } from "../graphql/words.ts";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { useNow } from "../ui/now.ts";
import { Card, Facts, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { useRestOfPath } from "../url/address.ts";
import { useTitle } from "../url/title.ts";
import { CancelButton } from "./cancel-button.tsx";
import { type RunDetail, runOptions } from "./options.ts";
import { countSteps, countsText, cutoffText } from "./progress.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { RunSteps } from "./run-steps.tsx";

export function RunPage() {
  const id = useRestOfPath("/runs/");
  const { data: run, error, refetch } = useQuery({ ...runOptions(id ?? ""), enabled: id !== null });
  if (run) return <Run run={run} />;
  if (error) return <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />;
  if (run === undefined) return <PageSkeleton />;
  return (
    <EmptyState heading="h1" title="There is no such run">
      No run has the id <code className="font-mono text-xs break-all">{id}</code>. Look at the{" "}
      <Link href="/runs" className="text-accent underline">
        list of runs
      </Link>
      .
    </EmptyState>
  );
}

const titleOf = (run: RunDetail): string => (run.select === "*" ? "Run of all assets" : `Run of ${run.select}`);

function Run({ run }: { readonly run: RunDetail }) {
  const now = useNow();
  useTitle(titleOf(run));
  const counts = countSteps(run.steps);
  const cutoff = cutoffText(run.steps);
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return (
    <Page
      title={titleOf(run)}
      aside={
        <>
          <Badge as={runStatuses[run.status]} />
          <div className="ml-auto flex items-center gap-2">
            <CancelButton run={run} />
            <Link
              href={`/?run=${encodeURIComponent(run.id)}`}
              prefetch={false}
              className="inline-flex min-h-8 items-center rounded-lg px-2 font-medium text-accent hover:bg-accent-soft"
            >
              Show in the lineage
            </Link>
          </div>
        </>
      }
    >
      <Card title="Outcome" testId="run-outcome">
        <div className="mb-4 flex flex-col gap-1.5">
          <ProgressBar counts={counts} />
          <p data-testid="run-counts">
            {run.steps.length > 0 || !isOpen(run.status) ? countsText(counts) : runStatuses[run.status].meaning}
            {cutoff && <span className="ml-2 text-fresh">{cutoff}</span>}
          </p>
          {run.endedBecause && <p role="note">{sentence(run.endedBecause.message)}</p>}
          {run.waitingFor && <p className="text-ink-2">Waits for {run.waitingFor}.</p>}
        </div>
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
            [
              "Id",
              <code key="id" className="font-mono text-xs break-all">
                {run.id}
              </code>,
            ],
            ["Created", dateTime(run.createdAt)],
            ["Took", run.startedAt === null ? "Not started" : duration(end - Date.parse(run.startedAt))],
            ...(run.note ? ([["Note", run.note]] as const) : []),
          ]}
        />
      </Card>
      <RunSteps run={run} />
    </Page>
  );
}
