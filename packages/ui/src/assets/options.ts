/** One asset's queries, with their places in the cache. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { assetQuery, materializationsQuery, observationsQuery, previewQuery } from "./queries.ts";

export const assetOptions = (key: string) =>
  queryOptions({ queryKey: ["asset", key], queryFn: async ({ signal }) => (await request(assetQuery, { key }, signal)).asset });

export const previewOptions = (key: string) =>
  queryOptions({ queryKey: ["preview", key], queryFn: async ({ signal }) => (await request(previewQuery, { key }, signal)).asset?.preview ?? null });

export const materializationsOptions = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["materializations", key],
    queryFn: async ({ pageParam, signal }) => (await request(materializationsQuery, { key, after: pageParam }, signal)).asset?.materializations ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });

export const observationsOptions = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["observations", key],
    queryFn: async ({ pageParam, signal }) => (await request(observationsQuery, { key, after: pageParam }, signal)).asset?.observations ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });
