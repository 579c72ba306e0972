/** Runs, their steps, and the history of assets. */
import { type EventKind, kindsByHand } from "../../model/event.ts";
import { countSteps, isFinished, type Run } from "../../model/run.ts";
import type { PageOptions, StepPage, Store } from "../store.ts";
import { keysOfHistory } from "./former-cells.ts";
import { append, type MemoryState, stepEntry } from "./memory-state.ts";

type Runs = Pick<
  Store,
  | "createRun"
  | "run"
  | "runs"
  | "steps"
  | "step"
  | "openRuns"
  | "requestCancel"
  | "materializations"
  | "newestMaterializations"
  | "newestObservations"
  | "materialization"
  | "materializationsBySeq"
  | "observations"
  | "eventsByHand"
  | "runsById"
  | "stepsById"
  | "stepCounts"
  | "stepsOfAsset"
  | "failedSteps"
>;

export function runs(state: MemoryState): Runs {
  const newestFirst = (): readonly Run[] => [...state.runs.values()].reverse();
  return {
    async createRun(wanted) {
      const run: Run = {
        id: crypto.randomUUID(),
        status: "QUEUED",
        config: {},
        upstream: false,
        observe: true,
        skipBlocked: false,
        confirmedPlan: null,
        note: null,
        retryOf: null,
        ...wanted,
        definitionsVersion: null,
        endedBecause: null,
        createdAt: state.now(),
        startedAt: null,
        endedAt: null,
      };
      state.runs.set(run.id, run);
      append(state, { kind: "run_created", runId: run.id, data: { status: run.status, select: run.select, mode: run.mode } });
      return run;
    },
    async run(id) {
      return state.runs.get(id) ?? null;
    },
    async runs({ limit, before, status, asset, idPrefix = "" }) {
      const all = newestFirst();
      const start = before === undefined ? 0 : state.runs.has(before) ? all.findIndex((run) => run.id === before) + 1 : all.length;
      const hasAsset = (run: Run): boolean => asset === undefined || (state.steps.get(run.id) ?? []).some((step) => step.asset === asset);
      return all
        .slice(start)
        .filter((run) => (status?.includes(run.status) ?? true) && run.id.startsWith(idPrefix) && hasAsset(run))
        .slice(0, limit);
    },
    async steps(runId, { limit, after = -1, outcome }: Partial<StepPage> = {}) {
      const following = (state.steps.get(runId) ?? []).filter((step) => step.ordinal > after && (outcome?.includes(step.outcome) ?? true));
      return following.slice(0, limit);
    },
    async stepsOfAsset({ asset, limit, before, outcome }) {
      const all = newestFirst().flatMap(({ id }) => [...(state.steps.get(id) ?? [])].reverse());
      const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1 || all.length;
      return all
        .slice(from)
        .filter((step) => step.asset === asset && (outcome?.includes(step.outcome) ?? true))
        .slice(0, limit);
    },
    async failedSteps(runIds) {
      return runIds.flatMap((id) => (state.steps.get(id) ?? []).filter(({ outcome, failedChecks }) => outcome === "FAILED" || failedChecks.length > 0));
    },
    async step(stepId) {
      return stepEntry(state, stepId) ?? null;
    },
    async runsById(ids) {
      return ids.flatMap((id) => state.runs.get(id) ?? []);
    },
    async stepsById(ids) {
      return ids.flatMap((id) => stepEntry(state, id) ?? []);
    },
    async stepCounts(runIds) {
      return new Map(runIds.map((id) => [id, countSteps(state.steps.get(id) ?? [])]));
    },
    async openRuns() {
      return [...state.runs.values()].filter((run) => !isFinished(run.status));
    },
    async requestCancel(id) {
      const run = state.runs.get(id);
      if (run === undefined || isFinished(run.status)) return false;
      if (run.status !== "CANCELLING") {
        state.runs.set(id, { ...run, status: "CANCELLING" });
        append(state, { kind: "run_cancelling", runId: id, data: { status: "CANCELLING" } });
      }
      return true;
    },
    async materializations(options) {
      return page(state, state.materializations, options);
    },
    async newestMaterializations(assets, limit) {
      return new Map(assets.map((asset) => [asset, page(state, state.materializations, { asset, limit })]));
    },
    async newestObservations(assets, limit) {
      return new Map(assets.map((asset) => [asset, page(state, state.observations, { asset, limit })]));
    },
    async materialization(seq) {
      return state.materializations.find((made) => made.seq === seq) ?? null;
    },
    async materializationsBySeq(seqs) {
      const wanted = new Set(seqs);
      return state.materializations.filter((made) => wanted.has(made.seq));
    },
    async observations(options) {
      return page(state, state.observations, options);
    },
    async eventsByHand(options) {
      const kinds: readonly EventKind[] = kindsByHand;
      const about = state.events.flatMap((event) => (event.asset !== null && kinds.includes(event.kind) ? [{ ...event, asset: event.asset }] : []));
      return page(state, about, options);
    },
  };
}

function page<T extends { readonly seq: string; readonly asset: string }>(
  state: MemoryState,
  items: readonly T[],
  { asset, limit, before }: PageOptions & { readonly asset: string },
): readonly T[] {
  const ends = keysOfHistory(state, asset);
  const older = items.filter((item) => Number(item.seq) < Math.min(ends.get(item.asset) ?? 0, Number(before ?? Number.POSITIVE_INFINITY)));
  return older.reverse().slice(0, limit);
}
