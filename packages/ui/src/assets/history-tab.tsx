/** The history of a computed asset: its numbers over time, then every materialization and every failed attempt, newest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { History } from "./history.tsx";
import { AttemptRow, MaterializationRow } from "./history-rows.tsx";
import { mergeHistory } from "./merge-history.ts";
import { failedAttemptsOptions, materializationsOptions } from "./options.ts";
import { Plots } from "./plots.tsx";

export function HistoryTab({ assetKey }: { readonly assetKey: string }) {
  const query = useInfiniteQuery(materializationsOptions(assetKey));
  const attempts = useQuery(failedAttemptsOptions(assetKey));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []), [query.data]);
  const entries = rows && mergeHistory(rows, attempts.data ?? [], query.hasNextPage);
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
        query={query}
        count={entries?.length}
      >
        {entries?.map((entry) =>
          entry.kind === "failed" ? <AttemptRow key={entry.attempt.id} attempt={entry.attempt} /> : <MaterializationRow key={entry.row.id} row={entry.row} />,
        )}
      </History>
    </>
  );
}
