/** Executes one claimed step: resolve, cut off, load, run, parse, store, publish. */
import { parsedConfig } from "../define/config.ts";
import type { RunContext } from "../define/context.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { returnedOutputs } from "../define/returned-outputs.ts";
import { openSpool } from "../io/spool.ts";
import { cellText } from "../model/cell.ts";
import { failedErrors } from "../model/check.ts";
import { faultPoint } from "../model/fault-point.ts";
import { failedCheckText, togetherText } from "../model/plan.ts";
import type { Cause } from "../model/status.ts";
import { hashJson } from "../model/version.ts";
import { causesOf, current, type Scope } from "../stale/direct-causes.ts";
import { failedAbove } from "../stale/failed-above.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import { type Claim, cancelledResult, type Made, type StepResult } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import { changedCode } from "./changed-code.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { type FailedAttempt, failedAttempt } from "./failed-attempt.ts";
import { interruptible } from "./interruptible.ts";
import { type DueOutput, makeOutput } from "./make-output.ts";
import { nodesOf } from "./nodes-of.ts";
import { currentStates, resolveInputs } from "./resolve-inputs.ts";
import { previousOf, runContext } from "./run-context.ts";
import { type ServedOutput, servedOutputs } from "./served-outputs.ts";
import { withStepLog } from "./step-log.ts";
import { markFailures, StoreFailure } from "./store-failure.ts";
import { withinTimeLimit } from "./time-limit.ts";

/**
 * Never throws for what user code or data do wrong: that is the step's recorded failure. A claim that was lost
 * meanwhile publishes nothing. Throws what the store throws: then the step has no result, and its lease hands it on.
 * @param signal Aborted when the run is cancelled or the claim is lost.
 */
export async function executeStep(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<void> {
  await executeClaim(environment, claim, signal);
  await advanceRun(environment.store, claim.run.id);
}

/** The same without moving the run on: for whoever does that for several steps at once. */
export async function executeClaim(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<void> {
  faultPoint("after-claim");
  const result = await withStepLog(environment, claim, (logged) => resultOf(logged, claim, signal));
  faultPoint("before-complete");
  await environment.store.completeStep(claim, result);
  faultPoint("after-complete");
}

/** How long a function may take to heed a cancel. One that ignores it is not waited for. */
const cancelGraceMs = 5_000;

async function resultOf(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<StepResult> {
  const { asset } = claim.step;
  const definition = environment.definitions.byKey.get(asset);
  const limit = definition?.timeoutMs ? { ms: definition.timeoutMs, what: `step of "${asset}"` } : null;
  try {
    const told = { ...environment, store: markFailures(environment.store) };
    return await interruptible(signal, () => withinTimeLimit(signal, limit, (limited) => compute(told, claim, limited)), cancelGraceMs);
  } catch (error) {
    if (error instanceof StoreFailure) throw error.cause;
    return signal.aborted
      ? cancelledResult
      : withoutSecrets(environment, failedAttempt(error, claim.step, definition?.kind === "asset" ? definition.retry : null));
  }
}

function withoutSecrets({ resources: { redactor } }: ExecutionEnvironment, failed: FailedAttempt): FailedAttempt {
  return { ...failed, reason: redactor.text(failed.reason), error: redactor.error(failed.error) };
}

async function compute(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<StepResult> {
  const startedAt = performance.now();
  const outputs = servedOutputs(environment, claim);
  const [{ definition, node }] = outputs;
  const states = await currentStates(environment, definition, { runId: claim.run.id, signal });
  const nodes = nodesOf(environment);
  // The plan has told why a step runs, unless that was open then.
  const isTold = claim.step.action !== "CONDITIONAL" && claim.others.length === 0;
  const scope = { nodes, states, manifests: isTold ? new Map() : await changedCode(environment.store, nodes, states) };
  const config = parsedConfig(environment.definitions, definition, claim.run.config);
  const configHash = hashJson(config);
  const now = await environment.store.now();
  const due = outputs.map((output) => dueOutput(claim, output, { ...scope, configHash, now }));
  if (claim.run.mode === "STALE" && node.volatile !== true && due.every((output) => output.isUnchanged)) return unchanged(due);
  const failed = failedAbove(node, scope);
  if (failed.length > 0) return { outcome: "BLOCKED", reason: failed.map(failedCheckText).join("; ") };
  await using spool = openSpool();
  const resources = await environment.resources.open(definition, signal);
  const inputs = await resolveInputs(environment, definition, states, { keep: spool.keep, runId: claim.run.id, signal });
  const given = { config, resources, signal, previous: previousOutputs(definition, due) };
  const { context, metadata, readPrevious } = runContext(environment, definition, claim, given);
  const returned = returnedOutputs(definition, await definition.run(inputs.values, context));
  signal.throwIfAborted();
  const read = currentInputs(node, scope.nodes, inputs.states);
  const computation = { context, inputs: read, configHash, metadata, readPrevious, startedAt };
  const made = new Map<string, Made>();
  for (const output of due) {
    made.set(output.definition.key, await makeOutput(environment, output, returned.get(output.definition.key), computation));
  }
  return succeeded(claim, made);
}

interface JudgedOutput extends DueOutput {
  readonly isUnchanged: boolean;
}

function dueOutput(
  claim: Claim,
  output: ServedOutput,
  { configHash, now, ...scope }: Scope & { readonly configHash: string; readonly now: Date },
): JudgedOutput {
  const cell = scope.states.get(cellText({ asset: output.definition.key, partition: null }));
  const latest = current(cell);
  const causes = causesOf({ ...output.node, configHash }, cell, scope, now);
  return { ...output, latest, isUnchanged: latest !== null && causes.length === 0, reason: reasonOf(claim, output, causes) };
}

/** A step that was planned to run if something changes ran because of what did change. */
function reasonOf({ step }: Claim, { definition }: ServedOutput, causes: readonly Cause[]): string {
  const isFirst = definition.key === step.asset;
  if (causes.length > 0 && (step.action === "CONDITIONAL" || !isFirst)) return causes.map((cause) => cause.message).join("; ");
  return isFirst ? step.reason : togetherText(step.asset);
}

/** What `ctx.previous` says: of several outputs, of each by its name. */
function previousOutputs({ unit }: AssetDefinition, due: readonly DueOutput[]): RunContext["previous"] {
  const byKey = new Map(due.map(({ definition, latest }) => [definition.key, previousOf(latest)]));
  if (unit === null) return [...byKey.values()][0];
  return Object.fromEntries([...unit.outputs].map(([name, key]) => [name, byKey.get(key)])) as never;
}

function unchanged(due: readonly JudgedOutput[]): StepResult {
  const kept = due.map(({ definition, node, latest }) => [definition.key, { failedChecks: failedErrors(node.checks, latest?.checks) }] as const);
  return { outcome: "UNCHANGED", reason: "nothing that it depends on differs any more", ...kept[0]?.[1], others: new Map(kept) };
}

function succeeded({ step }: Claim, made: ReadonlyMap<string, Made>): StepResult {
  const own = made.get(step.asset);
  if (own === undefined) throw new TypeError(`The step of "${step.asset}" made nothing for it.`);
  return { outcome: "SUCCEEDED", reason: own.materialization.reason, ...own, others: made };
}
