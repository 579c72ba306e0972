/** A run held exclusively. In memory, holding is a queue of promises per run. */
import { cellText } from "../../model/cell.ts";
import { hasEnded, isFinished } from "../../model/run.ts";
import type { CellStates, LockedRun, Store } from "../store.ts";
import { append, type MemoryState, reuseKey, type StepEntry, setStep, stepEntry } from "./memory-state.ts";
import { publish } from "./publish.ts";

export function locking(state: MemoryState): Pick<Store, "lockRun"> {
  const queues = new Map<string, Promise<unknown>>();
  return {
    async lockRun(id, work) {
      const before = queues.get(id) ?? Promise.resolve();
      const turn = before.then(() => (state.runs.has(id) ? work(lockedRun(state, id)) : null));
      const settled = turn.catch(() => undefined);
      queues.set(id, settled);
      try {
        return await turn;
      } finally {
        if (queues.get(id) === settled) queues.delete(id);
      }
    },
  };
}

function lockedRun(state: MemoryState, id: string): LockedRun {
  const current = () => {
    const run = state.runs.get(id);
    if (run === undefined) throw new TypeError(`Run ${id} was locked but does not exist.`);
    return run;
  };
  const entries = (): readonly StepEntry[] => state.steps.get(id) ?? [];
  return {
    run: current(),
    async observationRequest() {
      return [...state.requests.values()].findLast((request) => request.runId === id) ?? null;
    },
    async steps() {
      return [...entries()];
    },
    async cells(assets) {
      return statesOf(state, assets);
    },
    async findReusable(cell, traceKey) {
      return state.reusable.get(reuseKey(cell, traceKey)) ?? null;
    },
    async plan(definitionsVersion, steps) {
      const startedAt = state.now();
      state.runs.set(id, { ...current(), status: "RUNNING", definitionsVersion, startedAt });
      state.steps.set(
        id,
        steps.map((step, ordinal) => newEntry(id, ordinal, step)),
      );
      append(state, { kind: "run_planned", runId: id, data: { steps: steps.length } });
    },
    async settle(settlements) {
      for (const { ordinal, outcome, reason, materialization } of settlements) {
        const step = entries()[ordinal];
        if (step === undefined || step.outcome !== "WAITING") continue;
        const made = materialization === undefined ? null : publish(state, step, materialization);
        setStep(state, step, { outcome, reason, ready: false, waitingFor: null, endedAt: state.now(), materialization: made?.seq ?? null });
        append(state, { kind: "step_ended", asset: step.asset, partition: step.partition, runId: id, stepId: step.id, data: { ordinal, outcome, reason } });
      }
    },
    async makeReady(ordinals) {
      return ordinals.filter((ordinal) => makeReady(state, entries()[ordinal]));
    },
    async end(status, because) {
      if (isFinished(current().status) || entries().some((step) => step.outcome === "RUNNING")) return;
      state.runs.set(id, { ...current(), status, endedBecause: because, endedAt: state.now() });
      append(state, { kind: "run_ended", runId: id, data: { status, because: because === null ? null : { ...because } } });
    },
  };
}

export function statesOf(state: MemoryState, assets: readonly string[] | undefined): CellStates {
  if (assets === undefined) return new Map(state.cells);
  const wanted = new Set(assets);
  return new Map([...state.cells].filter(([, cell]) => wanted.has(cell.asset)));
}

function makeReady(state: MemoryState, step: StepEntry | undefined): boolean {
  if (step === undefined || step.outcome !== "WAITING") return false;
  const holder = stepEntry(state, state.holders.get(cellText(step)) ?? "");
  if (holder !== undefined && holder.id !== step.id && holder.ready && !hasEnded(holder.outcome)) {
    setStep(state, step, { waitingFor: `run ${holder.runId}, which computes ${step.asset} now` });
    return false;
  }
  state.holders.set(cellText(step), step.id);
  setStep(state, step, { ready: true, attempts: step.attempts + 1, waitingFor: "a worker", sentAt: null });
  return true;
}

function newEntry(runId: string, ordinal: number, step: Pick<StepEntry, "asset" | "partition" | "action" | "wave" | "reason" | "needs">): StepEntry {
  const { asset, partition, action, wave, reason, needs } = step;
  return {
    id: `${runId}.${ordinal}`,
    runId,
    ordinal,
    ...{ asset, partition, action, wave, reason, needs },
    outcome: "WAITING",
    ready: false,
    waitingFor: null,
    attempts: 0,
    notBefore: null,
    worker: null,
    startedAt: null,
    endedAt: null,
    progress: null,
    error: null,
    materialization: null,
    token: null,
    leaseUntil: 0,
    losses: 0,
    sentAt: null,
  };
}
