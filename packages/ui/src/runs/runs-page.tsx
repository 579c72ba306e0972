"use client";
/** All runs, newest first, or those of one status or asset. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { RunStatus } from "../graphql/words.ts";
import { runStatuses } from "../status/presentation.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../ui/states.tsx";
import { AssetFilter } from "./asset-filter.tsx";
import { runsOptions } from "./options.ts";
import { RunRow } from "./run-row.tsx";
import { type RunsAddress, useRunsAddress } from "./use-runs-address.ts";

const statusChoices: readonly (readonly [RunStatus | "ANY", string])[] = [
  ["ANY", "Any"],
  ...(Object.keys(runStatuses) as RunStatus[]).map((status) => [status, runStatuses[status].label] as const),
];

export function RunsPage() {
  const address = useRunsAddress();
  return (
    <Page title="Runs">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          label="Status"
          value={address.status ?? "ANY"}
          choices={statusChoices}
          onChange={(status) => address.setStatus(status === "ANY" ? null : status)}
        />
        <AssetFilter value={address.asset} onChange={address.setAsset} />
      </div>
      <Runs address={address} />
    </Page>
  );
}

function Runs({ address }: { readonly address: RunsAddress }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = useInfiniteQuery(runsOptions(address.filter));
  const runs = data?.pages.flatMap((page) => page.edges.map((edge) => edge.node));
  if (runs === undefined) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  if (runs.length === 0) return <NoRuns address={address} />;
  return (
    <>
      <ul data-testid="runs" aria-busy={isPlaceholderData} className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <p data-testid="runs-count" className="text-xs text-ink-2">
          {hasNextPage ? `The newest ${runs.length}.` : runs.length === 1 ? "One run." : `All ${runs.length}.`}
        </p>
        {hasNextPage && (
          <Button disabled={isFetchingNextPage} focusableWhenDisabled onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? "Loading…" : "Load more"}
          </Button>
        )}
      </div>
    </>
  );
}

function NoRuns({ address }: { readonly address: RunsAddress }) {
  if (address.status !== null || address.asset !== "") {
    return (
      <EmptyState title="No run matches">
        <p className="mb-3">
          {address.asset !== "" && (
            <>
              No run has a step of <code className="font-mono text-xs break-all">{address.asset}</code>
              {address.status !== null && <> and is {runStatuses[address.status].label.toLowerCase()}</>}.
            </>
          )}
          {address.asset === "" && address.status !== null && <>No run is {runStatuses[address.status].label.toLowerCase()}.</>}
        </p>
        <Button onClick={address.clear}>Show all runs</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No runs yet">
      Materialize something from the{" "}
      <Link href="/" className="text-accent underline">
        lineage
      </Link>
      , or with <code className="font-mono text-xs">headwater materialize</code>.
    </EmptyState>
  );
}
