/** The history of a computed asset: its numbers over time, then every materialization, every failed attempt and what was done by hand, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { History } from "./history.tsx";
import { AttemptRow, ByHandRow, MaterializationRow } from "./history-rows.tsx";
import { byHand, failed, type HistoryEntry, type Loaded, materialized, mergeHistory } from "./merge-history.ts";
import { byHandOptions, failedAttemptsOptions, materializationsOptions } from "./options.ts";
import { Plots } from "./plots.tsx";

export function HistoryTab({ assetKey }: { readonly assetKey: string }) {
  const query = useInfiniteQuery(materializationsOptions(assetKey));
  const attempts = useInfiniteQuery(failedAttemptsOptions(assetKey));
  const hands = useInfiniteQuery(byHandOptions(assetKey));
  const rows = useMemo(() => nodesOf(query.data), [query.data]);
  const entries = rows && mergeHistory([loaded(query, materialized), loaded(attempts, failed), loaded(hands, byHand)]);
  const queries = [query, attempts, hands];
  const all = {
    error: query.error,
    hasNextPage: queries.some((one) => one.hasNextPage),
    isFetchingNextPage: queries.some((one) => one.isFetchingNextPage),
    fetchNextPage: () => Promise.all(queries.map((one) => one.hasNextPage && one.fetchNextPage())),
    refetch: () => Promise.all(queries.map((one) => one.refetch())),
  };
  return (
    <>
      {rows && <Plots rows={rows} />}
      {attempts.error && (
        <p role="alert" className="mb-4 text-failed">
          The failed attempts could not be read: {attempts.error.message}
        </p>
      )}
      {hands.error && (
        <p role="alert" className="mb-4 text-failed">
          What was done by hand could not be read: {hands.error.message}
        </p>
      )}
      <History
        title="What happened to it"
        testId="materializations"
        empty="It has never been materialized, and nobody has tried."
        query={all}
        count={entries?.length}
      >
        {entries?.map((entry) => (
          <Entry key={idOf(entry)} entry={entry} />
        ))}
      </History>
    </>
  );
}

/** The pages of a list as they are read, one after another. */
interface Pages<Node> {
  readonly pages: readonly ({ readonly edges: readonly { readonly node: Node }[] } | null)[];
}

const nodesOf = <Node,>(data: Pages<Node> | undefined): readonly Node[] | undefined =>
  data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []);

const loaded = <Node,>(
  { data, hasNextPage }: { readonly data: Pages<Node> | undefined; readonly hasNextPage: boolean },
  entry: (node: Node) => HistoryEntry,
): Loaded => ({
  entries: nodesOf(data)?.map(entry) ?? [],
  hasMore: hasNextPage,
});

const idOf = (entry: HistoryEntry): string => (entry.kind === "failed" ? entry.attempt.id : entry.kind === "byHand" ? entry.event.seq : entry.row.id);

function Entry({ entry }: { readonly entry: HistoryEntry }) {
  switch (entry.kind) {
    case "failed":
      return <AttemptRow attempt={entry.attempt} />;
    case "byHand":
      return <ByHandRow event={entry.event} />;
    case "materialized":
      return <MaterializationRow row={entry.row} />;
  }
}
