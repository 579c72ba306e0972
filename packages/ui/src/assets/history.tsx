/** A paged list of what happened to an asset, in each of its states. */
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/page.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";

interface HistoryProps {
  readonly title: string;
  readonly testId: string;
  readonly empty: string;
  readonly count: number | undefined;
  readonly query: {
    readonly error: Error | null;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
    readonly refetch: () => Promise<unknown>;
  };
  readonly children: ReactNode;
}

export function History({ title, testId, empty, count, query, children }: HistoryProps) {
  return (
    <Card title={title} testId={testId}>
      {count === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={4} />
        )
      ) : count === 0 ? (
        <p className="text-ink-2">{empty}</p>
      ) : (
        <ol className="divide-y divide-line">{children}</ol>
      )}
      {query.hasNextPage && (
        <Button className="mt-4" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Load more
        </Button>
      )}
    </Card>
  );
}
