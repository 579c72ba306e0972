/** Looks at sources: calls `observe` and records what it found. */
import { parsedConfig } from "../define/config.ts";
import type { SourceContext } from "../define/context.ts";
import type { SourceDefinition } from "../define/definition.ts";
import { asJson } from "../model/as-json.ts";
import type { Observation } from "../model/cell.ts";
import { describeValue } from "../model/describe-value.ts";
import { errorInfo } from "../model/error-info.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { NewObservation, RecordedObservation, RecordedObservationSummary } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { interruptible } from "./interruptible.ts";
import { logTo } from "./log.ts";
import { withinTimeLimit } from "./time-limit.ts";

/**
 * Observes the given sources at the same time and records all results at once. A look that fails is a result, too, also
 * one that is not over when the signal's time is. Keys that are not sources of these definitions are left out.
 * @throws the reason of the signal when it interrupts for any other reason; then nothing is recorded.
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

/** One look at one source, recorded; what it found, also where the store knew of a later look. @throws what `observe` threw. */
export async function observeSource(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<Observation> {
  const { observation, thrown } = await look(environment, source, signal);
  if (!("error" in observation.result)) return recordVersion(environment, { ...observation, result: observation.result });
  await environment.store.recordObservations([observation]);
  throw thrown;
}

type Found = NewObservation & { readonly result: { readonly dataVersion: string; readonly metadata: Observation["metadata"] } };

/** Records a version that was found. Where the store dropped it as late, the answer names no event of its own. */
export async function recordVersion(environment: ExecutionEnvironment, found: Found): Promise<Observation> {
  const [recorded] = await environment.store.recordObservations([found]);
  if (recorded?.observation.dataVersion === found.result.dataVersion) return recorded.observation;
  const { asset, partition, startedAt, result } = found;
  return { asset, partition, seq: noEvent, at: startedAt, checkedAt: startedAt, error: null, ...result };
}

/** Before all events. */
const noEvent = "0";

export async function sourceContext(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<SourceContext> {
  return {
    asset: { key: source.key },
    config: parsedConfig(environment.definitions, source),
    resources: await environment.resources.open(source, signal),
    params: source.params,
    log: logTo(environment, source.key),
    signal,
    root: environment.root,
  };
}

/** How long a look may take unless the source says otherwise. */
const defaultLookMs = 60_000;

const observe = (environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<unknown> =>
  withinTimeLimit(signal, { ms: source.timeoutMs ?? defaultLookMs, what: `look at source "${source.key}"` }, async (limited) =>
    source.observe(await sourceContext(environment, source, limited)),
  );

interface Look {
  readonly observation: NewObservation;
  readonly thrown: unknown;
}

const isTimeout = (reason: unknown): boolean => reason instanceof Error && reason.name === "TimeoutError";

async function look(environment: ExecutionEnvironment, source: SourceDefinition, signal: AbortSignal): Promise<Look> {
  const cell = { asset: source.key, partition: null, startedAt: new Date() };
  try {
    const answer = versionOf(source, await interruptible(signal, () => observe(environment, source, signal)));
    return { observation: { ...cell, result: { ...answer, metadata: environment.resources.redactor.json(answer.metadata) } }, thrown: undefined };
  } catch (thrown) {
    // A look that was interrupted says nothing about the source; one that took too long does.
    if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason;
    return { observation: { ...cell, result: { error: environment.resources.redactor.error(errorInfo(thrown)) } }, thrown };
  }
}

function versionOf({ key: asset }: SourceDefinition, answer: unknown): Found["result"] {
  const refuse = (found: string): never => {
    throw new HeadwaterError("OBSERVATION_INVALID", { asset, found });
  };
  if (typeof answer === "string" && answer !== "") return { dataVersion: recordable(answer), metadata: {} };
  if (typeof answer !== "object" || answer === null || !("version" in answer)) return refuse(describeValue(answer));
  const { version, metadata = {} } = answer as { version: unknown; metadata?: unknown };
  if (typeof version !== "string" || version === "") return refuse(`{ version: ${describeValue(version)} }`);
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return refuse(`{ version, metadata: ${describeValue(metadata)} }`);
  const noted = asJson(metadata) ?? refuse("{ version, metadata } with a value that is not JSON");
  return { dataVersion: recordable(version), metadata: noted as Observation["metadata"] };
}

/** A version as every store gives it back: NUL and halves of surrogate pairs, which a database refuses, are written as escapes. */
export const recordable = (version: string): string =>
  version.replace(/[\0\p{Cs}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

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
