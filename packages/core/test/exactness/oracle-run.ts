/** The naive reading of what a run does: one function at a time, everything judged again before each. */
import type { Outcome, RunStatus } from "../../src/model/run.ts";
import { blocksReaders, causes, failsRuns, isTooOld, readsNow } from "./oracle.ts";
import { add, biasOf, type Computed, exists, factsOf, type History, latestComputed, observe, type ReadInput } from "./oracle-history.ts";
import { ancestors, keysOf, needsOf, type OraclePlan, plan } from "./oracle-plan.ts";
import { compute, functionOf, type NodeSpec, nodeOf, type Request, readsPrevious, together, type World } from "./world.ts";

export interface OracleRun {
  readonly history: History;
  readonly status: RunStatus;
  /** Why nothing was run; `null` where the steps say it all. */
  readonly refused: "PLAN_BLOCKED" | "PLAN_CHANGED" | null;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Assets whose step shows a failed check. */
  readonly failedChecks: readonly string[];
  /** Functions that were called. */
  readonly executed: readonly string[];
}

const refusal = (history: History, refused: OracleRun["refused"]): OracleRun => ({
  ...{ history, refused, status: "CANCELLED", outcomes: new Map(), failedChecks: [], executed: [] },
});

export function run(world: World, before: History, request: Request): OracleRun {
  const shown = plan(world, before, request);
  // What failed a check may turn out to be computed anew, once the sources were looked at.
  if (request.observe ? !request.skipBlocked && shown.lacking.size > 0 : isRefused(shown, request)) return refusal(before, "PLAN_BLOCKED");
  const selected = keysOf(world, request);
  const history = request.observe ? observe(world, before, [...new Set([...selected, ...ancestors(world, selected)])]) : before;
  const binding = plan(world, history, request);
  if (request.confirm && binding.identity !== shown.identity) return refusal(history, "PLAN_CHANGED");
  return isRefused(binding, request) ? refusal(history, "PLAN_BLOCKED") : carryOut({ world, request, binding }, history);
}

const isRefused = ({ actions }: OraclePlan, request: Request): boolean => !request.skipBlocked && [...actions.values()].includes("BLOCKED");

interface Given {
  readonly world: World;
  readonly request: Request;
  readonly binding: OraclePlan;
}

interface Progress {
  history: History;
  readonly outcomes: Map<string, Outcome>;
  readonly failedChecks: Set<string>;
  readonly executed: string[];
  /** Functions that wait for their turn: nothing holds them back. */
  readonly handedOut: Set<string>;
  cancelled: boolean;
}

function carryOut(given: Given, history: History): OracleRun {
  const { world, binding } = given;
  const progress: Progress = { history, outcomes: new Map(), failedChecks: new Set(), executed: [], handedOut: new Set(), cancelled: false };
  const steps = world.nodes.filter((node) => (binding.actions.get(node.key) ?? "HELD") !== "HELD");
  /** The first output stands for all. */
  const firsts = steps.filter((node) => together(world, node)[0] === node);
  for (;;) {
    for (const node of firsts) if (!progress.outcomes.has(node.key) && !progress.handedOut.has(functionOf(node))) settle(given, progress, node);
    const next = firsts.find((node) => progress.handedOut.has(functionOf(node)));
    if (next === undefined) break;
    progress.handedOut.delete(functionOf(next));
    end(given, progress, next, execute(given, progress, next));
  }
  const { outcomes, executed } = progress;
  return { history: progress.history, status: statusOf(given, progress), refused: null, outcomes, failedChecks: [...progress.failedChecks], executed };
}

/** Ends all outputs of a function alike; what is current then may have failed a check. */
function end({ world }: Given, { history, outcomes, failedChecks }: Progress, node: NodeSpec, outcome: Outcome): void {
  for (const { key } of together(world, node)) {
    outcomes.set(key, outcome);
    if (["SUCCEEDED", "REUSED", "UNCHANGED"].includes(outcome) && failsRuns(world, history, key)) failedChecks.add(key);
  }
}

/** A step that was left out from the start fails no run; one that a failed check stopped does. */
function statusOf({ binding }: Given, { outcomes, failedChecks, cancelled }: Progress): RunStatus {
  if (cancelled) return "CANCELLED";
  const isFailure = (key: string, outcome: Outcome): boolean =>
    outcome === "FAILED" || outcome === "SKIPPED" || (outcome === "BLOCKED" && binding.actions.get(key) !== "BLOCKED");
  return failedChecks.size > 0 || [...outcomes].some(([key, outcome]) => isFailure(key, outcome)) ? "FAILED" : "SUCCEEDED";
}

