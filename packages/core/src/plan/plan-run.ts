/** Plans a run: definitions, recorded state and a selection in; ordered steps and reasons out. Pure. */
import { type AssetGraph, type GraphEdge, reachable } from "../graph/asset-graph.ts";
import { selectAssets } from "../graph/select-assets.ts";
import { namedKeys, parseSelection } from "../graph/selection.ts";
import { cellText } from "../model/cell.ts";
import { failedBlocking } from "../model/check.ts";
import type { ManifestLookup } from "../model/code.ts";
import { type Action, failedCheckText, type NotNeeded, type Plan, type PlannedStep, togetherText } from "../model/plan.ts";
import type { Mode, RunConfig } from "../model/run.ts";
import type { CellStatus } from "../model/status.ts";
import { hashJson } from "../model/version.ts";
import { current } from "../stale/direct-causes.ts";
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
 * @param manifests As of `statusOf`.
 * @throws HeadwaterError `SELECTION_INVALID`, `ASSET_UNKNOWN`, `SELECTION_EMPTY`.
 */
export function planRun(graph: AssetGraph, states: StateLookup, request: PlanRequest, now: Date, manifests?: ManifestLookup): Plan {
  const statuses = statusOf(graph, states, now, manifests);
  const mode = request.mode ?? "STALE";
  const selected = new Set(selectAssets(graph, request.select, statuses));
  if (request.upstream === true) for (const key of staleUpstream(graph, selected, statuses)) selected.add(key);
  for (const key of [...selected]) for (const other of graph.together(key)) selected.add(other);
  const named = namedKeys(parseSelection(request.select));
  const drafts = new Map<string, Draft>();
  const notNeeded: NotNeeded[] = [];
  const progress = { graph, states, statuses, drafts, mode, named, config: request.config ?? {} };
  for (const key of graph.order) {
    // Outputs of one function read the same, so the first of them stands where all may.
    if (!selected.delete(key)) continue;
    const keys = graph.together(key);
    for (const other of keys) selected.delete(other);
    const decision = decide(keys, progress);
    if ("steps" in decision) for (const step of decision.steps) drafts.set(step.asset, { ...step, ordinal: drafts.size });
    else notNeeded.push(...decision.notNeeded);
  }
  const steps = [...drafts.values()].map(({ ordinal: _, ...step }) => step);
  return { id: planId(mode, steps, request.config ?? {}), mode, select: request.select, steps, notNeeded };
}

interface Draft extends PlannedStep {
  readonly ordinal: number;
}

interface Progress {
  readonly graph: AssetGraph;
  readonly states: StateLookup;
  readonly statuses: ReadonlyMap<string, CellStatus>;
  /** Steps planned so far: everything upstream has been decided. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly mode: Mode;
  /** Keys that the selection names one by one. */
  readonly named: ReadonlySet<string>;
  readonly config: RunConfig;
}

type Decision = { readonly steps: readonly PlannedStep[] } | { readonly notNeeded: readonly NotNeeded[] };

const of = (statuses: ReadonlyMap<string, CellStatus>, asset: string): CellStatus => {
  const status = statuses.get(cellText({ asset, partition: null }));
  if (status === undefined) throw new TypeError(`No status was computed for "${asset}".`);
  return status;
};

/** @param keys The outputs of one function: it runs for all of them, or for none. */
function decide(keys: readonly string[], progress: Progress): Decision {
  const { graph, statuses, drafts } = progress;
  const edges = graph.upstream(keys[0] ?? "");
  const planned = [...new Set(edges.map((edge) => edge.from))].flatMap((key) => drafts.get(key) ?? []);
  const awaited = planned.filter((step) => step.action === "RUN" || step.action === "CONDITIONAL");
  const triggers = new Set(edges.filter((edge) => edge.triggers).map((edge) => edge.from));
  const choices = keys.map((key) => choose(of(statuses, key), awaited, triggers, progress));
  const chosen = together(keys, choices);
  if (chosen === null) return { notNeeded: keys.map((asset, index) => ({ asset, partitions: [], reason: choices[index]?.reason ?? "" })) };
  const obstacles = obstaclesOf(edges, progress);
  const overruled = isHeld(keys, progress) ? held : blocked(obstacles);
  const first = drafts.size;
  const steps = keys.map(
    (asset, index): PlannedStep => ({
      asset,
      partition: null,
      ...(overruled ?? chosen[index] ?? held),
      wave: awaited.reduce((wave, step) => Math.max(wave, step.wave + 1), 0),
      causes: of(statuses, asset).causes,
      rootCauses: of(statuses, asset).rootCauses,
      ...obstacles,
      needs: awaited.map((step) => step.ordinal).sort((a, b) => a - b),
      computedWith: index === 0 ? null : first,
    }),
  );
  return { steps };
}

