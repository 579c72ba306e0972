/** All that a memory store remembers, and the one way to append an event. */
import type { CellRef, CellState, Materialization, Observation, Report } from "../../model/cell.ts";
import { cellText, unknownCell } from "../../model/cell.ts";
import type { Event } from "../../model/event.ts";
import type { Run, Step } from "../../model/run.ts";
import type { Worker } from "../../model/worker.ts";
import type { BrokenDefinitions, CodeLocation, ObservationRequest } from "../store.ts";

export interface StepEntry extends Step {
  readonly token: string | null;
  readonly leaseUntil: number;
  readonly sentAt: number | null;
}

export interface MemoryState {
  location: CodeLocation | null;
  broken: BrokenDefinitions | null;
  readonly events: Event[];
  readonly cells: Map<string, CellState>;
  /** In order of their sequence numbers. */
  readonly materializations: Materialization[];
  /** The newest materialization by cell and trace key. */
  readonly reusable: Map<string, Materialization>;
  readonly observations: Observation[];
  /** Start of the look that a source's current state comes from, by cell text. */
  readonly looks: Map<string, Date>;
  readonly requests: Map<string, ObservationRequest & { readonly sentAt: number | null }>;
  readonly runs: Map<string, Run>;
  /** By run id, then ordinal. */
  readonly steps: Map<string, StepEntry[]>;
  /** The step that was handed out last for a cell, by cell text. */
  readonly holders: Map<string, string>;
  /** By idempotency key. */
  readonly reports: Map<string, Report>;
  /** Sequence numbers of observations by idempotency key. */
  readonly observationKeys: Map<string, string>;
  readonly workers: Map<string, Worker>;
  readonly wakers: Set<() => void>;
  readonly now: () => Date;
}

export const emptyState = (now: () => Date): MemoryState => ({
  location: null,
  broken: null,
  events: [],
  cells: new Map(),
  materializations: [],
  reusable: new Map(),
  observations: [],
  looks: new Map(),
  requests: new Map(),
  runs: new Map(),
  steps: new Map(),
  holders: new Map(),
  reports: new Map(),
  observationKeys: new Map(),
  workers: new Map(),
  wakers: new Set(),
  now,
});

/** Appends an event, wakes subscribers (after the current task) and returns the event. */
export function append(state: MemoryState, event: Pick<Event, "kind" | "data"> & Partial<Event>): Event {
  const complete: Event = {
    asset: null,
    partition: null,
    runId: null,
    stepId: null,
    ...event,
    seq: String(state.events.length + 1),
    at: state.now(),
  };
  state.events.push(complete);
  wake(state);
  return complete;
}

export function wake(state: MemoryState): void {
  for (const waker of state.wakers) queueMicrotask(waker);
}

export const cellOf = (state: MemoryState, cell: CellRef): CellState => state.cells.get(cellText(cell)) ?? unknownCell(cell);

export function setCell(state: MemoryState, cell: CellRef, change: Partial<CellState>): void {
  state.cells.set(cellText(cell), { ...cellOf(state, cell), ...change });
}

export function setStep(state: MemoryState, step: StepEntry, change: Partial<StepEntry>): StepEntry {
  const changed = { ...step, ...change };
  const steps = state.steps.get(step.runId);
  if (steps !== undefined) steps[step.ordinal] = changed;
  return changed;
}

export const reuseKey = (cell: CellRef, traceKey: string): string => JSON.stringify([cell.asset, cell.partition, traceKey]);

/** A step by its id `<run>.<ordinal>`. */
export function stepEntry(state: MemoryState, stepId: string): StepEntry | undefined {
  const dot = stepId.lastIndexOf(".");
  return state.steps.get(stepId.slice(0, dot))?.[Number(stepId.slice(dot + 1))];
}
