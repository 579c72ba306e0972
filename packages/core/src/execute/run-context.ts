/** The context that `run` is given. */
import type { Previous, RunContext } from "../define/context.ts";
import { type AssetDefinition, functionKey } from "../define/definition.ts";
import { asJson } from "../model/as-json.ts";
import type { Materialization } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { reservedMetadata } from "../model/reserved-metadata.ts";
import type { Claim } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { logTo } from "./log.ts";

export interface OpenContext {
  readonly context: RunContext;
  /** What `ctx.metadata` has collected so far. */
  readonly metadata: { readonly [name: string]: Json };
  /** Whether the function has looked at `ctx.previous`. */
  readPrevious(): boolean;
}

export function runContext(
  environment: ExecutionEnvironment,
  definition: AssetDefinition,
  claim: Claim,
  given: Pick<RunContext, "config" | "resources" | "previous" | "signal">,
): OpenContext {
  const { redactor } = environment.resources;
  const metadata: Record<string, Json> = {};
  let hasReadPrevious = false;
  // Progress is a courtesy: losing it must not fail the step.
  const report = latestOnly(({ fraction, note }: Progress) => environment.store.reportProgress(claim, fraction, note).catch(() => undefined));
  const context: RunContext = {
    asset: { key: functionKey(definition) },
    config: given.config,
    resources: given.resources,
    params: definition.params,
    log: logTo(environment, definition.key),
    signal: given.signal,
    root: environment.root,
    run: { id: claim.run.id, attempt: claim.step.attempts },
    metadata: (entries) => {
      for (const [name, value] of Object.entries(entries)) {
        if (reservedMetadata.includes(name)) throw new HeadwaterError("METADATA_RESERVED", { asset: definition.key, name, reserved: reservedMetadata });
        metadata[redactor.text(name)] = redactor.json(notedJson(definition.key, name, value));
      }
    },
    progress: (fraction, note) => {
      if (Number.isFinite(fraction)) report({ fraction: Math.min(1, Math.max(0, fraction)), note: note === undefined ? null : redactor.text(note) });
    },
    get previous() {
      hasReadPrevious = true;
      return given.previous;
    },
  };
  return { context, metadata, readPrevious: () => hasReadPrevious };
}

interface Progress {
  readonly fraction: number;
  readonly note: string | null;
}

/** Shortest pause between two reports of progress. */
const reportEveryMs = 200;

/** Sends at once, and then the latest of what came meanwhile: a report for each of a million rows would drown the store. */
function latestOnly<T>(send: (value: T) => Promise<void>): (value: T) => void {
  let pending: { readonly value: T } | null = null;
  let isResting = false;
  const next = (): void => {
    isResting = pending !== null;
    if (pending === null) return;
    const { value } = pending;
    pending = null;
    void send(value).then(() => setTimeout(next, reportEveryMs).unref());
  };
  return (value) => {
    pending = { value };
    if (!isResting) next();
  };
}

/** What a function is told of a materialization before. */
export const previousOf = (latest: Materialization | null): Previous | undefined =>
  latest === null ? undefined : { codeVersion: latest.trace.codeVersion, dataVersion: latest.trace.dataVersion, at: latest.at, metadata: latest.metadata };

function notedJson(asset: string, name: string, value: unknown): Json {
  const json = asJson(value);
  if (json === undefined) throw new HeadwaterError("VALUE_NOT_STORABLE", { asset, path: `metadata "${name}"`, found: typeof value });
  return json;
}
