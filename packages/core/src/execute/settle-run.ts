/** What follows for a run's waiting steps from what has ended: which settle without running, and which may start. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellRef, type CellState, cellText, type Materialization, unknownCell } from "../model/cell.ts";
import { hasEnded, type Outcome, type Run, type Step } from "../model/run.ts";
import { traceKey } from "../model/version.ts";
import { causesOf, current, isTooOld } from "../stale/direct-causes.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import type { CellStates, NewMaterialization, Settlement } from "../store/store.ts";

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
  /** By the clock of the store. */
  readonly now: Date;
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
    const verdict = await settleStep(step, outcomes, states, state);
    if (verdict === "start") startable.push(step.ordinal);
    if (verdict === "start" || verdict === "wait") continue;
    const { settlement, reused } = verdict;
    settlements.push(settlement);
    outcomes[step.ordinal] = settlement.outcome;
    if (reused !== undefined) states.set(cellText(step), { ...(states.get(cellText(step)) ?? unknownCell(step)), materialization: reused });
  }
  return { settlements, startable, outcomes };
}

/** How a step ends without running, and the materialization that is current then, where it is an earlier one. */
interface Ended {
  readonly settlement: Settlement;
  readonly reused?: Materialization;
}

async function settleStep(
  step: Step,
  outcomes: readonly Outcome[],
  states: ReadonlyMap<string, CellState>,
  state: RunState,
): Promise<Ended | "start" | "wait"> {
  const { run, graph } = state;
  const end = (outcome: Settlement["outcome"], reason: string): Ended => ({ settlement: { ordinal: step.ordinal, outcome, reason } });
  if (run.status === "CANCELLING") return end("CANCELLED", "the run was cancelled before this step started");
  // Handed out, it may be claimed at any moment: whoever claims it decides, and what is below waits for that.
  if (step.ready) return "wait";
  if (step.action === "BLOCKED") return end("BLOCKED", step.reason);
  const stopper = step.needs.find((need) => isStopper(outcomes[need]));
  if (stopper !== undefined) return end("SKIPPED", skipReason(state.steps, stopper, outcomes));
  if (step.needs.some((need) => !hasEnded(outcomes[need] ?? "WAITING"))) return "wait";
  const node = graph.nodes.get(step.asset);
  if (node === undefined) return end("SKIPPED", `${step.asset} is no longer defined`);
  if (run.mode === "ALL" || node.volatile === true || Object.hasOwn(run.config, step.asset)) return "start";
  return (await cutoff(node, step, states, state)) ?? "start";
}

/** A blocked step stops nothing: what needs it is blocked as well, or reads what is there. */
const isStopper = (outcome: Outcome | undefined): boolean => outcome === "FAILED" || outcome === "SKIPPED" || outcome === "CANCELLED";

/** Names the step where the trouble began, not only the next one. */
function skipReason(steps: readonly Step[], stopper: number, outcomes: readonly Outcome[]): string {
  let at = stopper;
  while (outcomes[at] === "SKIPPED") {
    const above = steps[at]?.needs.find((need) => isStopper(outcomes[need]));
    if (above === undefined) break;
    at = above;
  }
  const origin = steps[at]?.asset ?? "an upstream step";
  const verb = outcomes[at] === "CANCELLED" ? "was cancelled" : outcomes[at] === "FAILED" ? "failed" : "was skipped";
  const direct = steps[stopper]?.asset ?? origin;
  return direct === origin ? `${origin} ${verb}` : `${direct} was skipped because ${origin} ${verb}`;
}

/** `UNCHANGED` where no cause is left, `REUSED` where an equal computation is on record, else `null`. */
async function cutoff(node: AssetNode, step: Step, states: ReadonlyMap<string, CellState>, { graph, now, findReusable }: RunState): Promise<Ended | null> {
  const cell = states.get(cellText(step));
  if (current(cell) === null) return null;
  const causes = causesOf(node, cell, { nodes: graph.nodes, states }, now);
  if (causes.length === 0) {
    return { settlement: { ordinal: step.ordinal, outcome: "UNCHANGED", reason: unchangedReason(step) } };
  }
  // Data that is too old, or that somebody changed outside, is not mended by what was computed before.
  if (node.reuse === false || causes.some((cause) => cause.code === "EXPIRED" || cause.code === "DRIFT")) return null;
  const inputs = currentInputs(node, graph.nodes, states);
  const key = traceKey({ codeVersion: node.codeVersion, inputs, configHash: node.configHash });
  const earlier = await findReusable(step, key);
  if (earlier === null || isTooOld(node, earlier, now)) return null;
  const reason = `computed before from the same inputs, code and config (${earlier.at.toISOString()})`;
  const trace = { ...earlier.trace, inputs, codeParts: node.codeParts };
  const { stored, metadata } = earlier;
  const { computedAt } = earlier;
  const materialization: NewMaterialization = { outcome: "REUSED", reason, durationMs: 0, stored, metadata, trace, traceKey: key, computedAt };
  return { settlement: { ordinal: step.ordinal, outcome: "REUSED", reason, materialization }, reused: { ...earlier, trace } };
}

const unchangedReason = (step: Step): string => (step.needs.length > 0 ? "its inputs turned out unchanged" : "nothing that it depends on differs any more");
