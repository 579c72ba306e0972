/** What the lineage page knows of the assets it shows, put together once per change for graph, table, panel and cards. */
import type { ResultOf } from "../graphql/graphql.ts";
import type { Outcome } from "../graphql/words.ts";
import type { RunDetail } from "../runs/options.ts";
import type { RunStep } from "../runs/queries.ts";
import { type Layout, layout } from "./layout/layout.ts";
import { neighbours } from "./paths.ts";
import type { LineageNode, lineageQuery } from "./queries.ts";

export type Lineage = ResultOf<typeof lineageQuery>["lineage"];

export interface Scene {
  readonly nodes: ReadonlyMap<string, LineageNode>;
  readonly edges: Lineage["edges"];
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
  readonly layout: Layout;
  /** Steps of the run that is shown, by asset. */
  readonly steps: ReadonlyMap<string, RunStep>;
}

/** A structure is laid out once; statuses may change as often as they like. */
export function createSceneBuilder(): (lineage: Lineage, run: RunDetail | null) => Scene {
  let structure = "";
  let drawn: Pick<Scene, "upstream" | "downstream" | "layout"> | undefined;
  return (lineage, run) => {
    const keys = lineage.nodes.map((node) => node.key);
    const current = JSON.stringify([keys, lineage.edges.map(({ from, to }) => [from, to])]);
    if (drawn === undefined || current !== structure) {
      structure = current;
      drawn = { upstream: neighbours(lineage.edges, "upstream"), downstream: neighbours(lineage.edges, "downstream"), layout: layout(keys, lineage.edges) };
    }
    return {
      ...drawn,
      nodes: new Map(lineage.nodes.map((node) => [node.key, node])),
      edges: lineage.edges,
      steps: new Map(run?.steps.map((step) => [step.asset.key, step])),
    };
  };
}

/** How a node speaks of its last attempt: one that runs now, that of the shown run while it still holds, or a failure that still stands. */
export function attemptOf(key: string, scene: Scene): Pick<RunStep, "outcome" | "reason" | "progress"> | null {
  const step = scene.steps.get(key);
  const node = scene.nodes.get(key);
  const last = node?.lastAttempt ?? null;
  if (last?.outcome === "RUNNING" && step?.id !== last.id) return last;
  // Something has changed since it went well: what counts is that it is stale now.
  if (step !== undefined) return wentWell.has(step.outcome) && node?.status !== "FRESH" ? null : step;
  return last?.outcome === "FAILED" ? last : null;
}

const wentWell: ReadonlySet<Outcome> = new Set<Outcome>(["SUCCEEDED", "UNCHANGED", "REUSED"]);
