/** What the catalog has in its address: selection text, order and grouping. */
import { useSearch } from "../url/address.ts";
import { type Arrangement, type Grouping, groupings, type Sorting, sortings } from "./arrange.ts";

export interface CatalogAddress extends Arrangement {
  readonly select: string;
  readonly setSelect: (select: string) => void;
  readonly setGroup: (group: Grouping) => void;
  /** Sorts by it; asked once more, the other way round. */
  readonly setSort: (sort: Sorting) => void;
}

/** What is looked for at the top: the newest, the largest; else the first. */
const startsDescending: ReadonlySet<Sorting> = new Set<Sorting>(["changed", "rows"]);

export function useCatalogAddress(): CatalogAddress {
  const { search, setSearch } = useSearch();
  const sort = oneOf(sortings, search.get("sort")) ?? "asset";
  const isDescending = search.has("order") ? search.get("order") === "desc" : startsDescending.has(sort);
  const select = search.get("select") ?? "";
  return {
    select,
    sort,
    isDescending,
    group: oneOf(groupings, search.get("group")) ?? "none",
    setSelect: (text) => {
      if (text !== select) setSearch({ select: text || null }, true);
    },
    setGroup: (group) => setSearch({ group: group === "none" ? null : group }),
    setSort: (next) => {
      const wanted = next === sort ? !isDescending : startsDescending.has(next);
      setSearch({ sort: next === "asset" ? null : next, order: wanted === startsDescending.has(next) ? null : wanted ? "desc" : "asc" });
    },
  };
}

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | undefined => values.find((value) => value === text);
