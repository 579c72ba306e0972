/** Event and projection of one materialization. */
import type { Materialization } from "../../model/cell.ts";
import type { Step } from "../../model/run.ts";
import type { NewMaterialization } from "../store.ts";
import { append, type MemoryState, reuseKey, setCell } from "./memory-state.ts";

export function publish(state: MemoryState, step: Step, { traceKey, ...made }: NewMaterialization): Materialization {
  const event = append(state, {
    kind: "materialization",
    asset: step.asset,
    partition: step.partition,
    runId: step.runId,
    stepId: step.id,
    data: {
      outcome: made.outcome,
      dataVersion: made.trace.dataVersion,
      rows: made.stored?.rows ?? null,
      bytes: made.stored?.bytes ?? null,
      durationMs: made.durationMs,
    },
  });
  const materialization: Materialization = {
    ...made,
    asset: step.asset,
    partition: step.partition,
    seq: event.seq,
    at: event.at,
    computedAt: made.computedAt ?? event.at,
    computedBy: made.computedBy ?? (step.computedWith === null ? step.id : `${step.runId}.${step.computedWith}`),
    checks: made.checks ?? [],
    runId: step.runId,
    stepId: step.id,
  };
  state.materializations.push(materialization);
  state.reusable.set(reuseKey(step, traceKey), materialization);
  setCell(state, step, { materialization, wiped: false, report: null });
  return materialization;
}
