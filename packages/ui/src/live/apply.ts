/** Brings the effects of events into the react-query cache. */
import type { QueryClient } from "@tanstack/react-query";
import type { ResultOf } from "../graphql/graphql.ts";
import type { lineageQuery } from "../lineage/queries.ts";
import type { RunDetail } from "../runs/options.ts";
import type { Scope, StepPatch } from "./effects.ts";

type Lineage = ResultOf<typeof lineageQuery>["lineage"];

/** Steps move at once, in every query that shows them. */
export function applyPatches(client: QueryClient, patches: readonly StepPatch[]): void {
  if (patches.length === 0) return;
  for (const [id, ofRun] of Map.groupBy(patches, (patch) => patch.run))
    client.setQueryData<RunDetail | null>(["run", id], (run) => run && patchRun(run, ofRun));
  client.setQueriesData<Lineage>({ queryKey: ["lineage"] }, (lineage) => lineage && patchLineage(lineage, patches));
}

function patchRun(run: RunDetail, patches: readonly StepPatch[]): RunDetail {
  const changes = changesBy(patches, (patch) => patch.step);
  return { ...run, steps: run.steps.map((step) => ({ ...step, ...changes.get(step.id) })) };
}

function patchLineage(lineage: Lineage, patches: readonly StepPatch[]): Lineage {
  const changes = changesBy(patches, (patch) => patch.step);
  const nodes = lineage.nodes.map((node) => {
    const changed = node.lastAttempt && changes.get(node.lastAttempt.id);
    return changed ? { ...node, lastAttempt: { ...node.lastAttempt, ...changed } as typeof node.lastAttempt } : node;
  });
  return { ...lineage, nodes };
}

function changesBy(patches: readonly StepPatch[], key: (patch: StepPatch) => string): ReadonlyMap<string, StepPatch["changes"]> {
  const changes = new Map<string, StepPatch["changes"]>();
  for (const patch of patches) changes.set(key(patch), { ...changes.get(key(patch)), ...patch.changes });
  return changes;
}

/** What is on its way: a refresh would cancel it, and whoever asked for the next page of a list would not get it. */
const fetching = (client: QueryClient, queryKey: Scope): readonly (Promise<unknown> | undefined)[] =>
  client
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: "fetching" })
    .map((query) => query.promise);

/** The least pause between two refreshes of the same, so that a fast run does not ask for it at every event. */
const refreshPauseMs = 150;

/** Asks again for what events touched: at once, unless it was asked for just now. What is touched while it is asked for is asked for once more afterwards. */
export function createRefresher(client: QueryClient): (scopes: readonly Scope[]) => void {
  const busy = new Map<string, { again: boolean }>();
  const refresh = async (queryKey: Scope, name: string): Promise<void> => {
    const state = { again: true };
    busy.set(name, state);
    while (state.again) {
      state.again = false;
      const began = performance.now();
      const pending = fetching(client, queryKey);
      if (pending.length > 0) await Promise.allSettled(pending);
      await client.invalidateQueries({ queryKey });
      // What takes long to ask for is asked for less often: a run of a thousand steps must not keep the server busy with telling of it.
      const pause = Math.max(refreshPauseMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    busy.delete(name);
  };
  return (scopes) => {
    for (const scope of scopes) {
      const name = scope.join(" ");
      const state = busy.get(name);
      if (state === undefined) void refresh(scope, name);
      else state.again = true;
    }
  };
}
