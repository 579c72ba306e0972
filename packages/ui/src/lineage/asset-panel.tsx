/** The panel beside the graph: all about the selected asset, or the list of several. */
import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { Columns } from "../assets/columns.tsx";
import { ago, count, plural, shortVersion } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { outcomes, statuses } from "../status/presentation.ts";
import { KeyLink, KeyText } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Panel, Section } from "../ui/panel.tsx";
import { assetHref, runHref } from "../url/address.ts";
import { kindOf } from "./asset-kind.ts";
import { Causes } from "./causes.tsx";
import type { LineageNode } from "./queries.ts";
import { attemptOf, type Scene } from "./scene.ts";

interface AssetPanelProps {
  readonly selected: readonly string[];
  readonly scene: Scene;
  readonly onSelect: (key: string, toggle: boolean) => void;
  readonly onClose: () => void;
}

export function AssetPanel({ selected, scene, onSelect, onClose }: AssetPanelProps) {
  const [only] = selected;
  const asset = selected.length === 1 && only !== undefined ? scene.nodes.get(only) : undefined;
  if (asset !== undefined) return <OneAsset asset={asset} scene={scene} onSelect={onSelect} onClose={onClose} />;
  return (
    <Panel title={plural(selected.length, "asset")} onClose={onClose} testId="asset-panel">
      <ul className="flex flex-col gap-2">
        {selected.map((key) => (
          <li key={key} className="flex items-center justify-between gap-3">
            <KeyLink assetKey={key} />
            <AssetStatus asset={scene.nodes.get(key)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const AssetStatus = ({ asset }: { readonly asset: LineageNode | undefined }) =>
  asset ? <Badge as={statuses[asset.status]} /> : <span className="text-xs text-ink-3">not among those shown</span>;

interface OneAssetProps extends Omit<AssetPanelProps, "selected"> {
  readonly asset: LineageNode;
}

function OneAsset({ asset, scene, onSelect, onClose }: OneAssetProps) {
  const attempt = attemptOf(asset.key, scene);
  const neighbour = (key: string) => <Neighbour key={key} assetKey={key} scene={scene} onSelect={onSelect} />;
  const upstream = scene.upstream.get(asset.key) ?? [];
  const downstream = scene.downstream.get(asset.key) ?? [];
  const failed = asset.lastAttempt?.outcome === "FAILED" ? asset.lastAttempt : null;
  return (
    <Panel title={<KeyText assetKey={asset.key} />} onClose={onClose} testId="asset-panel">
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <Badge as={statuses[asset.status]} />
        {attempt && <Badge as={outcomes[attempt.outcome]} />}
        <span className="text-xs text-ink-3">{kindOf(asset).name}</span>
        <Link
          href={assetHref(asset.key)}
          prefetch={false}
          className="ml-auto inline-flex min-h-6 items-center gap-1 rounded font-medium text-accent hover:underline"
        >
          Open asset <ArrowUpRight aria-hidden size={14} />
        </Link>
      </div>
      {asset.description && <p className="mb-5 leading-relaxed text-ink-2">{asset.description}</p>}
      {asset.status !== "FRESH" && (
        <Section title="Why">
          <Causes asset={asset} scene={scene} />
        </Section>
      )}
      {asset.lastObservation?.error && (
        <Section title="Last look failed">
          <ErrorDetails error={asset.lastObservation.error} />
        </Section>
      )}
      {failed?.error && (
        <Section title="Last attempt failed" aside={<RunLink run={failed.run.id} />}>
          <ErrorDetails error={failed.error} />
        </Section>
      )}
      <Latest asset={asset} />
      {upstream.length > 0 && (
        <Section title="Upstream">
          <ul>{upstream.map(neighbour)}</ul>
        </Section>
      )}
      {downstream.length > 0 && (
        <Section title="Downstream">
          <ul>{downstream.map(neighbour)}</ul>
        </Section>
      )}
      {asset.columns && asset.columns.length > 0 && (
        <Section title="Columns">
          <Columns columns={asset.columns} />
        </Section>
      )}
    </Panel>
  );
}

const RunLink = ({ run }: { readonly run: string }) => (
  <Link href={runHref(run)} prefetch={false} className="inline-flex min-h-6 items-center rounded text-xs text-accent hover:underline">
    Show run
  </Link>
);

function Latest({ asset }: { readonly asset: LineageNode }) {
  const now = useNow();
  if (asset.isSource) {
    const seen = asset.lastObservation;
    return (
      <Section title="Last look">
        {seen ? (
          <p>
            Checked {ago(seen.checkedAt, now)}, changed {ago(seen.at, now)}
            {seen.dataVersion && <span className="ml-1.5 font-mono text-xs text-ink-3">{shortVersion(seen.dataVersion)}</span>}
          </p>
        ) : (
          <p className="text-ink-2">Never looked at.</p>
        )}
      </Section>
    );
  }
  const { latest } = asset;
  return (
    <Section title="Last materialization">
      {latest ? (
        <p className="flex flex-wrap items-center gap-x-2">
          {ago(latest.at, now)}
          {latest.rows !== null && <span className="text-ink-2">{count(latest.rows)} rows</span>}
          <span className="font-mono text-xs text-ink-3">{shortVersion(latest.dataVersion)}</span>
        </p>
      ) : (
        <p className="text-ink-2">Never materialized.</p>
      )}
    </Section>
  );
}

interface NeighbourProps {
  readonly assetKey: string;
  readonly scene: Scene;
  readonly onSelect: (key: string, toggle: boolean) => void;
}

function Neighbour({ assetKey, scene, onSelect }: NeighbourProps) {
  const asset = scene.nodes.get(assetKey);
  return (
    <li>
      <button
        type="button"
        onClick={() => onSelect(assetKey, false)}
        className="-mx-2 flex min-h-8 w-[calc(100%+1rem)] items-center justify-between gap-3 rounded-lg px-2 text-left hover:bg-accent-soft"
      >
        <KeyText assetKey={assetKey} />
        {asset && <Badge plain as={statuses[asset.status]} />}
      </button>
    </li>
  );
}
