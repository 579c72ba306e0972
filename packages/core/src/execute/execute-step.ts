/** Executes one claimed step: resolve, cut off, load, run, parse, store, publish. */
import { randomUUID } from "node:crypto";
import { parsedConfig } from "../define/config.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { openSpool } from "../io/spool.ts";
import { storeOutput } from "../io/store-output.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { cellText } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { Cause } from "../model/status.ts";
import type { Trace } from "../model/trace.ts";
import { hashJson, traceKey } from "../model/version.ts";
import { causesOf, current } from "../stale/direct-causes.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import { type Claim, cancelledResult, type StepResult } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { type FailedAttempt, failedAttempt } from "./failed-attempt.ts";
import { nodesOf } from "./nodes-of.ts";
import { currentStates, resolveInputs } from "./resolve-inputs.ts";
import { runContext } from "./run-context.ts";
import { markFailures, StoreFailure } from "./store-failure.ts";
import { withinTimeLimit } from "./time-limit.ts";

/**
 * Never throws for what user code or data do wrong: that is the step's recorded failure. A claim that was lost
 * meanwhile publishes nothing. Throws what the store throws: then the step has no result, and its lease hands it on.
 * @param signal Aborted when the run is cancelled or the claim is lost.
 */
export async function executeStep(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<void> {
  faultPoint("after-claim");
  const result = await resultOf(environment, claim, signal);
  faultPoint("before-complete");
  await environment.store.completeStep(claim, result);
  faultPoint("after-complete");
  await advanceRun(environment.store, claim.run.id);
}

async function resultOf(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<StepResult> {
  const { asset } = claim.step;
  const definition = environment.definitions.byKey.get(asset);
  const limit = definition?.timeoutMs ? { ms: definition.timeoutMs, what: `step of "${asset}"` } : null;
  try {
    const told = { ...environment, store: markFailures(environment.store) };
    return await withinTimeLimit(signal, limit, (limited) => compute(told, claim, limited));
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
  const { definition, node } = served(environment, claim.step.asset);
  const startedAt = performance.now();
  const nodes = nodesOf(environment);
  const states = await currentStates(environment, definition, signal);
  const config = parsedConfig(environment.definitions, definition, claim.run.config);
  const configHash = hashJson(config);
  const cell = states.get(cellText(claim.step));
  const latest = current(cell);
  const causes = causesOf({ ...node, configHash }, cell, { nodes, states }, await environment.store.now());
  if (claim.run.mode === "STALE" && node.volatile !== true && latest !== null && causes.length === 0) {
    return { outcome: "UNCHANGED", reason: "nothing that it depends on differs any more" };
  }
  await using spool = openSpool();
  const resources = await environment.resources.open(definition, signal);
  const inputs = await resolveInputs(environment, definition, states, { keep: spool.keep, signal });
  const { context, metadata, readPrevious } = runContext(environment, definition, claim, { config, resources, latest, signal });
  const returned = await definition.run(inputs.values, context);
  signal.throwIfAborted();
  const { stored, dataVersion, columns } = await storeOutput(environment.values, definition, returned, context);
  const trace: Trace = {
    codeVersion: node.codeVersion,
    codeParts: node.codeParts,
    inputs: currentInputs(node, nodes, inputs.states),
    configHash,
    dataVersion,
  };
  const why = reasonOf(claim, causes);
  const reason = latest?.trace.dataVersion === dataVersion ? `${why}; the output is identical` : why;
  // What depends on the materialization before is no function of its trace: a key of its own, so that nothing takes it over.
  const key = readPrevious() ? randomUUID() : traceKey(trace);
  const durationMs = Math.round(performance.now() - startedAt);
  const noted = columns === null ? metadata : { ...metadata, columns };
  return { outcome: "SUCCEEDED", reason, materialization: { outcome: "SUCCEEDED", reason, durationMs, stored, metadata: noted, trace, traceKey: key } };
}

/** A step that was planned to run if something changes ran because of what did change. */
const reasonOf = ({ step }: Claim, causes: readonly Cause[]): string =>
  step.action === "CONDITIONAL" && causes.length > 0 ? causes.map((cause) => cause.message).join("; ") : step.reason;

function served(environment: ExecutionEnvironment, key: string): { readonly definition: AssetDefinition; readonly node: AssetNode } {
  const definition = environment.definitions.byKey.get(key);
  const node = nodesOf(environment).get(key);
  if (definition?.kind !== "asset" || node === undefined) throw new HeadwaterError("ASSET_NOT_SERVED", { asset: key });
  return { definition, node };
}
