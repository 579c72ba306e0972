/** The context that `run` is given. */
import type { RunContext } from "../define/context.ts";
import type { AssetDefinition } from "../define/definition.ts";
import type { Materialization } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import type { Claim } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { logTo } from "./log.ts";

export interface OpenContext {
  readonly context: RunContext;
  /** What `ctx.metadata` has collected so far. */
  readonly metadata: { readonly [name: string]: Json };
}

export function runContext(
  environment: ExecutionEnvironment,
  definition: AssetDefinition,
  claim: Claim,
  given: { config: unknown; latest: Materialization | null; signal: AbortSignal },
): OpenContext {
  const metadata: Record<string, Json> = {};
  const { latest } = given;
  const context: RunContext = {
    asset: { key: definition.key },
    config: given.config,
    resources: {},
    params: definition.params,
    log: logTo(environment.log, { asset: definition.key, stepId: claim.step.id }),
    signal: given.signal,
    root: environment.root,
    run: { id: claim.run.id, attempt: claim.step.attempts },
    metadata: (entries) => {
      for (const [name, value] of Object.entries(entries)) metadata[name] = asJson(definition.key, name, value);
    },
    progress: (fraction, note) => {
      const bounded = Math.min(1, Math.max(0, fraction));
      // Progress is a courtesy: losing it must not fail the step.
      environment.store.reportProgress(claim, bounded, note ?? null).catch(() => undefined);
    },
    previous:
      latest === null ? undefined : { codeVersion: latest.trace.codeVersion, dataVersion: latest.trace.dataVersion, at: latest.at, metadata: latest.metadata },
  };
  return { context, metadata };
}

function asJson(asset: string, name: string, value: unknown): Json {
  try {
    const text = JSON.stringify(value);
    if (text !== undefined) return JSON.parse(text) as Json;
  } catch {
    // Falls through to the error that names the entry.
  }
  throw new HeadwaterError("VALUE_NOT_STORABLE", { asset, path: `metadata "${name}"`, found: typeof value });
}
