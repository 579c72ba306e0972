/** What kind of thing an asset is: a source, a table, or another value. */
import { Braces, Database, type LucideIcon, Table2 } from "lucide-react";

export interface AssetKind {
  readonly name: "source" | "table" | "value";
  readonly icon: LucideIcon;
}

const source: AssetKind = { name: "source", icon: Database };
const table: AssetKind = { name: "table", icon: Table2 };
const value: AssetKind = { name: "value", icon: Braces };

export function kindOf(asset: { readonly isSource: boolean; readonly columns: readonly unknown[] | null }): AssetKind {
  if (asset.isSource) return source;
  return asset.columns === null ? value : table;
}

interface Changing {
  readonly isSource: boolean;
  readonly latest: { readonly at: string } | null;
  readonly lastObservation: { readonly at: string } | null;
}

/** When the asset last came to be what it is: a source changed, anything else was materialized. */
export const changedAt = (asset: Changing): string | null => (asset.isSource ? asset.lastObservation?.at : asset.latest?.at) ?? null;
