/** Plans a run: definitions, recorded state and a selection in; ordered steps and reasons out. Pure. */
import { type AssetGraph, reachable } from "../graph/asset-graph.ts";
import { selectAssets } from "../graph/select-assets.ts";
import { cellText } from "../model/cell.ts";
import type { Action, NotNeeded, Plan, PlannedStep } from "../model/plan.ts";
import type { Mode, RunConfig } from "../model/run.ts";
import type { CellStatus } from "../model/status.ts";
import { hashJson } from "../model/version.ts";
import { statusOf } from "../stale/status-of.ts";
import type { StateLookup } from "../stale/upstream-versions.ts";

export interface PlanRequest {
  readonly select: string;
  readonly mode?: Mode;
  /** Also plan what is missing or stale upstream of the selection. */
  readonly upstream?: boolean;
  /** Config of this run by asset key: those assets are computed whatever their status. */
  readonly config?: RunConfig;
}

/**
 * @param states What is recorded of the cells.
 * @throws HeadwaterError `SELECTION_INVALID`, `ASSET_UNKNOWN`, `SELECTION_EMPTY`.
 */
export function planRun(graph: AssetGraph, states: StateLookup, request: PlanRequest): Plan {
  const statuses = statusOf(graph, states);
  const mode = request.mode ?? "STALE";
  const selected = new Set(selectAssets(graph, request.select, statuses));
  if (request.upstream === true) for (const key of staleUpstream(graph, selected, statuses)) selected.add(key);
  const drafts = new Map<string, Draft>();
  const notNeeded: NotNeeded[] = [];
  for (const key of graph.order) {
    if (!selected.has(key)) continue;
    const decision = decide(key, { graph, statuses, drafts, mode, config: request.config ?? {} });
    if ("step" in decision) drafts.set(key, { ...decision.step, ordinal: drafts.size });
    else notNeeded.push({ asset: key, partitions: [], reason: decision.notNeeded });
  }
  const steps = [...drafts.values()].map(({ ordinal: _, ...step }) => step);
  return { id: planId(mode, steps, request.config ?? {}), mode, select: request.select, steps, notNeeded };
}

interface Draft extends PlannedStep {
  readonly ordinal: number;
}

interface Progress {
  readonly graph: AssetGraph;
  readonly statuses: ReadonlyMap<string, CellStatus>;
  /** Steps planned so far: everything upstream has been decided. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly mode: Mode;
  readonly config: RunConfig;
}

type Decision = { readonly step: PlannedStep } | { readonly notNeeded: string };

const of = (statuses: ReadonlyMap<string, CellStatus>, asset: string): CellStatus => {
  const status = statuses.get(cellText({ asset, partition: null }));
  if (status === undefined) throw new TypeError(`No status was computed for "${asset}".`);
  return status;
};

function decide(key: string, progress: Progress): Decision {
  const { graph, statuses, drafts } = progress;
  if (graph.nodes.get(key)?.kind === "source") return { notNeeded: "a source is observed, not computed" };
  const edges = graph.upstream(key);
  const planned = edges.flatMap((edge) => drafts.get(edge.from) ?? []);
  const awaited = planned.filter((step) => step.action !== "BLOCKED");
  const status = of(statuses, key);
  const choice = choose(
    status,
    awaited,
    edges.filter((edge) => edge.triggers).map((edge) => edge.from),
    progress,
  );
  if ("notNeeded" in choice) return choice;
  const missing = [...new Set(edges.filter((edge) => !edge.after).flatMap((edge) => missingBehind(edge.from, progress)))];
  const needs = [...new Set(awaited.map((step) => step.ordinal))].sort((a, b) => a - b);
  const step: PlannedStep = {
    asset: key,
    partition: null,
    action: missing.length > 0 ? "BLOCKED" : choice.action,
    wave: awaited.reduce((wave, step) => Math.max(wave, step.wave + 1), 0),
    reason:
      missing.length > 0
        ? `needs ${missing.join(", ")}, which ${missing.length === 1 ? "has" : "have"} never been materialized and ${missing.length === 1 ? "is" : "are"} not in this plan`
        : choice.reason,
    causes: status.causes,
    rootCauses: status.rootCauses,
    missing,
    needs,
  };
  return { step };
}

function choose(
  status: CellStatus,
  awaited: readonly Draft[],
  triggers: readonly string[],
  { mode, config, statuses }: Progress,
): { readonly action: Action; readonly reason: string } | { readonly notNeeded: string } {
  if (mode === "ALL") return { action: "RUN", reason: "asked for by mode ALL" };
  if (status.status === "MISSING") return { action: "RUN", reason: "never materialized before" };
  if (status.status === "STALE") return { action: "RUN", reason: status.causes.map((cause) => cause.message).join("; ") };
  if (Object.hasOwn(config, status.asset)) return { action: "RUN", reason: "config is given for this run" };
  const above = awaited.filter((step) => triggers.includes(step.asset)).map((step) => step.asset);
  if (above.length > 0) return { action: "CONDITIONAL", reason: `runs only if the result of ${above.join(" or ")} changes` };
  if (status.status === "FRESH") return { notNeeded: "fresh" };
  const stale = triggers.filter((key) => !["FRESH", "UNOBSERVED"].includes(of(statuses, key).status));
  return { notNeeded: `waits for ${stale.join(", ")}, which ${stale.length === 1 ? "is" : "are"} not fresh and not in this plan` };
}

/** The cells because of which an upstream has nothing to read: itself, or what blocks it. */
function missingBehind(key: string, { graph, statuses, drafts }: Progress): readonly string[] {
  if (graph.nodes.get(key)?.kind === "source" || of(statuses, key).status !== "MISSING") return [];
  const step = drafts.get(key);
  if (step === undefined) return [key];
  return step.action === "BLOCKED" ? step.missing : [];
}

function staleUpstream(graph: AssetGraph, selected: ReadonlySet<string>, statuses: ReadonlyMap<string, CellStatus>): readonly string[] {
  return [...reachable(graph, selected, "upstream")].filter((key) => !["FRESH", "UNOBSERVED"].includes(of(statuses, key).status));
}

/** Hash of what would run and why: neither times nor what is not needed. */
function planId(mode: Mode, steps: readonly PlannedStep[], config: RunConfig): string {
  const content = steps.map((step) => ({
    asset: step.asset,
    action: step.action,
    causes: step.causes.map(({ code, input, upstream, from, to }) => [code, input, upstream, from, to]),
  }));
  return hashJson({ mode, steps: content, config }).slice(0, 32);
}
