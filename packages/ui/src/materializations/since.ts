/** What has become of an input since it was read. */
import type { MaterializationInput } from "./queries.ts";

export type Since =
  | { readonly kind: "current"; readonly text: string }
  | { readonly kind: "newer"; readonly text: string /** Id of the newer materialization; `null` for a source. */; readonly id: string | null }
  | { readonly kind: "gone"; readonly text: string };

export function since({ asset, version, source, observation }: Pick<MaterializationInput, "asset" | "version" | "source" | "observation">): Since {
  if (asset.isSource) {
    const now = asset.lastObservation?.dataVersion ?? null;
    if (now === null) return { kind: "gone", text: "cannot be read at present" };
    return now === observation?.dataVersion ? { kind: "current", text: "still this version" } : { kind: "newer", text: "newer version seen", id: null };
  }
  const { latest } = asset;
  if (latest === null) return { kind: "gone", text: "wiped since" };
  if (latest.id === source?.id) return { kind: "current", text: "still the latest" };
  if (latest.dataVersion === version) return { kind: "newer", text: "materialized again, same data", id: latest.id };
  return { kind: "newer", text: "newer exists", id: latest.id };
}
