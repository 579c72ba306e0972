/** Loads a source so that its value and the recorded version belong together. */
import type { SourceDefinition } from "../define/definition.ts";
import type { Observation } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { observeSource, recordable, recordVersion, sourceContext } from "./observe-sources.ts";
import { withinTimeLimit } from "./time-limit.ts";

export interface SourceLoad<T> {
  /** The last look. */
  readonly before: Observation;
  readonly signal: AbortSignal;
  /** Takes all of what `load` yielded: nothing of it is read later. */
  readonly take: (loaded: unknown) => Promise<T>;
}

const maximumLoads = 3;

/**
 * Looks again after the load, and loads again when the source changed in between, unless `load` itself says which version it read.
 * @throws HeadwaterError `SOURCE_KEEPS_CHANGING`, or what `load`, `observe` or `take` threw.
 */
export async function loadSource<T>(
  environment: ExecutionEnvironment,
  source: SourceDefinition,
  { before, signal, take }: SourceLoad<T>,
): Promise<{ readonly value: T; readonly observation: Observation }> {
  let last = before;
  for (let loads = 0; loads < maximumLoads; loads++) {
    const startedAt = new Date();
    const { value, stated } = await load(environment, source, { before: last, signal, take });
    if (stated !== null && stated === last.dataVersion) return { value, observation: last };
    if (stated !== null) {
      const result = { dataVersion: stated, metadata: {} };
      return { value, observation: await recordVersion(environment, { asset: source.key, partition: null, startedAt, result }) };
    }
    const after = await observeSource(environment, source, signal);
    if (after.dataVersion === last.dataVersion) return { value, observation: after };
    last = after;
  }
  throw new HeadwaterError("SOURCE_KEEPS_CHANGING", { asset: source.key, times: maximumLoads });
}

interface Loaded<T> {
  readonly value: T;
  /** The version that `load` says it read; `null` where it says none. */
  readonly stated: string | null;
}

function load<T>(environment: ExecutionEnvironment, source: SourceDefinition, { before, signal, take }: SourceLoad<T>): Promise<Loaded<T>> {
  const limit = source.timeoutMs === null ? null : { ms: source.timeoutMs, what: `load of source "${source.key}"` };
  return withinTimeLimit(signal, limit, async (limited) => {
    const loaded = await source.load({ ...(await sourceContext(environment, source, limited)), version: before.dataVersion ?? "" });
    const stated = statedVersion(loaded);
    return { value: await take(stated === null ? loaded : stated.value), stated: stated?.version || null };
  });
}

/** `{ value, version }` exactly: what `load` returns when it knows which version it read. An empty version says nothing. */
function statedVersion(loaded: unknown): { readonly value: unknown; readonly version: string } | null {
  if (typeof loaded !== "object" || loaded === null || !("value" in loaded) || !("version" in loaded)) return null;
  return Object.keys(loaded).length === 2 && typeof loaded.version === "string" ? { value: loaded.value, version: recordable(loaded.version) } : null;
}
