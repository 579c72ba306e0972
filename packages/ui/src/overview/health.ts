/** How many assets stand how, in all and by group. */
import { severity } from "../catalog/arrange.ts";
import type { CatalogAsset } from "../catalog/queries.ts";
import type { Status } from "../graphql/words.ts";

export type StatusCounts = { readonly [S in Status]: number };

export interface GroupHealth {
  readonly group: string;
  readonly total: number;
  readonly counts: StatusCounts;
}

type Standing = Pick<CatalogAsset, "group" | "status" | "isDefined">;

/** Of what is defined; what is no longer in the code stands no way at all. */
export function countStatuses(assets: readonly Standing[]): StatusCounts {
  const of = (status: Status): number => assets.filter((asset) => asset.isDefined && asset.status === status).length;
  return { STALE: of("STALE"), UPSTREAM_STALE: of("UPSTREAM_STALE"), MISSING: of("MISSING"), UNOBSERVED: of("UNOBSERVED"), FRESH: of("FRESH") };
}

/** Groups in which something is not fresh first, then by name. */
export function healthByGroup(assets: readonly Standing[]): readonly GroupHealth[] {
  const groups = Map.groupBy(
    assets.filter((asset) => asset.isDefined),
    (asset) => asset.group,
  );
  return [...groups]
    .map(([group, members]) => ({ group, total: members.length, counts: countStatuses(members) }))
    .sort((a, b) => Number(isFresh(a)) - Number(isFresh(b)) || a.group.localeCompare(b.group, "en", { numeric: true }));
}

const isFresh = ({ total, counts }: GroupHealth): boolean => counts.FRESH === total;

/** The statuses that occur, worst first. */
export const occurring = (counts: StatusCounts): readonly Status[] => severity.filter((status) => counts[status] > 0);
