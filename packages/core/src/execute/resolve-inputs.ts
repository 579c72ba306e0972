/** Resolves a step's inputs to what they are at its start, and loads them: the trace records exactly what was read. */
import { type AssetDefinition, type InputDefinition, outputKeys, type SourceDefinition } from "../define/definition.ts";
import { loadStored } from "../io/load-stored.ts";
import { parseLoaded } from "../io/parse-loaded.ts";
import { parseView } from "../io/parse-view.ts";
import type { KeepTable } from "../io/spool.ts";
import { type CellState, cellText, type Observation, unknownCell } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { CellStates } from "../store/store.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { loadSource } from "./load-source.ts";
import { observeSource } from "./observe-sources.ts";
import { lookOfRun, readSnapshot } from "./read-snapshot.ts";

/** For whom inputs are resolved. */
export interface StepReading {
  readonly runId: string;
  readonly signal: AbortSignal;
}

export interface LoadOptions extends StepReading {
  /** Where the rows of source tables are kept. */
  readonly keep: KeepTable;
}

export interface ResolvedInputs {
  readonly values: { readonly [input: string]: unknown };
  /** The upstream cells as they were read. */
  readonly states: CellStates;
}

/** Looks at every source that the asset reads (but for snapshots that the run has), and returns the states of all its upstream cells and its own. */
export async function currentStates(environment: ExecutionEnvironment, definition: AssetDefinition, { runId, signal }: StepReading): Promise<CellStates> {
  const found: CellState[] = [];
  for (const source of sourcesRead(environment, definition)) {
    found.push(stateAt(source, (await lookOfRun(environment, source, runId)) ?? (await observeSource(environment, source, signal))));
  }
  const states = new Map(await environment.store.cells([...outputKeys(definition), ...definition.inputs.map((input) => input.upstream)]));
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
  options: LoadOptions,
): Promise<ResolvedInputs> {
  const read = new Map(states);
  const values: Record<string, unknown> = {};
  const loadedSources = new Map<string, unknown>();
  for (const input of definition.inputs) {
    if (!input.loads) continue;
    const upstream = environment.definitions.byKey.get(input.upstream);
    if (upstream?.kind === "source" && !loadedSources.has(upstream.key)) {
      const { value, observation } = await readSource(environment, upstream, states, options);
      loadedSources.set(upstream.key, value);
      read.set(cellText({ asset: upstream.key, partition: null }), stateAt(upstream, observation));
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

type ReadSource = { readonly value: unknown; readonly observation: Observation };

async function readSource(environment: ExecutionEnvironment, source: SourceDefinition, states: CellStates, options: LoadOptions): Promise<ReadSource> {
  const look = states.get(cellText({ asset: source.key, partition: null }))?.observation;
  if (!look) throw new TypeError(`Source "${source.key}" is to be read but was not looked at.`);
  if (source.snapshot) return readSnapshot(environment, source, look, options);
  const { signal, keep } = options;
  return loadSource(environment, source, { before: look, signal, take: (loaded) => parseLoaded(source, loaded, keep) });
}

/** The state that was really read, whatever others have recorded since. */
const stateAt = (source: SourceDefinition, observation: Observation): CellState => ({ ...unknownCell({ asset: source.key, partition: null }), observation });
