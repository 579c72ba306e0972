/** The lineage page's queries, with their places in the cache. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { checkedQuery, lineageQuery } from "./queries.ts";

/** How often the time of the last look at the sources is asked for; the sources themselves are watched by the server. */
const checkedIntervalMs = 5_000;

/** The graph of a selection; an empty text is everything. */
export const lineageOptions = (select: string) =>
  queryOptions({
    queryKey: ["lineage", select],
    queryFn: async ({ signal }) => (await request(lineageQuery, { select: select || null }, signal)).lineage,
    placeholderData: keepPreviousData,
  });

export const checkedOptions = (select: string) =>
  queryOptions({
    queryKey: ["checked", select],
    queryFn: async ({ signal }) => (await request(checkedQuery, { select: select || null }, signal)).lineage.nodes.filter((node) => node.isSource),
    refetchInterval: checkedIntervalMs,
    placeholderData: keepPreviousData,
  });
