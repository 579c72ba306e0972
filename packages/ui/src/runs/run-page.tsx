"use client";
/** One run: how it went, its steps as a list and on an axis of time, and what they logged. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useRestOfPath } from "../url/address.ts";
import { useTitle } from "../url/title.ts";
import { CancelButton } from "./cancel-button.tsx";
import { type RunDetail, runOptions } from "./options.ts";
import { OutcomeFilter } from "./outcome-filter.tsx";
import { RetryButtons } from "./retry-buttons.tsx";
import { RunFailures } from "./run-failures.tsx";
import { RunLogs } from "./run-logs.tsx";
import { RunOutcome } from "./run-outcome.tsx";
import { RunSteps } from "./run-steps.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import { stepLines } from "./step-lines.ts";
import { useRunAddress } from "./use-run-address.ts";
import { useRunAnnouncements } from "./use-run-announcements.ts";

export function RunPage() {
  const id = useRestOfPath("/runs/");
  const { data: run, error, refetch } = useQuery({ ...runOptions(id ?? ""), enabled: id !== null });
  if (run) return <Run key={run.id} run={run} />;
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
  useTitle(titleOf(run));
  useRunAnnouncements(run);
  return (
    <Page
      title={<span className="line-clamp-3">{titleOf(run)}</span>}
      aside={
        <>
          <Badge as={runStatuses[run.status]} />
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <CancelButton run={run} />
            <RetryButtons run={run} />
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
      <RunOutcome run={run} />
      <RunFailures run={run} />
      <RunTabs run={run} />
    </Page>
  );
}

function RunTabs({ run }: { readonly run: RunDetail }) {
  const address = useRunAddress();
  if (run.steps.length === 0) {
    return (
      <EmptyState title={run.endedAt === null ? "No steps yet" : "No steps"}>
        {run.endedAt === null
          ? "They come with the plan, once the sources have been looked at."
          : run.status === "SUCCEEDED"
            ? "There was nothing to do: everything selected was up to date."
            : "The run ended before it had a plan."}
      </EmptyState>
    );
  }
  const tabs = [
    { name: "steps", label: "Steps", count: run.steps.length },
    { name: "time", label: "Time" },
    { name: "logs", label: "Logs" },
  ] as const;
  return (
    <Tabs label="Of this run" tabs={tabs} open={address.tab} onOpen={address.openTab}>
      {address.tab === "logs" ? (
        <RunLogs run={run} address={address} />
      ) : (
        <>
          <OutcomeFilter steps={run.steps} shown={address.shown} onToggle={address.toggleOutcome} />
          <Steps run={run} address={address} />
        </>
      )}
    </Tabs>
  );
}

function Steps({ run, address }: { readonly run: RunDetail; readonly address: ReturnType<typeof useRunAddress> }) {
  const lines = stepLines(run.steps, address.shown);
  if (lines.length === 0)
    return <EmptyState title="No step is shown">None has the outcome that is chosen above. Choose another, or none to see all.</EmptyState>;
  return address.tab === "time" ? <RunTimeline run={run} lines={lines} /> : <RunSteps run={run.id} lines={lines} />;
}
