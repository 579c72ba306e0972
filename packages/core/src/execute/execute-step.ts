/** Executes one claimed step: resolve, cut off, load, run, parse, store, publish. */
import { randomUUID } from "node:crypto";
import { parsedConfig } from "../define/config.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { storeOutput } from "../io/store-output.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { cellText } from "../model/cell.ts";
import { errorInfo } from "../model/error-info.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { Cause } from "../model/status.ts";
import type { Trace } from "../model/trace.ts";
import { hashJson, traceKey } from "../model/version.ts";
import { directCauses } from "../stale/direct-causes.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import { type Claim, cancelledResult, type StepResult } from "../store/store.ts";
import { advanceRun } from "./advance-run.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { nodesOf } from "./nodes-of.ts";
import { currentStates, resolveInputs } from "./resolve-inputs.ts";
import { runContext } from "./run-context.ts";
import { markFailures, StoreFailure } from "./store-failure.ts";

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
  try {
    return await compute({ ...environment, store: markFailures(environment.store) }, claim, signal);
  } catch (error) {
    if (error instanceof StoreFailure) throw error.cause;
    if (signal.aborted) return cancelledResult;
    const info = errorInfo(error);
    return { outcome: "FAILED", reason: info.message.split("\n")[0] || info.name, error: info };
  }
}

async function compute(environment: ExecutionEnvironment, claim: Claim, signal: AbortSignal): Promise<StepResult> {
  const { definition, node } = served(environment, claim.step.asset);
  const startedAt = performance.now();
  const nodes = nodesOf(environment);
  const states = await currentStates(environment, definition, signal);
  const config = parsedConfig(environment.definitions, definition, claim.run.config);
  const configHash = hashJson(config);
  const latest = states.get(cellText(claim.step))?.materialization ?? null;
  const causes = latest === null ? [] : directCauses({ ...node, configHash }, latest.trace, { nodes, states });
  if (claim.run.mode === "STALE" && latest !== null && causes.length === 0) {
    return { outcome: "UNCHANGED", reason: "nothing that it depends on differs any more" };
  }
  const inputs = await resolveInputs(environment, definition, states, signal);
  const { context, metadata, readPrevious } = runContext(environment, definition, claim, { config, latest, signal });
  const returned = await definition.run(inputs.values, context);
  signal.throwIfAborted();
  const { stored, dataVersion } = await storeOutput(environment.values, definition, returned, context);
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
  return { outcome: "SUCCEEDED", reason, materialization: { outcome: "SUCCEEDED", reason, durationMs, stored, metadata, trace, traceKey: key } };
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
