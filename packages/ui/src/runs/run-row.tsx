/** A run as a line of the list of runs. */
import Link from "next/link";
import { memo } from "react";
import { duration } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { useNow } from "../ui/now.ts";
import { When } from "../ui/when.tsx";
import { runHref } from "../url/address.ts";
import { runText } from "./progress.ts";
import { ProgressBar } from "./progress-bar.tsx";
import type { RunSummary } from "./queries.ts";

export const RunRow = memo(function RunRow({ run }: { readonly run: RunSummary }) {
  return (
    <li
      data-testid="run-row"
      data-run={run.id}
      data-status={run.status}
      // A thousand of them cost little: what is out of sight is not laid out.
      className="grid gap-x-5 gap-y-1.5 px-4 py-3 [contain-intrinsic-size:auto_68px] [content-visibility:auto] sm:grid-cols-[8.5rem_minmax(0,1fr)_minmax(0,16rem)_7rem] sm:items-center"
    >
      <div>
        <Badge as={runStatuses[run.status]} />
      </div>
      <div className="min-w-0">
        <Link
          href={runHref(run.id)}
          prefetch={false}
          className="line-clamp-2 font-medium break-words underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          {run.select === "*" ? "All assets" : run.select}
        </Link>
        <p className="text-xs break-words text-ink-3">
          {run.mode === "ALL" ? "everything" : "what is stale"} · by {run.launchedBy}
          {run.note && (
            <>
              {" "}
              · <bdi>{run.note}</bdi>
            </>
          )}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <ProgressBar counts={run.counts} />
        <p className="text-xs break-words text-ink-2">{runText(run)}</p>
      </div>
      <div className="text-xs text-ink-3 sm:text-right">
        <When calm at={run.createdAt} />
        {run.startedAt !== null && (
          <div className="tabular-nums">
            {run.endedAt === null ? <Since at={run.startedAt} /> : duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}
          </div>
        )}
      </div>
    </li>
  );
});

const Since = ({ at }: { readonly at: string }) => duration(Math.max(0, useNow() - Date.parse(at)));
