/** Looks at sources: calls `observe` and records what it found. */
import { parsedConfig } from "../define/config.ts";
import type { SourceContext } from "../define/context.ts";
import type { SourceDefinition, SourceVersion } from "../define/definition.ts";
import { errorInfo } from "../model/error-info.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { NewObservation, RecordedObservation, RecordedObservationSummary } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { logTo } from "./log.ts";

/**
 * Observes the given sources at the same time and records all results at once. A look that fails is a result, too.
 * Keys that are not sources of these definitions are left out.
 */
export async function observeSources(
  environment: ExecutionEnvironment,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly RecordedObservationSummary[]> {
  const sources = keys.flatMap((key) => sourceNamed(environment, key) ?? []);
  const looks = await Promise.all(sources.map((source) => look(environment, source, signal)));
  const recorded = await environment.store.recordObservations(looks.map((found) => found.observation));
  faultPoint("after-observe");
  return looks.map((found, index) => summary(found.observation, recorded[index]));
}

/** One look at one source, recorded. @throws what `observe` threw. */
export async function observeSource(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<RecordedObservation> {
  const found = await look(environment, source, signal);
  const [recorded] = await environment.store.recordObservations([found.observation]);
  if (found.failed) throw found.thrown;
  if (recorded === undefined) throw new TypeError(`The store did not answer for the observation of "${source.key}".`);
  return recorded;
}

export function sourceContext(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): SourceContext {
  return {
    asset: { key: source.key },
    config: parsedConfig(environment.definitions, source),
    resources: {},
    params: source.params,
    log: logTo(environment.log, { asset: source.key, stepId: null }),
    signal,
    root: environment.root,
  };
}

interface Look {
  readonly observation: NewObservation;
  readonly failed: boolean;
  readonly thrown: unknown;
}

async function look(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<Look> {
  const cell = { asset: source.key, partition: null, startedAt: new Date() };
  try {
    const answer = versionOf(source, await source.observe(sourceContext(environment, source, signal)));
    return { observation: { ...cell, result: { dataVersion: answer.version, metadata: answer.metadata ?? {} } }, failed: false, thrown: undefined };
  } catch (thrown) {
    return { observation: { ...cell, result: { error: errorInfo(thrown) } }, failed: true, thrown };
  }
}

function versionOf(source: SourceDefinition, answer: unknown): SourceVersion {
  const version = typeof answer === "object" && answer !== null && "version" in answer ? (answer as SourceVersion) : { version: answer };
  if (typeof version.version !== "string" || version.version === "")
    throw new HeadwaterError("OBSERVATION_INVALID", { asset: source.key, found: JSON.stringify(answer) ?? String(answer) });
  return version as SourceVersion;
}

function sourceNamed(environment: ExecutionEnvironment, key: string): SourceDefinition | undefined {
  const definition = environment.definitions.byKey.get(key);
  return definition?.kind === "source" ? definition : undefined;
}

function summary(found: NewObservation, recorded: RecordedObservation | undefined): RecordedObservationSummary {
  return {
    asset: found.asset,
    partition: found.partition,
    dataVersion: recorded?.observation.dataVersion ?? null,
    changed: recorded?.changed ?? false,
    error: "error" in found.result ? found.result.error : null,
  };
}
