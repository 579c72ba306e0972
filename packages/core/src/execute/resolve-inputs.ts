/** Resolves a step's inputs to what they are at its start, and loads them: the trace records exactly what was read. */
import type { AssetDefinition, InputDefinition, SourceDefinition } from "../define/definition.ts";
import { loadStored } from "../io/load-stored.ts";
import { parseLoaded } from "../io/parse-loaded.ts";
import { parseView } from "../io/parse-view.ts";
import type { KeepTable } from "../io/spool.ts";
import { type CellState, cellText, type Observation, unknownCell } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { CellStates } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { observeSource, recordVersion, sourceContext } from "./observe-sources.ts";
import { withinTimeLimit } from "./time-limit.ts";

export interface LoadOptions {
  /** Where the rows of source tables are kept. */
  readonly keep: KeepTable;
  readonly signal: AbortSignal;
}

export interface ResolvedInputs {
  readonly values: { readonly [input: string]: unknown };
  /** The upstream cells as they were read. */
  readonly states: CellStates;
}

/** Looks at every source that the asset reads, and returns the states of all its upstream cells and its own. */
export async function currentStates(environment: ExecutionEnvironment, definition: AssetDefinition, signal: AbortSignal): Promise<CellStates> {
  const found: CellState[] = [];
  for (const source of sourcesRead(environment, definition)) found.push(stateAt(source, await observeSource(environment, source, signal)));
  const states = new Map(await environment.store.cells([definition.key, ...definition.inputs.map((input) => input.upstream)]));
  for (const state of found) states.set(cellText(state), state);
  return states;
}

/**
 * Loads all inputs.
 * @throws HeadwaterError `INPUT_NOT_MATERIALIZED`, `SOURCE_KEEPS_CHANGING`, `VALUE_MISSING`, `VALUE_CORRUPT`, `SCHEMA_MISMATCH`, or what `load` threw.
 */
export async function resolveInputs(
  environment: ExecutionEnvironment,
  definition: AssetDefinition,
  states: CellStates,
  { keep, signal }: LoadOptions,
): Promise<ResolvedInputs> {
  const read = new Map(states);
  const values: Record<string, unknown> = {};
  const loadedSources = new Map<string, unknown>();
  for (const input of definition.inputs) {
    if (!input.loads) continue;
    const upstream = environment.definitions.byKey.get(input.upstream);
    if (upstream?.kind === "source" && !loadedSources.has(upstream.key)) {
      const loaded = await loadSource(environment, upstream, { keep, signal });
      loadedSources.set(upstream.key, loaded.value);
      read.set(cellText(loaded.state), loaded.state);
    }
    const value = upstream?.kind === "source" ? loadedSources.get(upstream.key) : await loadAsset(environment, definition, input, states);
    values[input.name] = await parseView(definition.key, input, value);
  }
  return { values, states: read };
}

function sourcesRead(environment: ExecutionEnvironment, definition: AssetDefinition): readonly SourceDefinition[] {
  const keys = new Set(definition.inputs.map((input) => input.upstream));
  return [...keys].flatMap((key) => {
    const upstream = environment.definitions.byKey.get(key);
    return upstream?.kind === "source" ? [upstream] : [];
  });
}

async function loadAsset(environment: ExecutionEnvironment, definition: AssetDefinition, input: InputDefinition, states: CellStates): Promise<unknown> {
  const stored = states.get(cellText({ asset: input.upstream, partition: null }))?.materialization?.stored;
  if (stored === undefined || stored === null)
    throw new HeadwaterError("INPUT_NOT_MATERIALIZED", { asset: definition.key, input: input.name, upstream: input.upstream });
  return loadStored(environment.values, stored, input.upstream);
}

const maximumLoads = 3;

/**
 * Loads a source so that the value and the recorded version belong together: it is looked at before and after, and
 * loaded again when it changed in between, unless `load` itself says which version it read.
 */
async function loadSource(
  environment: ExecutionEnvironment,
  source: SourceDefinition,
  options: LoadOptions,
): Promise<{ readonly value: unknown; readonly state: CellState }> {
  const { signal } = options;
  for (let loads = 0; loads < maximumLoads; loads++) {
    const before = await observeSource(environment, source, signal);
    const startedAt = new Date();
    const version = before.dataVersion ?? "";
    const { value, stated } = await load(environment, source, version, options);
    if (stated === version) return { value, state: stateAt(source, before) };
    if (stated !== null) {
      const result = { dataVersion: stated, metadata: {} };
      return { value, state: stateAt(source, await recordVersion(environment, { asset: source.key, partition: null, startedAt, result })) };
    }
    const after = await observeSource(environment, source, signal);
    if (after.dataVersion === version) return { value, state: stateAt(source, after) };
  }
  throw new HeadwaterError("SOURCE_KEEPS_CHANGING", { asset: source.key, times: maximumLoads });
}

interface Loaded {
  readonly value: unknown;
  /** The version that `load` says it read; `null` where it says none. */
  readonly stated: string | null;
}

function load(environment: ExecutionEnvironment, source: SourceDefinition, version: string, { keep, signal }: LoadOptions): Promise<Loaded> {
  const limit = source.timeoutMs === null ? null : { ms: source.timeoutMs, what: `load of source "${source.key}"` };
  return withinTimeLimit(signal, limit, async (limited) => {
    const loaded = await source.load({ ...(await sourceContext(environment, source, limited)), version });
    const stated = statedVersion(loaded);
    return { value: await parseLoaded(source, stated === null ? loaded : stated.value, keep), stated: stated?.version ?? null };
  });
}

/** The state that was really read, whatever others have recorded since. */
const stateAt = (source: SourceDefinition, observation: Observation): CellState => ({ ...unknownCell({ asset: source.key, partition: null }), observation });

/** `{ value, version }` exactly: what `load` returns when it knows which version it read. */
function statedVersion(loaded: unknown): { readonly value: unknown; readonly version: string } | null {
  if (typeof loaded !== "object" || loaded === null || !("value" in loaded) || !("version" in loaded)) return null;
  return Object.keys(loaded).length === 2 && typeof loaded.version === "string" ? { value: loaded.value, version: loaded.version } : null;
}
