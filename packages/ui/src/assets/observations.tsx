/** The history of a source: the looks at it that found something new, or failed. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { outcomes, statuses } from "../status/presentation.ts";
import { Copyable } from "../ui/copyable.tsx";
import { When } from "../ui/when.tsx";
import { History } from "./history.tsx";
import { Metadata } from "./metadata.tsx";
import { observationsOptions } from "./options.ts";
import type { ObservationRow } from "./queries.ts";

export function Observations({ assetKey }: { readonly assetKey: string }) {
  const query = useInfiniteQuery(observationsOptions(assetKey));
  const rows = query.data?.pages.flatMap((page) => page?.edges.map((edge) => edge.node) ?? []);
  return (
    <History title="Observations" testId="observations" empty="Nobody has looked at this source yet." query={query} count={rows?.length}>
      {rows?.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </History>
  );
}

const seen = { ...statuses.FRESH, label: "Changed", meaning: "A new version was found." };
const same = { ...statuses.FRESH, label: "Same", meaning: "The version was the one known before." };

function Row({ row }: { readonly row: ObservationRow }) {
  return (
    <li data-testid="observation" className="py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge as={row.error ? outcomes.FAILED : row.changed ? seen : same} />
        <When at={row.at} className="font-medium" />
        <span className="text-xs text-ink-3">
          last seen like this <When at={row.checkedAt} />
        </span>
        {row.dataVersion && <Copyable text={row.dataVersion} what="data version" className="ml-auto" />}
      </div>
      {row.error && (
        <div className="mt-2">
          <ErrorDetails error={row.error} />
        </div>
      )}
      <Metadata metadata={row.metadata} />
    </li>
  );
}
