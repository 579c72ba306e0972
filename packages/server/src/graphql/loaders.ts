/** Loads records by id, collected over one request: a list of a hundred things costs one statement, not a hundred. */
import type { Materialization, Observation, Run, Step, StepCounts, Store } from "@headwater/core/engine";
import DataLoader from "dataloader";

interface Newest {
  readonly asset: string;
  readonly limit: number;
}

export interface Loaders {
  readonly run: DataLoader<string, Run | null>;
  readonly step: DataLoader<string, Step | null>;
  readonly failedSteps: DataLoader<string, readonly Step[]>;
  readonly stepCounts: DataLoader<string, StepCounts>;
  readonly materialization: DataLoader<string, Materialization | null>;
  readonly observation: DataLoader<string, Observation | null>;
  /** The newest of an asset, at most `limit`. */
  readonly newestMaterializations: DataLoader<Newest, readonly Materialization[], string>;
  readonly newestObservations: DataLoader<Newest, readonly Observation[], string>;
  /** How long an asset is likely to take, in milliseconds; `null` where that is not known. */
  readonly expectedMs: DataLoader<string, number | null>;
  /** The text of a declaration by its hash; `null` where it was not kept. */
  readonly codeText: DataLoader<string, string | null>;
}

const noSteps: StepCounts = { WAITING: 0, RUNNING: 0, SUCCEEDED: 0, UNCHANGED: 0, REUSED: 0, FAILED: 0, SKIPPED: 0, BLOCKED: 0, CANCELLED: 0 };

/** The loaders of one request. */
export const createLoaders = (store: Store): Loaders => ({
  run: byId(
    (ids) => store.runsById(ids),
    (run) => run.id,
  ),
  step: byId(
    (ids) => store.stepsById(ids),
    (step) => step.id,
  ),
  materialization: byId(
    (seqs) => store.materializationsBySeq(seqs),
    (materialization) => materialization.seq,
  ),
  observation: byId(
    (seqs) => store.observationsBySeq(seqs),
    (observation) => observation.seq,
  ),
  failedSteps: new DataLoader(async (ids) => {
    const failed = Map.groupBy(await store.failedSteps(ids), (step) => step.runId);
    return ids.map((id) => failed.get(id) ?? []);
  }),
  newestMaterializations: newestOf((assets, limit) => store.newestMaterializations(assets, limit)),
  newestObservations: newestOf((assets, limit) => store.newestObservations(assets, limit)),
  expectedMs: new DataLoader(async (assets) => {
    const durations = await store.usualDurations(assets);
    return assets.map((asset) => durations.get(asset) ?? null);
  }),
  codeText: new DataLoader(async (hashes) => {
    const texts = await store.codeTexts(hashes);
    return hashes.map((hash) => texts.get(hash) ?? null);
  }),
  stepCounts: new DataLoader(async (ids) => {
    const counts = await store.stepCounts(ids);
    return ids.map((id) => counts.get(id) ?? noSteps);
  }),
});

const byId = <T>(read: (ids: readonly string[]) => Promise<readonly T[]>, idOf: (item: T) => string) =>
  new DataLoader<string, T | null>(async (ids) => {
    const found = new Map((await read(ids)).map((item) => [idOf(item), item]));
    return ids.map((id) => found.get(id) ?? null);
  });

/** One read for each limit: a query names few of them, however many assets it lists. */
const newestOf = <T>(read: (assets: readonly string[], limit: number) => Promise<ReadonlyMap<string, readonly T[]>>) =>
  new DataLoader<Newest, readonly T[], string>(
    async (wanted) => {
      const found = new Map<number, ReadonlyMap<string, readonly T[]>>();
      for (const [limit, ofLimit] of Map.groupBy(wanted, ({ limit }) => limit)) {
        found.set(
          limit,
          await read(
            ofLimit.map(({ asset }) => asset),
            limit,
          ),
        );
      }
      return wanted.map(({ asset, limit }) => found.get(limit)?.get(asset) ?? []);
    },
    { cacheKeyFn: ({ asset, limit }) => `${limit} ${asset}` },
  );
