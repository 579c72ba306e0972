/** One asset's queries, with their places in the cache. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { assetQuery, byHandQuery, failedAttemptsQuery, materializationsQuery, observationsQuery, previewQuery } from "./queries.ts";

/** No event says that a source was looked at and found as it was: of a source it is asked for. */
const sourceIntervalMs = 5_000;

export const assetOptions = (key: string) =>
  queryOptions({
    queryKey: ["asset", key],
    queryFn: async ({ signal }) => (await request(assetQuery, { key }, signal)).asset,
    refetchInterval: ({ state }) => (state.data?.isSource ? sourceIntervalMs : false),
  });

export const previewOptions = (key: string) =>
  queryOptions({ queryKey: ["preview", key], queryFn: async ({ signal }) => (await request(previewQuery, { key }, signal)).asset?.preview ?? null });

export const materializationsOptions = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["materializations", key],
    queryFn: async ({ pageParam, signal }) => (await request(materializationsQuery, { key, after: pageParam }, signal)).asset?.materializations ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });

/** The steps of this asset that failed, newest first. */
export const failedAttemptsOptions = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["failedAttempts", key],
    queryFn: async ({ pageParam, signal }) => (await request(failedAttemptsQuery, { key, after: pageParam }, signal)).asset?.steps ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });
type FailedAttempts = Awaited<ReturnType<NonNullable<ReturnType<typeof failedAttemptsOptions>["queryFn"]>>>;
export type FailedAttempt = NonNullable<FailedAttempts>["edges"][number]["node"];

/** Newest first. */
export const byHandOptions = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["byHand", key],
    queryFn: async ({ pageParam, signal }) => (await request(byHandQuery, { key, after: pageParam }, signal)).asset?.byHand ?? null,
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
