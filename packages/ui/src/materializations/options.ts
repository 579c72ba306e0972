/** The queries of one materialization, with their places in the cache. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { materializationQuery, storedQuery } from "./queries.ts";

/** It is immutable; what events can change is whether something newer exists, so it lies beside the assets in the cache. */
export const materializationOptions = (id: string) =>
  queryOptions({
    queryKey: ["asset", "materialization", id],
    queryFn: async ({ signal }) => (await request(materializationQuery, { id }, signal)).materialization,
  });

export const storedOptions = (id: string) =>
  queryOptions({ queryKey: ["stored", id], queryFn: async ({ signal }) => (await request(storedQuery, { id }, signal)).materialization?.preview ?? null });
