/** Runs' queries, with their places in the cache. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import type { RunStatus } from "../graphql/words.ts";
import { openRunsQuery, type RunStep, type RunSummary, runQuery, runsQuery } from "./queries.ts";

/** A run with what its page shows. */
export interface RunDetail extends RunSummary {
  /** The run that this one repeats. */
  readonly retryOf: { readonly id: string } | null;
  /** Failed steps, those that failed alike together. */
  readonly failures: readonly { readonly message: string; readonly count: number; readonly cells: readonly string[] }[];
  /** All of them, in topological order. */
  readonly steps: readonly PlacedStep[];
}

/** A step, and the cursor of the one before it: by that its log is asked for. */
export interface PlacedStep extends RunStep {
  readonly before: string | null;
}

export const runOptions = (id: string) => queryOptions({ queryKey: ["run", id], queryFn: ({ signal }) => fetchRun(id, signal) });

/** Asks for a run with all pages of its steps. */
export async function fetchRun(id: string, signal?: AbortSignal): Promise<RunDetail | null> {
  const steps: PlacedStep[] = [];
  for (let after: string | null = null; ; ) {
    const { run }: { run: Awaited<ReturnType<typeof fetchPage>> } = { run: await fetchPage(id, after, signal) };
    if (run === null) return null;
    for (const { cursor, node } of run.steps.edges) {
      steps.push({ ...node, before: after });
      after = cursor;
    }
    if (!run.steps.pageInfo.hasNextPage) return { ...run, steps };
  }
}

const fetchPage = async (id: string, after: string | null, signal: AbortSignal | undefined) => (await request(runQuery, { id, after }, signal)).run;

/** Which runs are listed; left out is any. */
export interface RunFilter {
  readonly status?: RunStatus[];
  /** Runs with a step of this asset. */
  readonly asset?: string;
}

const runsAtOnce = 50;

export const runsOptions = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ["runs", "list", filter],
    queryFn: async ({ pageParam, signal }) => (await request(runsQuery, { first: runsAtOnce, after: pageParam, ...filter }, signal)).runs,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
    placeholderData: keepPreviousData,
  });

/** The id of a run that has not ended, so that a page opened in the middle of it shows it. */
export const openRunOptions = () =>
  queryOptions({ queryKey: ["openRun"], queryFn: async ({ signal }) => (await request(openRunsQuery, {}, signal)).runs.edges[0]?.node.id ?? null });