/** `null`: there is nothing to do. */
interface Choice {
  readonly action: Action | null;
  readonly reason: string;
}

interface Doing extends Choice {
  readonly action: Action;
}

/** What the most urgent of several outputs needs, for all of them; `null` where none needs anything. */
function together(keys: readonly string[], choices: readonly Choice[]): readonly Doing[] | null {
  const action = (["RUN", "CONDITIONAL"] as const).find((wanted) => choices.some((choice) => choice.action === wanted));
  if (action === undefined) return null;
  const urgent = keys[choices.findIndex((choice) => choice.action === action)] ?? "";
  return choices.map(({ action: own, reason }) => ({ action, reason: own === action ? reason : togetherText(urgent) }));
}

const isHeld = (keys: readonly string[], { graph, mode, named }: Progress): boolean =>
  mode === "STALE" && keys.every((key) => graph.nodes.get(key)?.launch === "manual" && !named.has(key));

const held: Doing = { action: "HELD", reason: "runs only by hand: name it in the selection to run it" };

function blocked({ missing, failedChecks }: Obstacles): Doing | null {
  const isOne = missing.length === 1;
  const reasons = [
    ...(missing.length === 0
      ? []
      : [`needs ${missing.join(", ")}, which ${isOne ? "has" : "have"} never been materialized and ${isOne ? "is" : "are"} not in this plan`]),
    ...failedChecks.map(failedCheckText),
  ];
  return reasons.length === 0 ? null : { action: "BLOCKED", reason: reasons.join("; ") };
}

function choose(status: CellStatus, awaited: readonly Draft[], triggers: ReadonlySet<string>, { graph, mode, config, statuses }: Progress): Choice {
  const node = graph.nodes.get(status.asset);
  if (node?.kind === "source") return { action: null, reason: "a source is observed, not computed" };
  if (mode === "ALL") return { action: "RUN", reason: "asked for by mode ALL" };
  if (status.status === "MISSING") return { action: "RUN", reason: "never materialized before" };
  if (status.status === "STALE") return { action: "RUN", reason: status.causes.map((cause) => cause.message).join("; ") };
  if (Object.hasOwn(config, node?.unit ?? status.asset)) return { action: "RUN", reason: "config is given for this run" };
  if (node?.volatile === true) return { action: "RUN", reason: "volatile: runs in every plan" };
  const above = awaited.filter((step) => triggers.has(step.asset)).map((step) => step.asset);
  if (above.length > 0) return { action: "CONDITIONAL", reason: `runs only if the result of ${above.join(" or ")} changes` };
  if (status.status === "FRESH") return { action: null, reason: "fresh" };
  const stale = [...triggers].filter((key) => isNotFresh(of(statuses, key)));
  return { action: null, reason: `waits for ${stale.join(", ")}, which ${stale.length === 1 ? "is" : "are"} not fresh and not in this plan` };
}

/** What keeps a step from reading what it reads. */
type Obstacles = Pick<PlannedStep, "missing" | "failedChecks">;

function obstaclesOf(edges: readonly GraphEdge[], progress: Progress): Obstacles {
  const found = [...new Set(edges.filter((edge) => !edge.after).map((edge) => edge.from))].map((key) => obstaclesBehind(key, progress));
  const failedChecks = new Map(found.flatMap((one) => one.failedChecks).map((failed) => [JSON.stringify([failed.asset, failed.check]), failed]));
  return { missing: [...new Set(found.flatMap((one) => one.missing))], failedChecks: [...failedChecks.values()] };
}

const none: Obstacles = { missing: [], failedChecks: [] };

/** Why an upstream cannot be read: it is missing (then that, or what blocks it), or it failed a blocking check. What this plan computes is no obstacle. */
function obstaclesBehind(key: string, { graph, states, statuses, drafts }: Progress): Obstacles {
  const node = graph.nodes.get(key);
  const step = drafts.get(key);
  if (node?.kind === "source" || step?.action === "RUN" || step?.action === "CONDITIONAL") return none;
  if (of(statuses, key).status === "MISSING") return step?.action === "BLOCKED" ? step : { missing: [key], failedChecks: [] };
  const latest = current(states.get(cellText({ asset: key, partition: null })));
  return { missing: [], failedChecks: failedBlocking(node?.checks, latest?.checks).map((check) => ({ asset: key, check })) };
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
