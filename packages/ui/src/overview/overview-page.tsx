"use client";
/** How everything stands: by status and by group, what needs a look, and what ran. */
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Waves } from "lucide-react";
import Link from "next/link";
import type { CatalogAsset } from "../catalog/queries.ts";
import { useCatalog } from "../catalog/use-catalog.ts";
import { plural } from "../format/format.ts";
import { plannedCount } from "../plan/materialize-button.tsx";
import { planOptions } from "../plan/options.ts";
import { Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { AttentionCard } from "./attention-card.tsx";
import { GroupsCard } from "./groups-card.tsx";
import { countStatuses } from "./health.ts";
import { RecentRuns } from "./recent-runs.tsx";
import { StatusTiles } from "./status-tiles.tsx";

export function OverviewPage() {
  const { data: assets, error, refetch } = useCatalog("");
  if (assets === undefined) return error ? <ErrorState heading="h1" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  if (assets.length === 0) {
    return (
      <EmptyState heading="h1" title="No assets yet">
        Nobody has registered any definitions. Start a worker in your project: <code className="font-mono text-xs">headwater dev</code>
      </EmptyState>
    );
  }
  return (
    <Page title={headline(assets)} aside={<MaterializeLink />}>
      <StatusTiles assets={assets} />
      <div className="grid gap-x-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0">
          <AttentionCard assets={assets} />
          <RecentRuns />
        </div>
        <div className="min-w-0">
          <GroupsCard assets={assets} />
        </div>
      </div>
    </Page>
  );
}

function headline(assets: readonly CatalogAsset[]): string {
  const defined = assets.filter((asset) => asset.isDefined).length;
  const rest = defined - countStatuses(assets).FRESH;
  return rest === 0 ? `All ${plural(defined, "asset")} fresh` : `${rest} of ${plural(defined, "asset")} not fresh`;
}

/** Leads to the plan in the lineage, with how many it would bring up to date. */
function MaterializeLink() {
  const { data: plan } = useQuery(planOptions({ select: "*", upstream: false }));
  if (plan === undefined) return null;
  const count = plannedCount(plan);
  return (
    <Link
      href={count > 0 ? "/?plan=open" : "/"}
      prefetch={false}
      data-testid="to-plan"
      className={`ml-auto inline-flex min-h-8 items-center gap-2 rounded-lg px-3 py-1 font-medium ${count > 0 ? "bg-accent text-on-accent shadow-sm hover:bg-accent-hover" : "border border-line-strong bg-surface hover:bg-accent-soft"}`}
    >
      {count > 0 ? <Waves aria-hidden size={16} /> : <CircleCheck aria-hidden size={16} />}
      {count > 0 ? `Materialize stale (${count})` : "Open the lineage"}
    </Link>
  );
}
