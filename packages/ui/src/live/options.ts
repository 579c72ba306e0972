/** Who serves this project: the workers and the definitions they registered. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { brokenDefinitionsQuery, workersQuery } from "./queries.ts";

/** A worker that is killed says nothing: its absence is found by asking. */
const workersIntervalMs = 10_000;

export const workersOptions = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => request(workersQuery, {}, signal), refetchInterval: workersIntervalMs });

export const brokenDefinitionsOptions = () =>
  queryOptions({ queryKey: ["brokenDefinitions"], queryFn: async ({ signal }) => (await request(brokenDefinitionsQuery, {}, signal)).brokenDefinitions });
