/** An asset at a glance: why it stands as it does, what to do, what is stored, and what was declared. */
import Link from "next/link";
import { count, duration, size } from "../format/format.ts";
import { Causes } from "../lineage/causes.tsx";
import type { Scene } from "../lineage/scene.ts";
import { ErrorDetails } from "../status/error-details.tsx";
import { noLongerDefined, statuses, unreadable } from "../status/presentation.ts";
import { Button } from "../ui/button.tsx";
import { Copyable } from "../ui/copyable.tsx";
import { Card, Facts } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { materializationHref, runHref } from "../url/address.ts";
import { AcceptButton } from "./accept-button.tsx";
import { AssetFacts } from "./asset-facts.tsx";
import { CodeChanges } from "./code-changes.tsx";
import { Metadata } from "./metadata.tsx";
import { nextStep } from "./next-step.ts";
import type { Asset } from "./queries.ts";
import type { AssetAddress } from "./use-asset-address.ts";

interface OverviewTabProps {
  readonly asset: Asset;
  readonly scene: Scene | undefined;
  readonly address: AssetAddress;
}

export function OverviewTab({ asset, scene, address }: OverviewTabProps) {
  return (
    <div className="grid gap-x-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <Failures asset={asset} />
        <Standing asset={asset} scene={scene} onPlan={address.setPlan} />
        {asset.isSource ? <LastLook asset={asset} /> : <Latest asset={asset} />}
      </div>
      <div className="min-w-0">
        <AssetFacts asset={asset} />
      </div>
    </div>
  );
}

interface StandingProps {
  readonly asset: Asset;
  readonly scene: Scene | undefined;
  readonly onPlan: AssetAddress["setPlan"];
}

function Standing({ asset, scene, onPlan }: StandingProps) {
  const { text, plan } = nextStep(asset);
  const calm = calmText(asset);
  const changes = asset.codeCauses.flatMap((cause) => cause.changes);
  return (
    <Card title={asset.status !== "FRESH" && calm === null ? "Why it is not fresh" : "How it stands"} testId="asset-causes">
      {calm !== null ? <p className="leading-relaxed">{calm}</p> : scene && <Causes asset={asset} scene={scene} />}
      {changes.length > 0 && <CodeChanges changes={changes} />}
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line pt-3">
        <p data-testid="next-step" className="leading-relaxed">
          <span className="text-ink-3">To do: </span>
          {text}
        </p>
        <div className="flex flex-wrap gap-2">
          {asset.isDefined && asset.status === "STALE" && <AcceptButton assetKey={asset.key} />}
          {plan && <Button onClick={() => onPlan(plan)}>Show the plan</Button>}
        </div>
      </div>
    </Card>
  );
}

/** What there is to say where nothing makes it stale; `null` where something does. */
function calmText({ isDefined, isSource, status, lastObservation }: Asset): string | null {
  if (!isDefined) return noLongerDefined.meaning;
  if (lastObservation?.error) return unreadable.meaning;
  if (status !== "FRESH") return null;
  return isSource ? "It was looked at, and its version is known." : statuses.FRESH.meaning;
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

function Latest({ asset: { latest, dataAsOf } }: { readonly asset: Asset }) {
  if (latest === null) {
    return (
      <Card title="Latest materialization" testId="latest">
        <p className="text-ink-2">It has never been materialized, so nothing is stored.</p>
      </Card>
    );
  }
  return (
    <Card
      title="Latest materialization"
      testId="latest"
      aside={
        <Link href={materializationHref(latest.id)} prefetch={false} className="text-accent hover:underline">
          What went in
        </Link>
      }
    >
      <Facts
        facts={[
          ["Materialized", <When key="at" at={latest.at} />],
          ...(latest.computedAt === latest.at ? [] : ([["Computed", <When key="computed" at={latest.computedAt} />]] as const)),
          ...(dataAsOf === null ? [] : ([["Data as of", <When key="as-of" at={dataAsOf} />]] as const)),
          ...(latest.rows === null ? [] : ([["Rows", count(latest.rows)]] as const)),
          ...(latest.bytes === null ? [] : ([["Size", size(latest.bytes)]] as const)),
          ...(latest.durationMs === null ? [] : ([["Took", duration(latest.durationMs)]] as const)),
          ["Data version", <Copyable key="version" text={latest.dataVersion} what="data version" className="-ml-1" />],
        ]}
      />
      <Metadata metadata={latest.metadata} />
    </Card>
  );
}

function LastLook({ asset: { lastObservation: seen } }: { readonly asset: Asset }) {
  return (
    <Card title="Last look" testId="last-look">
      {seen === null ? (
        <p className="text-ink-2">Nobody has looked at this source yet.</p>
      ) : (
        <Facts
          facts={[
            ["Looked at", <When key="checked" at={seen.checkedAt} />],
            [seen.error ? "First failed" : "Changed", <When key="at" at={seen.at} />],
            ...(seen.dataVersion === null
              ? []
              : ([["Data version", <Copyable key="version" text={seen.dataVersion} what="data version" className="-ml-1" />]] as const)),
          ]}
        />
      )}
    </Card>
  );
}
