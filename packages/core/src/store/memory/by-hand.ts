/** What people and outside systems say of cells: accepted, wiped, reported. */
import type { Report } from "../../model/cell.ts";
import type { Store } from "../store.ts";
import { append, cellOf, type MemoryState, setCell } from "./memory-state.ts";

export function byHand(state: MemoryState): Pick<Store, "now" | "accept" | "retrace" | "wipe" | "report"> {
  return {
    async now() {
      return state.now();
    },
    async accept(acceptances, { by, note }) {
      return acceptances.flatMap(({ asset, partition, materialization: seq, trace }) => {
        const { materialization } = cellOf(state, { asset, partition });
        if (materialization?.seq !== seq) return [];
        setCell(state, { asset, partition }, { materialization: { ...materialization, trace }, report: null });
        append(state, { kind: "accepted", asset, partition, data: { by, note, dataVersion: trace.dataVersion } });
        return [{ asset, partition }];
      });
    },
    async retrace(acceptances) {
      for (const { asset, partition, materialization: seq, trace } of acceptances) {
        const { materialization } = cellOf(state, { asset, partition });
        if (materialization?.seq === seq) setCell(state, { asset, partition }, { materialization: { ...materialization, trace } });
      }
    },
    async wipe(cells, { by, note }) {
      return cells.flatMap(({ asset, partition }) => {
        const { materialization, wiped } = cellOf(state, { asset, partition });
        if (materialization === null || wiped) return [];
        setCell(state, { asset, partition }, { wiped: true, report: null });
        append(state, { kind: "wiped", asset, partition, data: { by, note } });
        return [{ asset, partition }];
      });
    },
    async report({ asset, partition, dataVersion, metadata, idempotencyKey }) {
      const known = idempotencyKey === null ? undefined : state.reports.get(idempotencyKey);
      if (known !== undefined) return known;
      const { seq, at } = append(state, { kind: "reported", asset, partition, data: { dataVersion } });
      const report: Report = { asset, partition, seq, at, dataVersion, metadata };
      if (idempotencyKey !== null) state.reports.set(idempotencyKey, report);
      setCell(state, report, { report });
      return report;
    },
  };
}
