/** The assets of the catalog, with what no event says: when the sources were last looked at, and that they can be read again. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { checkedOptions } from "../lineage/options.ts";
import { catalogOptions } from "./options.ts";
import type { CatalogAsset } from "./queries.ts";

export interface Catalog {
  readonly data: readonly CatalogAsset[] | undefined;
  readonly error: Error | null;
  /** What is shown is still that of the selection before. */
  readonly isPlaceholderData: boolean;
  readonly refetch: () => Promise<unknown>;
}

export function useCatalog(select: string): Catalog {
  const { data, error, refetch, isPlaceholderData } = useQuery(catalogOptions(select));
  const { data: checked } = useQuery(checkedOptions(""));
  const current = useMemo(() => data && withLooks(data, new Map(checked?.map(({ key, lastObservation }) => [key, lastObservation]))), [data, checked]);
  return { data: current, error, refetch, isPlaceholderData };
}

type Look = { readonly checkedAt: string; readonly error: { readonly message: string } | null } | null;

/** Whichever was looked at later counts. */
export const withLooks = (assets: readonly CatalogAsset[], looks: ReadonlyMap<string, Look>): readonly CatalogAsset[] =>
  assets.map((asset) => {
    const look = looks.get(asset.key);
    const known = asset.lastObservation;
    return look && known && look.checkedAt > known.checkedAt
      ? { ...asset, lastObservation: { ...known, checkedAt: look.checkedAt, error: look.error } }
      : asset;
  });
