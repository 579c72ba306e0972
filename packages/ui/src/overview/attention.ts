/** What somebody should look at: failures, sources that cannot be read, data that is too old, and what made assets stale. */
import type { CatalogAsset } from "../catalog/queries.ts";
import type { Cause } from "../graphql/queries.ts";

export interface Attention {
  readonly kind: "failed" | "unreadable" | "late" | "changed";
  readonly asset: string;
  readonly text: string;
  /** When it happened, where that is known. */
  readonly at: string | null;
  /** The run that failed. */
  readonly run: string | null;
  /** How many assets are not fresh because of it. */
  readonly affected: number;
}

/** The gravest kinds first; within a kind what concerns most assets. */
export function attentionOf(assets: readonly CatalogAsset[]): readonly Attention[] {
  const defined = assets.filter((asset) => asset.isDefined);
  return [...defined.flatMap(failureOf), ...defined.flatMap(unreadableOf), ...causesOf(defined)];
}

function failureOf({ key, lastAttempt }: CatalogAsset): readonly Attention[] {
  if (lastAttempt?.outcome !== "FAILED") return [];
  const { error, endedAt, run } = lastAttempt;
  return [{ kind: "failed", asset: key, text: error?.message ?? "The last attempt failed.", at: endedAt, run: run.id, affected: 1 }];
}

const unreadableOf = ({ key, lastObservation: seen }: CatalogAsset): readonly Attention[] =>
  seen?.error ? [{ kind: "unreadable", asset: key, text: seen.error.message, at: seen.at, run: null, affected: 1 }] : [];

/** Where the chains begin, each beginning once. What was never materialized needs no explaining. */
function causesOf(assets: readonly CatalogAsset[]): readonly Attention[] {
  const changedAt = new Map(assets.map((asset) => [asset.key, asset.isSource ? (asset.lastObservation?.at ?? null) : null]));
  const beginnings = new Map<string, { readonly cause: Cause; affected: number }>();
  for (const { rootCauses } of assets) {
    for (const cause of rootCauses.filter((one) => one.code !== "MISSING")) {
      const id = `${cause.code} ${cause.asset} ${cause.message}`;
      const known = beginnings.get(id);
      if (known) known.affected++;
      else beginnings.set(id, { cause, affected: 1 });
    }
  }
  return [...beginnings.values()]
    .map(({ cause, affected }): Attention => {
      const at = cause.code === "INPUT_CHANGED" ? (changedAt.get(cause.asset) ?? null) : null;
      return { kind: cause.code === "EXPIRED" ? "late" : "changed", asset: cause.asset, text: cause.message, at, run: null, affected };
    })
    .sort((a, b) => Number(b.kind === "late") - Number(a.kind === "late") || b.affected - a.affected);
}