/** Ends a step without running it, or hands it out, or leaves it waiting. */
function settle(given: Given, progress: Progress, node: NodeSpec): void {
  const { world, request, binding } = given;
  const above = needsOf(node, binding).map((need) => progress.outcomes.get(need));
  const mustRun = request.mode === "ALL" || node.volatile || functionOf(node) in request.config;
  const outputs = together(world, node);
  if (progress.cancelled) end(given, progress, node, "CANCELLED");
  else if (binding.actions.get(node.key) === "BLOCKED") end(given, progress, node, "BLOCKED");
  else if (above.some((outcome) => outcome === "FAILED" || outcome === "SKIPPED")) end(given, progress, node, "SKIPPED");
  else if (above.includes(undefined)) return;
  else if (!mustRun && outputs.every(({ key }) => isUnchanged(given, progress, key))) end(given, progress, node, "UNCHANGED");
  else if (node.inputs.some(({ upstream }) => cannotBeRead(given, progress, upstream))) end(given, progress, node, "BLOCKED");
  else {
    const earlier = mustRun ? null : reusable(world, progress.history, outputs);
    if (earlier === null) progress.handedOut.add(functionOf(node));
    else {
      progress.history = add(progress.history, ...earlier);
      end(given, progress, node, "REUSED");
    }
  }
}

const isUnchanged = ({ world }: Given, { history }: Progress, key: string, bias = biasOf(nodeOf(world, key))): boolean =>
  exists(history, key) && causes(world, history, key, bias).length === 0;

const cannotBeRead = ({ world }: Given, { history }: Progress, key: string): boolean =>
  nodeOf(world, key).kind === "asset" && (!exists(history, key) || blocksReaders(world, history, key));

/** The newest computation with the same code, config and inputs, where it may be taken over: all outputs of one call, or none. */
function reusable(world: World, history: History, outputs: readonly NodeSpec[]): readonly Computed[] | null {
  const found = outputs.map((node) => newestEqual(world, history, node)).filter((one) => one !== undefined);
  const isWhole = found.length === outputs.length && new Set(found.map((one) => one.call)).size === 1;
  return isWhole ? found.map((one) => ({ ...one, inputs: readsNow(world, history, nodeOf(world, one.key)) })) : null;
}

function newestEqual(world: World, history: History, node: NodeSpec): Computed | undefined {
  const isBeyond = causes(world, history, node.key).some((cause) => cause === "EXPIRED" || cause === "DRIFT");
  if (!node.reuse || isBeyond || !exists(history, node.key)) return undefined;
  const literal = (inputs: readonly ReadInput[]): string =>
    inputs
      .map(({ name, upstream, version }) => `${name} ${upstream} ${version}`)
      .sort()
      .join(";");
  const wanted = literal(readsNow(world, history, node));
  const isEqual = (one: Computed): boolean => one.code === node.code && one.bias === biasOf(node) && literal(one.inputs) === wanted;
  return factsOf(history, node.key).findLast(
    (fact): fact is Computed => fact.fact === "computed" && !fact.readPrevious && isEqual(fact) && !isTooOld(world, node, fact.at),
  );
}

/** A function that has its turn looks at the sources that it reads, and may still find that nothing has changed. */
function execute(given: Given, progress: Progress, node: NodeSpec): Outcome {
  const { world, request } = given;
  const { handedOut, executed } = progress;
  const name = functionOf(node);
  const bias = request.config[name] ?? biasOf(node);
  for (const upstream of new Set(node.inputs.map((input) => input.upstream))) {
    if (world.gone.has(upstream)) return "FAILED";
    progress.history = observe(world, progress.history, [upstream]);
  }
  const outputs = together(world, node);
  if (request.mode === "STALE" && !node.volatile && outputs.every(({ key }) => isUnchanged(given, progress, key, bias))) return "UNCHANGED";
  executed.push(name);
  if (request.cancelAt === name) {
    progress.cancelled = true;
    handedOut.clear();
    return "CANCELLED";
  }
  if (world.failing.has(name)) return "FAILED";
  const values = node.inputs.filter((input) => input.loads).map(({ upstream }) => inputValue(world, progress.history, upstream));
  const call = progress.history.facts.length;
  const made = outputs.map((output): Computed => {
    const value = compute(output, bias, values);
    const trace = { key: output.key, code: output.code, bias, inputs: readsNow(world, progress.history, output), version: `value ${value}` };
    const { check } = output;
    const checked = check === null ? null : { severity: check.severity, blocking: check.blocking, passed: value !== check.rejects };
    return { ...trace, fact: "computed", call, value, at: world.now, readPrevious: readsPrevious(output), checked };
  });
  progress.history = add(progress.history, ...made);
  return "SUCCEEDED";
}

const inputValue = (world: World, history: History, key: string): number =>
  nodeOf(world, key).kind === "source" ? (world.raw[key] ?? 0) : (latestComputed(history, key)?.value ?? 0);
