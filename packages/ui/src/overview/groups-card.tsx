/** Each group with a bar of how its assets stand. */
import Link from "next/link";
import type { CatalogAsset } from "../catalog/queries.ts";
import { attributeSelection } from "../lineage/selection-text.ts";
import { statuses } from "../status/presentation.ts";
import { Card } from "../ui/page.tsx";
import { type GroupHealth, healthByGroup, occurring } from "./health.ts";

export function GroupsCard({ assets }: { readonly assets: readonly CatalogAsset[] }) {
  return (
    <Card title="Health by group" testId="groups">
      <ul className="flex flex-col gap-4">
        {healthByGroup(assets).map((health) => (
          <Group key={health.group} health={health} />
        ))}
      </ul>
    </Card>
  );
}

function Group({ health: { group, total, counts } }: { readonly health: GroupHealth }) {
  const present = occurring(counts);
  const select = attributeSelection("group", group);
  return (
    <li data-testid="group" data-group={group}>
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <Link
          href={`/catalog?${new URLSearchParams({ select })}`}
          prefetch={false}
          className="min-w-0 truncate rounded font-medium underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          <bdi>{group}</bdi>
        </Link>
        <Link
          href={`/?${new URLSearchParams({ select })}`}
          prefetch={false}
          aria-label={`${group} in the lineage`}
          className="inline-flex min-h-6 shrink-0 items-center rounded text-xs text-accent hover:underline"
        >
          Lineage
        </Link>
      </div>
      <div aria-hidden className="flex h-2 overflow-hidden rounded-full bg-line">
        {present.map((status) => (
          <span
            key={status}
            data-tone={statuses[status].tone}
            className={`h-full border-r border-surface last:border-r-0 ${status === "UPSTREAM_STALE" ? "hatched bg-tone-soft shadow-[inset_0_0_0_1px_var(--tone-line)]" : "bg-tone-line"}`}
            style={{ width: `${(100 * counts[status]) / total}%` }}
          />
        ))}
      </div>
      <p className="mt-1 text-xs text-ink-2">{present.map((status) => `${counts[status]} ${statuses[status].label.toLowerCase()}`).join(", ")}</p>
    </li>
  );
}
