/** Runs' queries, with their places in the cache. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { openRunsQuery, type RunStep, type RunSummary, runQuery, runsQuery } from "./queries.ts";

/** A run with all its steps, in topological order. */
export interface RunDetail extends RunSummary {
  readonly steps: readonly RunStep[];
}

export const runOptions = (id: string) => queryOptions({ queryKey: ["run", id], queryFn: ({ signal }) => fetchRun(id, signal) });

/** Asks for a run with all pages of its steps. */
export async function fetchRun(id: string, signal?: AbortSignal): Promise<RunDetail | null> {
  const steps: RunStep[] = [];
  for (let after: string | null = null; ; ) {
    const { run }: { run: Awaited<ReturnType<typeof fetchPage>> } = { run: await fetchPage(id, after, signal) };
    if (run === null) return null;
    steps.push(...run.steps.edges.map((edge) => edge.node));
    after = run.steps.pageInfo.endCursor;
    if (!run.steps.pageInfo.hasNextPage || after === null) return { ...run, steps: steps.sort((a, b) => a.ordinal - b.ordinal) };
  }
}

const fetchPage = async (id: string, after: string | null, signal: AbortSignal | undefined) => (await request(runQuery, { id, after }, signal)).run;

export const runsOptions = () =>
  infiniteQueryOptions({
    queryKey: ["runs"],
    queryFn: async ({ pageParam, signal }) => (await request(runsQuery, { first: 25, after: pageParam }, signal)).runs,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });

/** The id of a run that has not ended, so that a page opened in the middle of it shows it. */
export const openRunOptions = () =>
  queryOptions({ queryKey: ["openRun"], queryFn: async ({ signal }) => (await request(openRunsQuery, {}, signal)).runs.edges[0]?.node.id ?? null });
