"use client";
/** One asset: how it stands and what to do, its history, its value, its schema, its checks, its neighbours. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { changedAt } from "../lineage/asset-kind.ts";
import { lineageOptions } from "../lineage/options.ts";
import type { Scene } from "../lineage/scene.ts";
import { quoted } from "../lineage/selection-text.ts";
import { useLineageScene } from "../lineage/use-lineage-scene.ts";
import { PlanPanel } from "../plan/plan-panel.tsx";
import { RunDock } from "../runs/run-dock.tsx";
import { Aside } from "../ui/aside.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { assetHref, useRestOfPath } from "../url/address.ts";
import { useTitle } from "../url/title.ts";
import { AssetHeader } from "./asset-header.tsx";
import { AssetTabs } from "./asset-tabs.tsx";
import { nextStep } from "./next-step.ts";
import { assetOptions } from "./options.ts";
import type { Asset } from "./queries.ts";
import { useAssetAddress } from "./use-asset-address.ts";

export function AssetPage() {
  const key = useRestOfPath("/assets/");
  const { data: asset, error, refetch } = useQuery({ ...assetOptions(key ?? ""), enabled: key !== null });
  if (asset) return <AssetDetails key={asset.key} asset={asset} />;
  if (error) return <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />;
  if (asset === undefined) return <PageSkeleton />;
  return (
    <EmptyState heading="h1" title="There is no such asset">
      Nothing is known of <code className="font-mono text-xs break-all">{key}</code>. Look for it in the{" "}
      <Link href="/catalog" className="text-accent underline">
        catalog
      </Link>
      .
    </EmptyState>
  );
}

function AssetDetails({ asset }: { readonly asset: Asset }) {
  useTitle(asset.key);
  const address = useAssetAddress();
  const scene = useUpstreamScene(asset, address.run);
  const button = useRef<HTMLButtonElement>(null);
  const router = useRouter();
  const closePlan = (): void => {
    address.setPlan(null);
    button.current?.focus();
  };
  return (
    <>
      <div className="relative flex min-h-0 grow">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className="min-w-0 grow overflow-y-auto -outline-offset-2" tabIndex={0}>
          <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6">
            <AssetHeader
              asset={asset}
              isPlanOpen={address.isPlanOpen}
              button={button}
              onPlan={() => (address.isPlanOpen ? closePlan() : address.setPlan(nextStep(asset).plan ?? "open"))}
            />
            <AssetTabs asset={asset} scene={scene} address={address} />
          </div>
        </div>
        {address.isPlanOpen && (
          <Aside>
            <PlanPanel
              select={quoted(asset.key)}
              isPartial
              upstream={address.withUpstream}
              onUpstream={(upstream) => address.setPlan(upstream ? "upstream" : "open")}
              changedAt={(key) => {
                const node = scene?.nodes.get(key);
                return node ? changedAt(node) : null;
              }}
              isStale={(key) => key === asset.key && asset.status !== "FRESH"}
              onLaunched={address.showRun}
              onClose={closePlan}
            />
          </Aside>
        )}
      </div>
      {address.run !== null && (
        <RunDock key={address.run} id={address.run} onSelect={(key) => router.push(assetHref(key))} onClose={() => address.showRun(null)} />
      )}
    </>
  );
}

/** The chain to a root cause needs what lies upstream, so the lineage up to here is asked for. */
function useUpstreamScene(asset: Asset, run: string | null): Scene | undefined {
  const { data } = useQuery({ ...lineageOptions(`+${quoted(asset.key)}`), enabled: asset.isDefined });
  return useLineageScene(data ?? { nodes: [asset], edges: [] }, { run });
}
