/** Reads a source with `snapshot: true`: loaded once per version into the value store, and the same for all steps of a run. */
import type { SourceDefinition } from "../define/definition.ts";
import { loadWhole, storeLoaded } from "../io/store-loaded.ts";
import type { Observation } from "../model/cell.ts";
import { HeadwaterError } from "../model/errors.ts";
import { faultPoint } from "../model/fault-point.ts";
import type { RunSnapshot, SnapshotSource } from "../model/snapshot.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { loadSource } from "./load-source.ts";
import { nodesOf } from "./nodes-of.ts";

export interface SnapshotReading {
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** The look by which a run reads a source; `null` where none of its steps has read it yet, and for a source without snapshots. */
export async function lookOfRun(environment: ExecutionEnvironment, source: SourceDefinition, runId: string): Promise<Observation | null> {
  if (!source.snapshot) return null;
  return (await environment.store.runSnapshot(runId, identity(environment, source)))?.observation ?? null;
}

/**
 * What a run reads of a source. The first step that needs it takes the snapshot of the version that it found, or loads one; of steps that do
 * so at the same time one decides for all. Bytes that are gone or damaged are loaded again.
 */
export async function readSnapshot(
  environment: ExecutionEnvironment,
  source: SourceDefinition,
  look: Observation,
  { runId, signal }: SnapshotReading,
): Promise<{ readonly value: unknown; readonly observation: Observation }> {
  const { store, values } = environment;
  const of = identity(environment, source);
  for (let isSecondTime = false; ; isSecondTime = true) {
    const { snapshot, observation } =
      (await store.runSnapshot(runId, of)) ?? (await store.takeSnapshot(runId, await snapshotAt(environment, source, look, signal)));
    try {
      return { value: await loadWhole(values, snapshot.stored, source.key), observation };
    } catch (error) {
      const isDamaged = HeadwaterError.is(error, "VALUE_MISSING") || HeadwaterError.is(error, "VALUE_CORRUPT");
      if (isSecondTime || !isDamaged) throw error;
      await store.forgetSnapshot(snapshot);
    }
  }
}

async function snapshotAt(environment: ExecutionEnvironment, source: SourceDefinition, look: Observation, signal: AbortSignal): Promise<RunSnapshot> {
  const of = identity(environment, source);
  const kept = await environment.store.snapshot({ ...of, dataVersion: look.dataVersion ?? "" });
  if (kept !== null) return { snapshot: kept, observation: look };
  const take = (loaded: unknown) => storeLoaded(environment.values, source, loaded);
  const { value: stored, observation } = await loadSource(environment, source, { before: look, signal, take });
  faultPoint("after-snapshot");
  return { snapshot: { ...of, dataVersion: observation.dataVersion ?? "", stored }, observation };
}

const identity = (environment: ExecutionEnvironment, { key }: SourceDefinition): SnapshotSource => ({
  asset: key,
  partition: null,
  codeVersion: nodesOf(environment).get(key)?.codeVersion ?? "",
});
