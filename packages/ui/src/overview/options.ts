/** The latest runs, beside the list of all runs in the cache: the same events touch both. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { runsQuery } from "../runs/queries.ts";

const shown = 50;

export const recentRunsOptions = () =>
  queryOptions({
    queryKey: ["runs", "recent"],
    queryFn: async ({ signal }) => (await request(runsQuery, { first: shown, after: null }, signal)).runs.edges.map((edge) => edge.node),
  });
