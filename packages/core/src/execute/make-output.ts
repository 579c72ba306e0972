/** From what a function returned to what is published of one output: parsed, stored, checked, with its trace. */
import { randomUUID } from "node:crypto";
import type { RunContext } from "../define/context.ts";
import { storeOutput } from "../io/store-output.ts";
import type { Materialization } from "../model/cell.ts";
import { failedErrors } from "../model/check.ts";
import type { Json } from "../model/json.ts";
import type { Trace } from "../model/trace.ts";
import { traceKey } from "../model/version.ts";
import type { Made } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { runChecks } from "./run-checks.ts";
import { previousOf } from "./run-context.ts";
import type { ServedOutput } from "./served-outputs.ts";

/** An output of a step, and what was there before. */
export interface DueOutput extends ServedOutput {
  readonly latest: Materialization | null;
  /** Why it is computed, in words. */
  readonly reason: string;
}

/** What all outputs of one computation share. */
export interface Computation {
  readonly context: RunContext;
  readonly inputs: Trace["inputs"];
  readonly configHash: string;
  readonly metadata: { readonly [name: string]: Json };
  /** Whether it depends on the materialization before, as far as it has come. */
  readPrevious(): boolean;
  /** By the clock of `performance`. */
  readonly startedAt: number;
}

/** @throws what `storeOutput` and `runChecks` throw. */
export async function makeOutput(environment: ExecutionEnvironment, output: DueOutput, returned: unknown, computation: Computation): Promise<Made> {
  const { definition, node, latest } = output;
  const { inputs, configHash, metadata, readPrevious, startedAt } = computation;
  const { stored, dataVersion, columns } = await storeOutput(environment.values, definition, returned, computation.context);
  const context = checkContext(computation.context, output);
  const checks = await runChecks(definition, stored, { values: environment.values, redactor: environment.resources.redactor, context });
  const { codeVersion, codeParts } = node;
  const trace: Trace = { codeVersion, codeParts, inputs, configHash, dataVersion };
  const materialization = {
    outcome: "SUCCEEDED" as const,
    reason: latest?.trace.dataVersion === dataVersion ? `${output.reason}; the output is identical` : output.reason,
    durationMs: Math.round(performance.now() - startedAt),
    stored,
    metadata: columns === null ? metadata : { ...metadata, columns },
    provenance: await environment.provenance,
    trace,
    checks,
    // What depends on the materialization before is no function of its trace: a key of its own, so that nothing takes it over.
    traceKey: readPrevious() ? randomUUID() : traceKey(trace),
  };
  return { materialization, failedChecks: failedErrors(node.checks, checks) };
}

/** Of one output, while `context` is that of the whole function. That a check reads `previous` says nothing of the output. */
const checkContext = ({ config, resources, params, log, signal, root, run }: RunContext, { definition, latest }: DueOutput) => ({
  ...{ config, resources, params, log, signal, root, run },
  asset: { key: definition.key },
  previous: previousOf(latest),
});
