/** How many assets have which status, each number leading to them in the catalog. */
import Link from "next/link";
import type { CatalogAsset } from "../catalog/queries.ts";
import { statuses } from "../status/presentation.ts";
import { countStatuses, occurring } from "./health.ts";

export function StatusTiles({ assets }: { readonly assets: readonly CatalogAsset[] }) {
  const counts = countStatuses(assets);
  return (
    <ul aria-label="Assets by status" className="mb-5 grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-3">
      {occurring(counts).map((status) => {
        const { label, icon: Icon, tone, meaning } = statuses[status];
        return (
          <li key={status}>
            <Link
              href={`/catalog?select=status:${status.toLowerCase()}`}
              prefetch={false}
              title={meaning}
              data-testid="status-tile"
              data-status={status}
              data-tone={tone}
              className="flex flex-col gap-0.5 rounded-xl border border-line bg-surface px-4 py-3 hover:border-tone-line hover:bg-tone-soft"
            >
              <span className="text-2xl font-semibold tabular-nums">{counts[status]}</span>
              <span className="flex items-center gap-1.5 text-xs font-medium text-tone">
                <Icon aria-hidden size={14} />
                {label}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
