/** A run held exclusively. In memory, holding is a queue of promises per run. */
import { cellText } from "../../model/cell.ts";
import { togetherText } from "../../model/plan.ts";
import { hasEnded, isFinished } from "../../model/run.ts";
import type { CellStates, LockedRun, NewStep, Settlement, Store } from "../store.ts";
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
        steps.map((step, ordinal) => newEntry(id, ordinal, step, steps)),
      );
      append(state, { kind: "run_planned", runId: id, data: { steps: steps.length } });
    },
    async settle(settlements) {
      for (const settlement of settlements) {
        if (entries()[settlement.ordinal]?.outcome !== "WAITING") continue;
        for (const one of [settlement, ...(settlement.others ?? [])]) settle(state, entries()[one.ordinal], one);
      }
    },
    async makeReady(ordinals) {
      const others = Map.groupBy(entries(), (step) => step.computedWith);
      return ordinals.filter((ordinal) => makeReady(state, [entries()[ordinal] ?? [], others.get(ordinal) ?? []].flat()));
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

function settle(state: MemoryState, step: StepEntry | undefined, { outcome, reason, materialization, failedChecks = [] }: Settlement): void {
  if (step === undefined) return;
  const { asset, partition, runId, ordinal } = step;
  const made = materialization === undefined ? null : publish(state, step, materialization);
  setStep(state, step, { outcome, reason, failedChecks, ready: false, waitingFor: null, endedAt: state.now(), materialization: made?.seq ?? null });
  append(state, { kind: "step_ended", asset, partition, runId, stepId: step.id, data: { ordinal, outcome, reason } });
}

/** @param steps Computed together: the first is the one that runs. */
function makeReady(state: MemoryState, steps: readonly StepEntry[]): boolean {
  const [first, ...others] = steps;
  if (first === undefined || first.outcome !== "WAITING") return false;
  const taken = steps.flatMap((step) => holderOf(state, step) ?? [])[0];
  if (taken !== undefined) {
    setStep(state, first, { waitingFor: `run ${taken.runId}, which computes ${taken.asset} now` });
    return false;
  }
  for (const step of steps) state.holders.set(cellText(step), step.id);
  setStep(state, first, { ready: true, attempts: first.attempts + 1, waitingFor: "a worker", sentAt: null });
  for (const step of others) setStep(state, step, { ready: true });
  return true;
}

/** The other step that is handed out for the same cell. */
function holderOf(state: MemoryState, step: StepEntry): StepEntry | undefined {
  const holder = stepEntry(state, state.holders.get(cellText(step)) ?? "");
  return holder !== undefined && holder.id !== step.id && holder.ready && !hasEnded(holder.outcome) ? holder : undefined;
}

function newEntry(runId: string, ordinal: number, step: NewStep, steps: readonly NewStep[]): StepEntry {
  const { asset, partition, action, wave, reason, needs, computedWith = null } = step;
  const runs = computedWith === null ? undefined : steps[computedWith];
  return {
    id: `${runId}.${ordinal}`,
    runId,
    ordinal,
    ...{ asset, partition, action, wave, reason, needs, computedWith },
    outcome: "WAITING",
    ready: false,
    waitingFor: runs === undefined ? null : togetherText(runs.asset),
    attempts: 0,
    notBefore: null,
    worker: null,
    startedAt: null,
    endedAt: null,
    progress: null,
    error: null,
    materialization: null,
    failedChecks: [],
    token: null,
    leaseUntil: 0,
    losses: 0,
    sentAt: null,
  };
}
