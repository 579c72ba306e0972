/** Asks for the log of a run or of one of its steps: a page of it, or all of it as text. */
import { RequestError, request } from "../graphql/request.ts";
import type { LogLevel } from "../graphql/words.ts";
import type { LogPage, Place } from "./log-reader.ts";
import { logText } from "./log-text.ts";
import { runLogQuery, stepLogQuery } from "./queries.ts";

/** Whose log, and which of its lines. */
export interface LogRequest {
  readonly run: string;
  /** The step, by the cursor of the one before it; `undefined` for all steps. */
  readonly step: { readonly before: string | null } | undefined;
  /** This level or above. */
  readonly level: LogLevel | null;
  /** Part of the line; empty for all. */
  readonly search: string;
}

const linesAtOnce = 1_000;

export async function fetchLogPage(of: LogRequest, place: Place, signal?: AbortSignal): Promise<LogPage> {
  const logs = await fetchLines(of, place, signal).catch((error: unknown) => {
    // A cursor from an address may be anything; no line stands ahead of one that never was.
    if (place.before !== null && error instanceof RequestError && error.code === "CURSOR_INVALID") return null;
    throw error;
  });
  return {
    lines: logs?.edges.map(({ cursor, node }) => ({ ...node, cursor })) ?? [],
    hasMore: logs?.pageInfo.hasNextPage ?? false,
    hasEarlier: logs?.pageInfo.hasPreviousPage ?? false,
  };
}

async function fetchLines({ run, step, level, search }: LogRequest, place: Place, signal?: AbortSignal) {
  const wanted = { run, first: linesAtOnce, ...place, level, search: search || null };
  if (step === undefined) return (await request(runLogQuery, wanted, signal)).run?.logs;
  return (await request(stepLogQuery, { ...wanted, previousStep: step.before }, signal)).run?.steps.edges[0]?.node.logs;
}

/** Every line that the request means, as text, from the beginning to the end. */
export async function fetchLogText(wanted: LogRequest): Promise<string> {
  const parts: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: LogPage = await fetchLogPage(wanted, { after, before: null, tail: false });
    parts.push(logText(page.lines));
    after = page.lines.at(-1)?.cursor ?? null;
    if (!page.hasMore || after === null) return parts.join("");
  }
}
