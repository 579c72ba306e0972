"use client";
/** One asset: status and causes, what is stored, its history, schema and neighbours. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { kindOf } from "../lineage/asset-kind.ts";
import { Causes } from "../lineage/causes.tsx";
import { lineageOptions } from "../lineage/options.ts";
import { quoted } from "../lineage/selection-text.ts";
import { useLineageScene } from "../lineage/use-lineage-scene.ts";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { outcomes, statuses } from "../status/presentation.ts";
import { KeyText } from "../ui/key-text.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { runHref, useRestOfPath } from "../url/address.ts";
import { useTitle } from "../url/title.ts";
import { AssetFacts, Columns, ConfigSchema } from "./asset-facts.tsx";
import { Materializations } from "./materializations.tsx";
import { Neighbours } from "./neighbours.tsx";
import { Observations } from "./observations.tsx";
import { assetOptions } from "./options.ts";
import { Preview } from "./preview.tsx";
import type { Asset } from "./queries.ts";

export function AssetPage() {
  const key = useRestOfPath("/assets/");
  const { data: asset, error, refetch } = useQuery({ ...assetOptions(key ?? ""), enabled: key !== null });
  if (asset) return <AssetDetails asset={asset} />;
  if (error) return <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />;
  if (asset === undefined) return <PageSkeleton />;
  return (
    <EmptyState heading="h1" title="There is no such asset">
      Nothing is known of <code className="font-mono text-xs break-all">{key}</code>. Look for it in the{" "}
      <Link href="/" className="text-accent underline">
        lineage
      </Link>
      .
    </EmptyState>
  );
}

function AssetDetails({ asset }: { readonly asset: Asset }) {
  useTitle(asset.key);
  const lineageHref = `/?${new URLSearchParams({ asset: asset.key })}`;
  return (
    <Page
      title={<KeyText assetKey={asset.key} />}
      aside={
        <>
          <Badge as={statuses[asset.status]} />
          {asset.lastAttempt && asset.lastAttempt.outcome !== "SUCCEEDED" && <Badge as={outcomes[asset.lastAttempt.outcome]} />}
          <span className="text-ink-3">{asset.isDefined ? kindOf(asset).name : "no longer defined"}</span>
          <Link
            href={lineageHref}
            prefetch={false}
            className="ml-auto inline-flex min-h-8 items-center rounded-lg px-2 font-medium text-accent hover:bg-accent-soft"
          >
            Show in the lineage
          </Link>
        </>
      }
    >
      {asset.description && <p className="-mt-2 mb-5 max-w-3xl leading-relaxed text-ink-2">{asset.description}</p>}
      {asset.status !== "FRESH" && <Why asset={asset} />}
      <Failures asset={asset} />
      <div className="grid gap-x-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          {!asset.isSource && <Preview asset={asset} />}
          {asset.isSource ? <Observations assetKey={asset.key} /> : <Materializations assetKey={asset.key} />}
        </div>
        <div className="min-w-0">
          <AssetFacts asset={asset} />
          <Neighbours asset={asset} />
          <Columns columns={asset.columns} />
          <ConfigSchema schema={asset.configSchema} />
        </div>
      </div>
    </Page>
  );
}

/** The chain to the root cause needs what lies upstream, so the lineage up to here is asked for. */
function Why({ asset }: { readonly asset: Asset }) {
  const { data } = useQuery({ ...lineageOptions(`+${quoted(asset.key)}`), enabled: asset.isDefined });
  const scene = useLineageScene(data ?? { nodes: [asset], edges: [] }, { run: null });
  return (
    <Card title="Why it is not fresh" testId="asset-causes">
      {scene && <Causes asset={asset} scene={scene} />}
    </Card>
  );
}

function Failures({ asset }: { readonly asset: Asset }) {
  const attempt = asset.lastAttempt?.outcome === "FAILED" ? asset.lastAttempt : null;
  return (
    <>
      {attempt?.error && (
        <Card
          title="The last attempt failed"
          testId="last-attempt"
          aside={
            <Link href={runHref(attempt.run.id)} prefetch={false} className="text-accent hover:underline">
              Show run
            </Link>
          }
        >
          <ErrorDetails error={attempt.error} />
        </Card>
      )}
      {asset.lastObservation?.error && (
        <Card title="The last look at it failed" testId="last-observation">
          <ErrorDetails error={asset.lastObservation.error} />
        </Card>
      )}
    </>
  );
}
