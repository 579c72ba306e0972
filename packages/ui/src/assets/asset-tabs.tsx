/** The tabs of an asset, as far as it has what they show. */
import type { Scene } from "../lineage/scene.ts";
import { type Tab, Tabs } from "../ui/tabs.tsx";
import { Checks } from "./checks.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { Neighbours } from "./neighbours.tsx";
import { Observations } from "./observations.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { Preview } from "./preview.tsx";
import type { Asset } from "./queries.ts";
import { SchemaTab } from "./schema-tab.tsx";
import type { AssetAddress, TabName } from "./use-asset-address.ts";

interface AssetTabsProps {
  readonly asset: Asset;
  readonly scene: Scene | undefined;
  readonly address: AssetAddress;
}

export function AssetTabs({ asset, scene, address }: AssetTabsProps) {
  const tabs: readonly Tab<TabName>[] = [
    { name: "overview", label: "Overview" },
    { name: "history", label: "History" },
    ...(asset.isSource ? [] : [{ name: "value", label: "Value" } as const]),
    { name: "schema", label: "Schema" },
    ...(asset.isSource ? [] : [{ name: "checks", label: "Checks", ...(asset.checks.length > 0 && { count: asset.checks.length }) } as const]),
    { name: "lineage", label: "Upstream and downstream" },
  ];
  const open = tabs.some(({ name }) => name === address.tab) ? address.tab : "overview";
  return (
    <Tabs label={`About ${asset.key}`} tabs={tabs} open={open} onOpen={address.setTab}>
      <Content open={open} asset={asset} scene={scene} address={address} />
    </Tabs>
  );
}

function Content({ open, asset, scene, address }: AssetTabsProps & { readonly open: TabName }) {
  switch (open) {
    case "overview":
      return <OverviewTab asset={asset} scene={scene} address={address} />;
    case "history":
      return asset.isSource ? <Observations assetKey={asset.key} /> : <HistoryTab assetKey={asset.key} />;
    case "value":
      return <Preview asset={asset} />;
    case "schema":
      return <SchemaTab asset={asset} />;
    case "checks":
      return <Checks checks={asset.checks} />;
    case "lineage":
      return <Neighbours asset={asset} />;
  }
}
