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

/** The least pause between two refreshes, so that a fast run does not ask for the same thing at every event. */
const refreshPauseMs = 150;

/** Asks again for what events touched. What is touched while it asks is asked for once more afterwards. */
export function createRefresher(client: QueryClient): (scopes: readonly Scope[]) => void {
  const touched = new Map<string, Scope>();
  let busy = false;
  const refresh = async (): Promise<void> => {
    busy = true;
    while (touched.size > 0) {
      const scopes = [...touched.values()];
      touched.clear();
      const began = performance.now();
      await Promise.all(scopes.map((queryKey) => client.invalidateQueries({ queryKey })));
      // What takes long to ask for is asked for less often: a run of a thousand steps must not keep the server busy with telling of it.
      const pause = Math.max(refreshPauseMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    busy = false;
  };
  return (scopes) => {
    for (const scope of scopes) touched.set(scope.join(" "), scope);
    if (!busy) void refresh();
  };
}
