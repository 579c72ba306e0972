/** The plan of a selection, kept current by events. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { planQuery } from "./queries.ts";

export interface PlanRequest {
  readonly select: string;
  /** Also plan what is stale upstream of the selection. */
  readonly upstream: boolean;
}

export const planOptions = ({ select, upstream }: PlanRequest) =>
  queryOptions({
    queryKey: ["plan", select, upstream],
    queryFn: async ({ signal }) => (await request(planQuery, { select, upstream }, signal)).plan,
    placeholderData: keepPreviousData,
  });
