/** The latest runs: on an axis of time, and the newest few in a list. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { duration } from "../format/format.ts";
import { countsText } from "../runs/progress.ts";
import type { RunSummary } from "../runs/queries.ts";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { useNow } from "../ui/now.ts";
import { Card } from "../ui/page.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";
import { When } from "../ui/when.tsx";
import { runHref } from "../url/address.ts";
import { recentRunsOptions } from "./options.ts";
import { timelineOf } from "./timeline.ts";

const listed = 5;

export function RecentRuns() {
  const { data: runs, error, refetch } = useQuery(recentRunsOptions());
  return (
    <Card
      title="Recent runs"
      testId="recent-runs"
      aside={
        <Link href="/runs" className="text-accent hover:underline">
          All runs
        </Link>
      }
    >
      {runs === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={4} />
        )
      ) : runs.length === 0 ? (
        <p className="text-ink-2">Nothing has run yet.</p>
      ) : (
        <>
          <Axis runs={runs} />
          <ul className="divide-y divide-line">
            {runs.slice(0, listed).map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

const laneHeight = 14;

/** For eyes and pointers: the list below, and the page of all runs, say the same. */
function Axis({ runs }: { readonly runs: readonly RunSummary[] }) {
  const now = useNow();
  const router = useRouter();
  const { start, bars, lanes } = timelineOf(runs, now);
  return (
    <div aria-hidden data-testid="timeline" className="mb-4">
      <div className="relative border-b border-line" style={{ height: lanes * laneHeight + 4 }}>
        {bars.map(({ run, lane, left, width }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: hidden from assistive technology, which has the list
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has a link for it
          <span
            key={run.id}
            data-tone={runStatuses[run.status].tone}
            title={`${runStatuses[run.status].label}: ${titleOf(run)}, ${countsText(run.counts)}`}
            onClick={() => router.push(runHref(run.id))}
            className="absolute h-2.5 cursor-pointer rounded-full bg-tone-line hover:ring-2 hover:ring-accent"
            style={{ left: `${left}%`, width: `${width}%`, minWidth: 5, top: lane * laneHeight }}
          />
        ))}
      </div>
      <p className="mt-1 flex justify-between text-[0.7rem] text-ink-3">
        <span>{start}</span>
        <span>now</span>
      </p>
    </div>
  );
}

const titleOf = (run: RunSummary): string => (run.select === "*" ? "All assets" : run.select);

function RunLine({ run }: { readonly run: RunSummary }) {
  const now = useNow();
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 last:pb-0" data-testid="recent-run" data-status={run.status}>
      <Badge as={runStatuses[run.status]} />
      <Link
        href={runHref(run.id)}
        prefetch={false}
        className="min-w-0 truncate rounded font-medium underline decoration-line-strong underline-offset-3 hover:decoration-accent"
      >
        <bdi>{titleOf(run)}</bdi>
      </Link>
      <span className="text-xs text-ink-2">{run.endedBecause?.message ?? countsText(run.counts)}</span>
      <span className="ml-auto text-xs text-ink-3 tabular-nums">
        <When calm at={run.createdAt} />
        {run.startedAt && `, ${duration(end - Date.parse(run.startedAt))}`}
      </span>
    </li>
  );
}
