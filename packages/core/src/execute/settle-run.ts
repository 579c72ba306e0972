/** What follows for a run's waiting steps from what has ended: which settle without running, and which may start. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellRef, type CellState, cellText, type Materialization } from "../model/cell.ts";
import { hasEnded, type Outcome, type Run, type Step } from "../model/run.ts";
import type { Trace } from "../model/trace.ts";
import { traceKey } from "../model/version.ts";
import { directCauses } from "../stale/direct-causes.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import type { CellStates, Settlement } from "../store/store.ts";

export interface Settled {
  readonly settlements: readonly Settlement[];
  /** Ordinals of steps that have to run and that nothing holds back any more. */
  readonly startable: readonly number[];
  /** Outcomes of all steps after this. */
  readonly outcomes: readonly Outcome[];
}

export interface RunState {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly graph: AssetGraph;
  readonly states: CellStates;
  readonly findReusable: (cell: CellRef, traceKey: string) => Promise<Materialization | null>;
}

/** One pass in topological order settles whole cascades: early cutoff, reuse, skipping, cancelling. */
export async function settleRun(state: RunState): Promise<Settled> {
  const outcomes = state.steps.map((step) => step.outcome);
  const states = new Map(state.states);
  const settlements: Settlement[] = [];
  const startable: number[] = [];
  for (const step of state.steps) {
    if (hasEnded(step.outcome) || step.outcome === "RUNNING") continue;
    const settlement = await settleStep(step, outcomes, states, state);
    if (settlement === "start" && !step.ready) startable.push(step.ordinal);
    if (settlement === "start" || settlement === "wait") continue;
    settlements.push(settlement);
    outcomes[step.ordinal] = settlement.outcome;
    const reused = settlement.materialization;
    if (reused !== undefined) states.set(cellText(step), withTrace(states.get(cellText(step)), step, reused.trace));
  }
  return { settlements, startable, outcomes };
}

async function settleStep(
  step: Step,
  outcomes: readonly Outcome[],
  states: ReadonlyMap<string, CellState>,
  state: RunState,
): Promise<Settlement | "start" | "wait"> {
  const { run, graph } = state;
  const { ordinal } = step;
  if (run.status === "CANCELLING") return { ordinal, outcome: "CANCELLED", reason: "the run was cancelled before this step started" };
  if (step.action === "BLOCKED") return { ordinal, outcome: "BLOCKED", reason: step.reason };
  const stopper = step.needs.find((need) => ["FAILED", "SKIPPED", "CANCELLED"].includes(outcomes[need] ?? ""));
  if (stopper !== undefined) return { ordinal, outcome: "SKIPPED", reason: skipReason(state.steps, stopper, outcomes) };
  if (step.needs.some((need) => !hasEnded(outcomes[need] ?? "WAITING"))) return "wait";
  const node = graph.nodes.get(step.asset);
  if (node === undefined) return { ordinal, outcome: "SKIPPED", reason: `${step.asset} is no longer defined` };
  if (run.mode === "ALL" || step.asset in run.config) return "start";
  return (await cutoff(node, step, states, state)) ?? "start";
}

/** Names the step where the trouble began, not only the next one. */
function skipReason(steps: readonly Step[], stopper: number, outcomes: readonly Outcome[]): string {
  let at = stopper;
  while (outcomes[at] === "SKIPPED") {
    const above = steps[at]?.needs.find((need) => ["FAILED", "SKIPPED", "CANCELLED"].includes(outcomes[need] ?? ""));
    if (above === undefined) break;
    at = above;
  }
  const origin = steps[at]?.asset ?? "an upstream step";
  const verb = outcomes[at] === "CANCELLED" ? "was cancelled" : outcomes[at] === "FAILED" ? "failed" : "was skipped";
  const direct = steps[stopper]?.asset ?? origin;
  return direct === origin ? `${origin} ${verb}` : `${direct} was skipped because ${origin} ${verb}`;
}

/** `UNCHANGED` where no cause is left, `REUSED` where an equal computation is on record, else `null`. */
async function cutoff(node: AssetNode, step: Step, states: ReadonlyMap<string, CellState>, { graph, findReusable }: RunState): Promise<Settlement | null> {
  const latest = states.get(cellText(step))?.materialization ?? null;
  if (latest === null) return null;
  if (directCauses(node, latest.trace, { nodes: graph.nodes, states }).length === 0) {
    return { ordinal: step.ordinal, outcome: "UNCHANGED", reason: unchangedReason(step) };
  }
  const inputs = currentInputs(node, graph.nodes, states);
  const key = traceKey({ codeVersion: node.codeVersion, inputs, configHash: node.configHash });
  const earlier = await findReusable(step, key);
  if (earlier === null) return null;
  const reason = `computed before from the same inputs, code and config (${earlier.at.toISOString()})`;
  return {
    ordinal: step.ordinal,
    outcome: "REUSED",
    reason,
    materialization: {
      outcome: "REUSED",
      reason,
      durationMs: 0,
      stored: earlier.stored,
      metadata: earlier.metadata,
      trace: { ...earlier.trace, inputs, codeParts: node.codeParts },
      traceKey: key,
    },
  };
}

const unchangedReason = (step: Step): string => (step.needs.length > 0 ? "its inputs turned out unchanged" : "nothing that it depends on differs any more");

function withTrace(state: CellState | undefined, step: Step, trace: Trace): CellState {
  const base = state ?? { asset: step.asset, partition: step.partition, materialization: null, observation: null, failedObservation: null, lastAttempt: null };
  const latest = base.materialization;
  return latest === null ? base : { ...base, materialization: { ...latest, trace } };
}
