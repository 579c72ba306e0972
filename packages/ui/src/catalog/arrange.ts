/** Puts the assets of the catalog in order and into groups. */

import type { Status } from "../graphql/words.ts";
import { changedAt, kindOf } from "../lineage/asset-kind.ts";
import { statuses } from "../status/presentation.ts";
import type { CatalogAsset } from "./queries.ts";

export const sortings = ["asset", "status", "changed", "rows"] as const;
export type Sorting = (typeof sortings)[number];

export const groupings = ["none", "group", "status", "kind", "owner"] as const;
export type Grouping = (typeof groupings)[number];

export interface Arrangement {
  readonly sort: Sorting;
  readonly isDescending: boolean;
  readonly group: Grouping;
}

/** A line of the table: a heading, or an asset. */
export type CatalogLine =
  | { readonly kind: "heading"; readonly name: string; readonly count: number }
  | { readonly kind: "asset"; readonly asset: CatalogAsset };

/** Worst first. */
export const severity: readonly Status[] = ["STALE", "UPSTREAM_STALE", "MISSING", "UNOBSERVED", "FRESH"];

type Comparable = string | number | null;

const sortValue: { readonly [S in Sorting]: (asset: CatalogAsset) => Comparable } = {
  asset: (asset) => asset.key,
  status: (asset) => (asset.isDefined ? severity.indexOf(asset.status) : severity.length),
  changed: changedAt,
  rows: (asset) => asset.latest?.rows ?? null,
};

/** Sorted lines, under headings where they are grouped. An asset with several owners stands under each of them. */
export function arrange(assets: readonly CatalogAsset[], { sort, isDescending, group }: Arrangement): readonly CatalogLine[] {
  const value = sortValue[sort];
  const sorted = assets.toSorted((a, b) => compare(value(a), value(b), isDescending) || compare(a.key, b.key, false));
  const line = (asset: CatalogAsset): CatalogLine => ({ kind: "asset", asset });
  if (group === "none") return sorted.map(line);
  const groups = new Map<string, CatalogAsset[]>();
  for (const asset of sorted) for (const name of groupsOf(asset, group)) groups.set(name, [...(groups.get(name) ?? []), asset]);
  const names = [...groups.keys()].toSorted((a, b) => (group === "status" ? statusPlace(a) - statusPlace(b) : compare(a, b, false)));
  return names.flatMap((name) => {
    const members = groups.get(name) ?? [];
    return [{ kind: "heading", name, count: members.length } as const, ...members.map(line)];
  });
}

function groupsOf(asset: CatalogAsset, group: Exclude<Grouping, "none">): readonly string[] {
  if (group === "group") return [asset.group];
  if (group === "status") return [asset.isDefined ? statuses[asset.status].label : "No longer defined"];
  if (group === "kind") return [kindOf(asset).name];
  return asset.owners.length === 0 ? ["Nobody"] : asset.owners;
}

function statusPlace(label: string): number {
  const place = severity.findIndex((status) => statuses[status].label === label);
  return place < 0 ? severity.length : place;
}

/** What is not there comes last, in either direction. */
function compare(a: Comparable, b: Comparable, isDescending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const order = typeof a === "string" && typeof b === "string" ? a.localeCompare(b, "en", { numeric: true }) : a < b ? -1 : a > b ? 1 : 0;
  return isDescending ? -order : order;
}
