/** What follows for a run's waiting steps from what has ended: which settle without running, and which may start. */
import { type CellState, cellText, unknownCell } from "../model/cell.ts";
import { failedCheckText } from "../model/plan.ts";
import { hasEnded, type Outcome, type Run, type Step } from "../model/run.ts";
import { current } from "../stale/direct-causes.ts";
import { failedAbove } from "../stale/failed-above.ts";
import type { CellStates, Settlement } from "../store/store.ts";
import { type Due, type Ended, type Known, reused, unchanged } from "./cutoff.ts";

export interface Settled {
  /** Of outputs of one function, the step that runs it holds the others. */
  readonly settlements: readonly Settlement[];
  /** Ordinals of steps that have to run and that nothing holds back any more. */
  readonly startable: readonly number[];
  /** All steps as they are after this. */
  readonly after: readonly StepAfter[];
}

export type StepAfter = Pick<Step, "action" | "outcome" | "failedChecks">;

export interface RunState extends Omit<Known, "outcomes" | "states"> {
  readonly run: Run;
  readonly states: CellStates;
}

interface KnownOfRun extends Known {
  readonly run: Run;
  /** Ordinals of skipped steps, each with that of the step where the trouble began, as far as they were looked for. */
  readonly beginnings: Map<number, number>;
}

/** One pass in topological order settles whole cascades: early cutoff, reuse, blocking, skipping, cancelling. */
export async function settleRun(state: RunState): Promise<Settled> {
  const after: StepAfter[] = state.steps.map(({ action, outcome, failedChecks }) => ({ action, outcome, failedChecks }));
  const outcomes: Outcome[] = after.map((step) => step.outcome);
  const states = new Map(state.states);
  const others = Map.groupBy(
    state.steps.filter((step) => step.computedWith !== null),
    (step) => step.computedWith,
  );
  const known: KnownOfRun = { ...state, outcomes, states, beginnings: new Map() };
  const settlements: Settlement[] = [];
  const startable: number[] = [];
  for (const step of state.steps) {
    if (step.computedWith !== null || hasEnded(step.outcome) || step.outcome === "RUNNING") continue;
    const verdict = await settleTogether([step, ...(others.get(step.ordinal) ?? [])], known);
    if (verdict === "start") startable.push(step.ordinal);
    if (verdict === "start" || verdict === "wait") continue;
    settlements.push(together(verdict));
    for (const ended of verdict) {
      const { ordinal, outcome, failedChecks = [] } = ended.settlement;
      outcomes[ordinal] = outcome;
      after[ordinal] = { action: step.action, outcome, failedChecks };
      if (ended.reused !== undefined) takeOver(states, ended.reused);
    }
  }
  return { settlements, startable, after };
}

function together([first, ...others]: readonly Ended[]): Settlement {
  if (first === undefined) throw new TypeError("Steps were settled, but none of them.");
  return others.length === 0 ? first.settlement : { ...first.settlement, others: others.map((other) => other.settlement) };
}

function takeOver(states: Map<string, CellState>, materialization: NonNullable<Ended["reused"]>): void {
  const cell = cellText(materialization);
  states.set(cell, { ...(states.get(cell) ?? unknownCell(materialization)), materialization });
}

/** @param steps Of one function: the one that runs it, then those of its other outputs. They end alike. */
async function settleTogether(steps: readonly [Step, ...Step[]], known: KnownOfRun): Promise<readonly Ended[] | "start" | "wait"> {
  const { run, graph, outcomes } = known;
  const [first] = steps;
  const end = (outcome: Settlement["outcome"], reason: string): readonly Ended[] => steps.map(({ ordinal }) => ({ settlement: { ordinal, outcome, reason } }));
  if (run.status === "CANCELLING") return end("CANCELLED", "the run was cancelled before this step started");
  // Handed out, it may be claimed at any moment: whoever claims it decides, and what is below waits for that.
  if (first.ready) return "wait";
  if (first.action === "BLOCKED") return end("BLOCKED", first.reason);
  const stopper = first.needs.find((need) => isStopper(outcomes[need]));
  if (stopper !== undefined) return end("SKIPPED", skipReason(stopper, known));
  if (first.needs.some((need) => !hasEnded(outcomes[need] ?? "WAITING"))) return "wait";
  const undefinedStep = steps.find((step) => !graph.nodes.has(step.asset));
  if (undefinedStep !== undefined) return end("SKIPPED", `${undefinedStep.asset} is no longer defined`);
  const due = steps.flatMap((step): readonly Due[] => {
    const node = graph.nodes.get(step.asset);
    return node === undefined ? [] : [{ step, node }];
  });
  const mustRun = run.mode === "ALL" || due.some(({ node }) => node.volatile === true || Object.hasOwn(run.config, node.unit ?? node.key));
  const nothingToDo = mustRun ? null : unchanged(due, known);
  if (nothingToDo !== null) return nothingToDo;
  const obstacle = due[0] === undefined ? null : obstacleOf(due[0], known);
  if (obstacle !== null) return end("BLOCKED", obstacle);
  return mustRun ? "start" : ((await reused(due, known)) ?? "start");
}

/** Why a step cannot read what it reads now, though nothing of this run is awaited any more; `null` where it can. */
function obstacleOf({ step, node }: Due, { steps, graph, states, outcomes }: Known): string | null {
  const failed = failedAbove(node, { nodes: graph.nodes, states });
  if (failed.length > 0) return failed.map(failedCheckText).join("; ");
  const read = [...new Set(node.inputs.map((input) => input.upstream))].filter((key) => graph.nodes.get(key)?.kind === "asset");
  const missing = read.filter((asset) => current(states.get(cellText({ asset, partition: null }))) === null);
  if (missing.length === 0) return null;
  const isBlocked = (asset: string): boolean => step.needs.some((need) => steps[need]?.asset === asset && outcomes[need] === "BLOCKED");
  return `needs ${missing.map((asset) => `${asset}, which ${isBlocked(asset) ? "was blocked" : "is missing"}`).join("; ")}`;
}

/** A blocked step stops nothing: what needs it is blocked as well, or reads what is there. */
const isStopper = (outcome: Outcome | undefined): boolean => outcome === "FAILED" || outcome === "SKIPPED" || outcome === "CANCELLED";

/** Where the trouble began that a step stands for. Each step is passed once, however long the chain is. */
function beginningOf(stopper: number, { steps, outcomes, beginnings }: KnownOfRun): number {
  const passed: number[] = [];
  let at = stopper;
  while (outcomes[at] === "SKIPPED" && !beginnings.has(at)) {
    const above = steps[at]?.needs.find((need) => isStopper(outcomes[need]));
    if (above === undefined) break;
    passed.push(at);
    at = above;
  }
  const beginning = beginnings.get(at) ?? at;
  for (const ordinal of passed) beginnings.set(ordinal, beginning);
  return beginning;
}

/** Names the step where the trouble began, not only the next one. */
function skipReason(stopper: number, known: KnownOfRun): string {
  const { steps, outcomes } = known;
  const at = beginningOf(stopper, known);
  const origin = steps[at]?.asset ?? "an upstream step";
  const verb = outcomes[at] === "CANCELLED" ? "was cancelled" : outcomes[at] === "FAILED" ? "failed" : "was skipped";
  const direct = steps[stopper]?.asset ?? origin;
  return direct === origin ? `${origin} ${verb}` : `${direct} was skipped because ${origin} ${verb}`;
}
