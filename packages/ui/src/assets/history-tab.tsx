/** The history of a computed asset: its numbers over time, then every materialization and every failed attempt, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { History } from "./history.tsx";
import { AttemptRow, MaterializationRow } from "./history-rows.tsx";
import { mergeHistory } from "./merge-history.ts";
import { failedAttemptsOptions, materializationsOptions } from "./options.ts";
import { Plots } from "./plots.tsx";

export function HistoryTab({ assetKey }: { readonly assetKey: string }) {
  const query = useInfiniteQuery(materializationsOptions(assetKey));
  const attempts = useInfiniteQuery(failedAttemptsOptions(assetKey));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []), [query.data]);
  const failed = useMemo(() => attempts.data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []), [attempts.data]);
  const entries = rows && mergeHistory(rows, failed ?? [], { rows: query.hasNextPage, attempts: attempts.hasNextPage });
  const both = {
    error: query.error,
    hasNextPage: query.hasNextPage || attempts.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage || attempts.isFetchingNextPage,
    fetchNextPage: () => Promise.all([query, attempts].map((one) => one.hasNextPage && one.fetchNextPage())),
    refetch: () => Promise.all([query.refetch(), attempts.refetch()]),
  };
  return (
    <>
      {rows && <Plots rows={rows} />}
      {attempts.error && (
        <p role="alert" className="mb-4 text-failed">
          The failed attempts could not be read: {attempts.error.message}
        </p>
      )}
      <History
        title="Materializations and failed attempts"
        testId="materializations"
        empty="It has never been materialized, and nobody has tried."
        query={both}
        count={entries?.length}
      >
        {entries?.map((entry) =>
          entry.kind === "failed" ? <AttemptRow key={entry.attempt.id} attempt={entry.attempt} /> : <MaterializationRow key={entry.row.id} row={entry.row} />,
        )}
      </History>
    </>
  );
}
