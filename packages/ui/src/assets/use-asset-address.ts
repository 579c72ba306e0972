/** What the asset page has in its address: the open tab, the open plan, the shown run. */
import { useSearch } from "../url/address.ts";

const tabNames = ["overview", "history", "value", "schema", "checks", "lineage"] as const;
export type TabName = (typeof tabNames)[number];

export interface AssetAddress {
  readonly tab: TabName;
  readonly isPlanOpen: boolean;
  /** Whether the open plan takes in what is stale upstream. */
  readonly withUpstream: boolean;
  readonly run: string | null;
  readonly setTab: (tab: TabName) => void;
  readonly setPlan: (plan: "open" | "upstream" | null) => void;
  readonly showRun: (run: string | null) => void;
}

export function useAssetAddress(): AssetAddress {
  const { search, setSearch } = useSearch();
  return {
    tab: tabNames.find((name) => name === search.get("tab")) ?? "overview",
    isPlanOpen: search.has("plan"),
    withUpstream: search.get("plan") === "upstream",
    run: search.get("run"),
    setTab: (tab) => setSearch({ tab: tab === "overview" ? null : tab }, true),
    setPlan: (plan) => setSearch({ plan }),
    showRun: (run) => setSearch({ run, plan: null }),
  };
}
