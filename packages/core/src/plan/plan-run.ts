/** Plans a run: definitions, recorded state and a selection in; ordered steps and reasons out. Pure. */
import { type AssetGraph, reachable } from "../graph/asset-graph.ts";
import { selectAssets } from "../graph/select-assets.ts";
import { namedKeys, parseSelection } from "../graph/selection.ts";
import { cellText } from "../model/cell.ts";
import type { Action, NotNeeded, Plan, PlannedStep } from "../model/plan.ts";
import type { Mode, RunConfig } from "../model/run.ts";
import type { CellStatus } from "../model/status.ts";
import { hashJson } from "../model/version.ts";
import { isNotFresh, statusOf } from "../stale/status-of.ts";
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
 * @param now By the clock of the store.
 * @throws HeadwaterError `SELECTION_INVALID`, `ASSET_UNKNOWN`, `SELECTION_EMPTY`.
 */
export function planRun(graph: AssetGraph, states: StateLookup, request: PlanRequest, now: Date): Plan {
  const statuses = statusOf(graph, states, now);
  const mode = request.mode ?? "STALE";
  const selected = new Set(selectAssets(graph, request.select, statuses));
  if (request.upstream === true) for (const key of staleUpstream(graph, selected, statuses)) selected.add(key);
  const named = namedKeys(parseSelection(request.select));
  const drafts = new Map<string, Draft>();
  const notNeeded: NotNeeded[] = [];
  for (const key of graph.order) {
    if (!selected.has(key)) continue;
    const decision = decide(key, { graph, statuses, drafts, mode, named, config: request.config ?? {} });
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
  /** Keys that the selection names one by one. */
  readonly named: ReadonlySet<string>;
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
  const awaited = planned.filter((step) => step.action === "RUN" || step.action === "CONDITIONAL");
  const status = of(statuses, key);
  const triggers = edges.filter((edge) => edge.triggers).map((edge) => edge.from);
  const choice = choose(status, awaited, triggers, progress);
  if ("notNeeded" in choice) return choice;
  const missing = [...new Set(edges.filter((edge) => !edge.after).flatMap((edge) => missingBehind(edge.from, progress)))];
  const step: PlannedStep = {
    asset: key,
    partition: null,
    ...(isHeld(key, progress) ? held : missing.length > 0 ? blocked(missing) : choice),
    wave: awaited.reduce((wave, step) => Math.max(wave, step.wave + 1), 0),
    causes: status.causes,
    rootCauses: status.rootCauses,
    missing,
    needs: [...new Set(awaited.map((step) => step.ordinal))].sort((a, b) => a - b),
  };
  return { step };
}

interface Choice {
  readonly action: Action;
  readonly reason: string;
}

const isHeld = (key: string, { graph, mode, named }: Progress): boolean => mode === "STALE" && graph.nodes.get(key)?.launch === "manual" && !named.has(key);

const held: Choice = { action: "HELD", reason: "runs only by hand: name it in the selection to run it" };

function blocked(missing: readonly string[]): Choice {
  const isOne = missing.length === 1;
  const reason = `needs ${missing.join(", ")}, which ${isOne ? "has" : "have"} never been materialized and ${isOne ? "is" : "are"} not in this plan`;
  return { action: "BLOCKED", reason };
}

function choose(
  status: CellStatus,
  awaited: readonly Draft[],
  triggers: readonly string[],
  { graph, mode, config, statuses }: Progress,
): Choice | { readonly notNeeded: string } {
  if (mode === "ALL") return { action: "RUN", reason: "asked for by mode ALL" };
  if (status.status === "MISSING") return { action: "RUN", reason: "never materialized before" };
  if (status.status === "STALE") return { action: "RUN", reason: status.causes.map((cause) => cause.message).join("; ") };
  if (Object.hasOwn(config, status.asset)) return { action: "RUN", reason: "config is given for this run" };
  if (graph.nodes.get(status.asset)?.volatile === true) return { action: "RUN", reason: "volatile: runs in every plan" };
  const above = awaited.filter((step) => triggers.includes(step.asset)).map((step) => step.asset);
  if (above.length > 0) return { action: "CONDITIONAL", reason: `runs only if the result of ${above.join(" or ")} changes` };
  if (status.status === "FRESH") return { notNeeded: "fresh" };
  const stale = triggers.filter((key) => isNotFresh(of(statuses, key)));
  return { notNeeded: `waits for ${stale.join(", ")}, which ${stale.length === 1 ? "is" : "are"} not fresh and not in this plan` };
}

/** The cells because of which an upstream has nothing to read: itself, or what blocks it. */
function missingBehind(key: string, { graph, statuses, drafts }: Progress): readonly string[] {
  if (graph.nodes.get(key)?.kind === "source" || of(statuses, key).status !== "MISSING") return [];
  const step = drafts.get(key);
  if (step === undefined || step.action === "HELD") return [key];
  return step.action === "BLOCKED" ? step.missing : [];
}

function staleUpstream(graph: AssetGraph, selected: ReadonlySet<string>, statuses: ReadonlyMap<string, CellStatus>): readonly string[] {
  return [...reachable(graph, selected, "upstream")].filter((key) => isNotFresh(of(statuses, key)));
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
