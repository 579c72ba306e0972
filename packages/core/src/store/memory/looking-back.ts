/** What the history tells: how long things usually take, and how old the data behind them is. */
import { usualDuration, usualDurationSample } from "../../model/usual-duration.ts";
import type { Store } from "../store.ts";
import type { MemoryState } from "./memory-state.ts";

export function lookingBack(state: MemoryState): Pick<Store, "usualDurations" | "oldestLooks" | "observationsBySeq"> {
  const oldestLook = (seq: string, known: Map<string, Date | undefined>): Date | undefined => {
    if (known.has(seq)) return known.get(seq);
    const looked = state.observations.find((observation) => observation.seq === seq)?.checkedAt;
    const inputs = state.materializations.find((materialization) => materialization.seq === seq)?.trace.inputs ?? [];
    const behind = inputs.flatMap(({ cells }) => cells).flatMap((cell) => (cell.seq === null ? [] : [oldestLook(cell.seq, known)]));
    const [oldest] = [looked, ...behind].filter((date) => date !== undefined).toSorted((a, b) => a.getTime() - b.getTime());
    known.set(seq, oldest);
    return oldest;
  };
  return {
    async usualDurations(assets) {
      const computed = state.materializations.filter((materialization) => materialization.outcome === "SUCCEEDED");
      const durations = Map.groupBy(computed, (materialization) => materialization.asset);
      return new Map(
        assets.flatMap((asset) => {
          const last = durations.get(asset)?.slice(-usualDurationSample);
          return last === undefined ? [] : [[asset, usualDuration(last.map(({ durationMs }) => durationMs))]];
        }),
      );
    },
    async oldestLooks(seqs) {
      const known = new Map<string, Date | undefined>();
      return new Map(
        seqs.flatMap((seq) => {
          const oldest = oldestLook(seq, known);
          return oldest === undefined ? [] : [[seq, oldest]];
        }),
      );
    },
    async observationsBySeq(seqs) {
      const wanted = new Set(seqs);
      return state.observations.filter((observation) => wanted.has(observation.seq));
    },
  };
}
