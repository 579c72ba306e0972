"use client";
/** All runs, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ago, dateTime, duration } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/now.ts";
import { Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../ui/states.tsx";
import { runHref } from "../url/address.ts";
import { runsOptions } from "./options.ts";
import { countsText } from "./progress.ts";
import { ProgressBar } from "./progress-bar.tsx";
import type { RunSummary } from "./queries.ts";

export function RunsPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(runsOptions());
  const runs = data?.pages.flatMap((page) => page.edges.map((edge) => edge.node));
  return (
    <Page title="Runs">
      {runs === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : runs.length === 0 ? (
        <EmptyState title="No runs yet">
          Materialize something from the{" "}
          <Link href="/" className="text-accent underline">
            lineage
          </Link>
          , or with <code className="font-mono text-xs">headwater materialize</code>.
        </EmptyState>
      ) : (
        <>
          <ul data-testid="runs" className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
          {hasNextPage && (
            <Button className="mt-4" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Load more
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const now = useNow();
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return (
    <li
      data-run={run.id}
      data-status={run.status}
      className="grid gap-x-5 gap-y-1.5 px-4 py-3 sm:grid-cols-[8.5rem_minmax(0,1fr)_minmax(0,16rem)_7rem] sm:items-center"
    >
      <div>
        <Badge as={runStatuses[run.status]} />
      </div>
      <div className="min-w-0">
        <Link
          href={runHref(run.id)}
          prefetch={false}
          className="font-medium break-words underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          {run.select === "*" ? "All assets" : run.select}
        </Link>
        <p className="text-xs text-ink-3">
          {run.mode === "ALL" ? "everything" : "what is stale"} · by {run.launchedBy}
        </p>
      </div>
      <div className="flex flex-col gap-1">
        <ProgressBar counts={run.counts} />
        <p className="text-xs text-ink-2">{run.endedBecause?.message ?? countsText(run.counts)}</p>
      </div>
      <div className="text-xs text-ink-3 sm:text-right">
        <time dateTime={run.createdAt} title={dateTime(run.createdAt)}>
          {ago(run.createdAt, now)}
        </time>
        {run.startedAt && <div>{duration(end - Date.parse(run.startedAt))}</div>}
      </div>
    </li>
  );
}
