/** What stands above the tabs of an asset: its name, how it is, and what can be done with it. */
import { Waves, Workflow } from "lucide-react";
import Link from "next/link";
import type { Ref } from "react";
import { kindOf } from "../lineage/asset-kind.ts";
import { attributeSelection } from "../lineage/selection-text.ts";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import { noLongerDefined, outcomes, statuses, unreadable } from "../status/presentation.ts";
import { Button } from "../ui/button.tsx";
import { KeyText } from "../ui/key-text.tsx";
import { ObserveButton } from "./observe-button.tsx";
import type { Asset } from "./queries.ts";

interface AssetHeaderProps {
  readonly asset: Asset;
  readonly isPlanOpen: boolean;
  readonly button: Ref<HTMLButtonElement>;
  readonly onPlan: () => void;
}

export function AssetHeader({ asset, isPlanOpen, button, onPlan }: AssetHeaderProps) {
  const { icon: Icon, name: kind } = kindOf(asset);
  return (
    <header className="mb-4">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">
              <KeyText assetKey={asset.key} />
            </h1>
            <StatusBadges asset={asset} />
          </div>
          <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-3">
            <Icon aria-hidden size={13} />
            {[kind, ...asset.kinds].join(" · ")} in
            <Link
              href={`/catalog?${new URLSearchParams({ select: attributeSelection("group", asset.group) })}`}
              className="inline-flex min-h-6 items-center rounded underline decoration-line-strong underline-offset-3 hover:decoration-accent"
            >
              <bdi>{asset.group}</bdi>
            </Link>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {asset.isDefined && (
            <Link
              href={`/?${new URLSearchParams({ asset: asset.key })}`}
              prefetch={false}
              className="inline-flex min-h-8 items-center gap-2 rounded-lg px-3 font-medium text-accent hover:bg-accent-soft"
            >
              <Workflow aria-hidden size={16} /> Show in the lineage
            </Link>
          )}
          {asset.isDefined && asset.isSource && <ObserveButton assetKey={asset.key} />}
          {asset.isDefined && !asset.isSource && (
            <Button ref={button} look={asset.status === "FRESH" ? "quiet" : "primary"} data-testid="materialize" aria-expanded={isPlanOpen} onClick={onPlan}>
              <Waves aria-hidden size={16} /> {asset.configSchema === null ? "Materialize" : "Materialize with config"}
            </Button>
          )}
        </div>
      </div>
      {asset.description && (
        <p dir="auto" className="mt-3 max-w-3xl leading-relaxed break-words text-ink-2">
          {asset.description}
        </p>
      )}
    </header>
  );
}

function StatusBadges({ asset }: { readonly asset: Asset }) {
  if (!asset.isDefined) return <ExplainedBadge as={noLongerDefined} />;
  const { lastAttempt } = asset;
  return (
    <>
      <ExplainedBadge as={statuses[asset.status]} />
      {lastAttempt && shown.has(lastAttempt.outcome) && <ExplainedBadge as={outcomes[lastAttempt.outcome]} />}
      {asset.lastObservation?.error && <ExplainedBadge as={unreadable} />}
    </>
  );
}

/** Outcomes of the last attempt that the status does not already say. */
const shown: ReadonlySet<string> = new Set(["RUNNING", "WAITING", "FAILED", "BLOCKED", "SKIPPED", "CANCELLED"]);
