/** The history of an asset: every materialization with its reason, version and what was recorded. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ago, count, dateTime, duration, size } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes } from "../status/presentation.ts";
import { Copyable } from "../ui/copyable.tsx";
import { useNow } from "../ui/now.ts";
import { runHref } from "../url/address.ts";
import { History } from "./history.tsx";
import { Metadata } from "./metadata.tsx";
import { materializationsOptions } from "./options.ts";
import type { MaterializationRow } from "./queries.ts";

export function Materializations({ assetKey }: { readonly assetKey: string }) {
  const query = useInfiniteQuery(materializationsOptions(assetKey));
  const rows = query.data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []);
  return (
    <History title="Materializations" testId="materializations" empty="It has never been materialized." query={query} count={rows?.length}>
      {rows?.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </History>
  );
}

function Row({ row }: { readonly row: MaterializationRow }) {
  const now = useNow();
  const facts = [
    row.rows !== null && `${count(row.rows)} rows`,
    row.bytes !== null && size(row.bytes),
    row.durationMs !== null && duration(row.durationMs),
  ].filter((fact) => fact !== false);
  return (
    <li data-testid="materialization" data-outcome={row.outcome} className="py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge as={outcomes[row.outcome]} />
        <time dateTime={row.at} title={dateTime(row.at)} className="font-medium">
          {ago(row.at, now)}
        </time>
        <span className="text-xs text-ink-2">{facts.join(" · ")}</span>
        <span className="ml-auto flex items-center gap-3">
          <Copyable text={row.dataVersion} what="data version" />
          {row.run && (
            <Link href={runHref(row.run.id)} prefetch={false} className="inline-flex min-h-6 items-center rounded text-xs text-accent hover:underline">
              Run
            </Link>
          )}
        </span>
      </div>
      <p className="mt-1 break-words text-ink-2">{sentence(row.reason)}</p>
      <Metadata metadata={row.metadata} />
    </li>
  );
}
