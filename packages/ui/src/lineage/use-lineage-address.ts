/** What the lineage page has in its address: selection text, selected assets, view, open plan, shown run. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { openRunOptions } from "../runs/options.ts";
import { useNarrow } from "../ui/narrow.ts";
import { useSearch } from "../url/address.ts";
import { selectionOf } from "./selection-text.ts";
import type { View } from "./toolbar.tsx";

export interface LineageAddress {
  readonly select: string;
  readonly selected: readonly string[];
  readonly view: View;
  readonly isPlanOpen: boolean;
  /** Whether the open plan takes in what is stale upstream of the target. */
  readonly withUpstream: boolean;
  /** The run in the address, else one that is under way. */
  readonly run: string | null;
  /** The selection that "Materialize stale" speaks of. */
  readonly target: string;
  readonly setSelect: (select: string) => void;
  readonly setView: (view: View) => void;
  readonly setPlanOpen: (open: boolean) => void;
  readonly setUpstream: (upstream: boolean) => void;
  readonly selectAsset: (key: string, toggle: boolean) => void;
  readonly clear: () => void;
  readonly showRun: (run: string) => void;
  readonly closeRun: () => void;
}

export function useLineageAddress(): LineageAddress {
  const { search, setSearch } = useSearch();
  const narrow = useNarrow();
  const [closed, setClosed] = useState<string | null>(null);
  const followed = useFollowedRun();
  const select = search.get("select") ?? "";
  const selected = search.getAll("asset");
  const run = search.get("run") ?? (followed === closed ? null : followed);
  const asked = search.get("view");
  const target = selected.length > 0 ? selectionOf(selected) : select || "*";
  return {
    select,
    selected,
    // A graph on a screen as wide as one node helps nobody: there the table comes first.
    view: asked === "graph" || asked === "table" ? asked : narrow ? "table" : "graph",
    isPlanOpen: search.has("plan"),
    withUpstream: search.get("plan") === "upstream" && target !== "*",
    run,
    target,
    setSelect: (text) => {
      if (text !== select) setSearch({ select: text || null, asset: null }, true);
    },
    setView: (view) => setSearch({ view }),
    setPlanOpen: useCallback((isOpen: boolean) => setSearch({ plan: isOpen ? "open" : null }), [setSearch]),
    setUpstream: (upstream) => setSearch({ plan: upstream ? "upstream" : "open" }),
    selectAsset: (key, toggle) => setSearch({ asset: chosen(selected, key, toggle), ...(toggle ? {} : { plan: null }) }),
    clear: () => setSearch({ asset: null }),
    showRun: (id) => setSearch({ run: id, plan: null, asset: null }),
    closeRun: () => {
      setClosed(run);
      setSearch({ run: null });
    },
  };
}

/** The last run that was seen open: it stays in sight when it has ended. */
function useFollowedRun(): string | null {
  const { data: open } = useQuery(openRunOptions());
  const [followed, setFollowed] = useState<string | null>(null);
  if (open && open !== followed) setFollowed(open);
  return open ?? followed;
}

function chosen(selected: readonly string[], key: string, toggle: boolean): readonly string[] {
  if (!toggle) return [key];
  return selected.includes(key) ? selected.filter((one) => one !== key) : [...selected, key];
}
