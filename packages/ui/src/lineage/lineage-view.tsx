/** The lineage in one of its states: loading, failed, empty, filtered to nothing, graph or table. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { RequestError } from "../graphql/request.ts";
import { planOptions } from "../plan/options.ts";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { AssetTable } from "./asset-table.tsx";
import { LineageGraph } from "./graph.tsx";
import { reach } from "./paths.ts";
import type { Lineage, Scene } from "./scene.ts";
import type { SceneState } from "./scene-context.tsx";
import type { LineageAddress } from "./use-lineage-address.ts";

interface LineageViewProps {
  readonly lineage: UseQueryResult<Lineage, Error>;
  readonly scene: Scene | undefined;
  readonly address: LineageAddress;
}

export function LineageView({ lineage, scene, address }: LineageViewProps) {
  if (lineage.error instanceof RequestError && address.select !== "") {
    return <EmptyState title="Nothing is selected">The selection could not be read, or nothing matches it. The box above says more.</EmptyState>;
  }
  if (scene === undefined) return lineage.error ? <ErrorState error={lineage.error} onRetry={() => void lineage.refetch()} /> : <PageSkeleton />;
  if (scene.nodes.size === 0) {
    return (
      <EmptyState title="No assets yet">
        Nobody has registered any definitions. Start a worker in your project: <code className="font-mono text-xs">headwater dev</code>
      </EmptyState>
    );
  }
  return <Assets scene={scene} address={address} />;
}

function Assets({ scene, address }: { readonly scene: Scene; readonly address: LineageAddress }) {
  const { selected: keys, selectAsset } = address;
  const [focused, setFocused] = useState<string | null>(null);
  const planned = usePlanned(address);
  const chosen = keys.join("\n");
  const state = useMemo<SceneState>(() => {
    const selected = new Set(chosen === "" ? [] : chosen.split("\n"));
    const path = selected.size === 0 ? null : new Set([...reach(selected, scene.upstream), ...reach(selected, scene.downstream)]);
    // The tab key reaches the last focused node, else the selected one, else the first.
    const reachable = [focused, ...selected].find((key) => key !== null && scene.nodes.has(key)) ?? scene.layout.columns[0]?.[0] ?? null;
    return { scene, selected, lit: planned ?? path, focused: reachable, onSelect: selectAsset, onFocus: setFocused };
  }, [scene, chosen, focused, planned, selectAsset]);
  return address.view === "table" ? <AssetTable {...state} /> : <LineageGraph {...state} onClear={address.clear} />;
}

/** While a plan is open, its assets stand out; `null` without one, or where there is nothing in it. */
function usePlanned({ target, isPlanOpen, withUpstream }: LineageAddress): ReadonlySet<string> | null {
  const { data } = useQuery({ ...planOptions({ select: target, upstream: withUpstream }), enabled: isPlanOpen });
  return useMemo(() => (isPlanOpen && data && data.steps.length > 0 ? new Set(data.steps.map((step) => step.asset)) : null), [isPlanOpen, data]);
}
