/** The catalog's query, with its place in the cache. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { type CatalogAsset, catalogQuery } from "./queries.ts";

/** All assets of a selection by key; an empty text is everything, with what is no longer defined. */
export const catalogOptions = (select: string) =>
  queryOptions({
    queryKey: ["catalog", select],
    queryFn: ({ signal }) => fetchCatalog(select, signal),
    placeholderData: keepPreviousData,
  });

async function fetchCatalog(select: string, signal: AbortSignal): Promise<readonly CatalogAsset[]> {
  const assets: CatalogAsset[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(select, after, signal);
    assets.push(...page.edges.map((edge) => edge.node));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage || after === null) return assets;
  }
}

const fetchPage = async (select: string, after: string | null, signal: AbortSignal) =>
  (await request(catalogQuery, { select: select || null, after }, signal)).assets;
