/** The plan of a selection, kept current by events. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { RunConfig } from "../config-form/use-run-config.ts";
import { request } from "../graphql/request.ts";
import { planQuery } from "./queries.ts";

export interface PlanRequest {
  readonly select: string;
  /** Also plan what is stale upstream of the selection. */
  readonly upstream: boolean;
  /** `ALL`: also what is fresh; what is stale unless said otherwise. */
  readonly mode?: "STALE" | "ALL";
  /** For this run alone; none unless given. */
  readonly config?: RunConfig;
}

export const planOptions = ({ select, upstream, mode = "STALE", config = {} }: PlanRequest) =>
  queryOptions({
    queryKey: ["plan", select, upstream, mode, config],
    queryFn: async ({ signal }) => (await request(planQuery, { select, upstream, mode, config }, signal)).plan,
    placeholderData: keepPreviousData,
  });
