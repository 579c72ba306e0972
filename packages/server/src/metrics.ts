/** What the server tells a monitoring system, as Prometheus reads it. */
import type { Outcome, RunStatus, Store, Worker } from "@headwater/core/engine";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { EventHub } from "./graphql/event-hub.ts";

interface Sources {
  readonly store: Store;
  readonly events: EventHub;
  readonly workers: () => Promise<readonly Worker[]>;
}

export interface Metrics {
  readonly contentType: string;
  /** As things stand now. What only the database knows is left out while it is away. */
  read(): Promise<string>;
}

const openStatuses: readonly RunStatus[] = ["QUEUED", "RUNNING", "CANCELLING"];
const endStatuses: readonly RunStatus[] = ["SUCCEEDED", "FAILED", "CANCELLED"];
const openOutcomes: readonly Outcome[] = ["WAITING", "RUNNING"];
const endOutcomes: readonly Outcome[] = ["SUCCEEDED", "UNCHANGED", "REUSED", "FAILED", "SKIPPED", "BLOCKED", "CANCELLED"];

/** Counts what ends from now on. */
export function createMetrics(sources: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countEnds(sources.events, registry);
  return { contentType: registry.contentType, read: async () => `${await registry.metrics()}\n${await standing(sources)}` };
}

function countEnds(events: EventHub, registry: Registry): void {
  const registers = [registry];
  const runs = new Counter({ name: "headwater_runs_ended_total", help: "Runs that ended since the server started.", labelNames: ["status"], registers });
  const steps = new Counter({ name: "headwater_steps_ended_total", help: "Steps that ended since the server started.", labelNames: ["outcome"], registers });
  for (const status of endStatuses) runs.inc({ status }, 0);
  for (const outcome of endOutcomes) steps.inc({ outcome }, 0);
  events.listen(({ kind, data }) => {
    if (kind === "run_ended") runs.inc({ status: String(data.status) });
    if (kind === "step_ended") steps.inc({ outcome: String(data.outcome) });
  });
}

/** How things stand in the database. A registry of its own: two that ask at once do not mix. */
async function standing(sources: Sources): Promise<string> {
  const registers = [new Registry()] as const;
  const gauge = (name: string, help: string, value: number) => new Gauge({ name: `headwater_${name}`, help, registers: [...registers] }).set(value);
  const gauges = <L extends string>(name: string, help: string, label: L, values: ReadonlyMap<string, number>): void => {
    const labelled = new Gauge<L>({ name: `headwater_${name}`, help, labelNames: [label], registers: [...registers] });
    for (const [value, count] of values) labelled.set({ [label]: value } as { [name in L]: string }, count);
  };
  const found = await look(sources).catch(() => null);
  gauge("database_up", "1 while the database answers, else 0.", found === null ? 0 : 1);
  if (found !== null) {
    gauges("runs_open", "Runs that have not ended.", "status", found.runs);
    gauges("steps_open", "Steps of open runs that have not ended.", "outcome", found.steps);
    gauge("workers", "Live workers that take work from everybody.", found.workers.length);
    gauge("worker_slots", "Steps that the live workers run at most at a time.", sum(found.workers.map(({ slots }) => slots)));
    gauge("worker_slots_taken", "Steps that the live workers run now.", sum(found.workers.map(({ running }) => running)));
    gauge("events_behind", "How far the number of the last event that this server followed lies behind that of the newest.", found.behind);
  }
  return registers[0].metrics();
}

async function look({ store, events, workers }: Sources) {
  const [open, live, newest] = await Promise.all([store.openRuns(), workers(), store.lastSeq()]);
  const counts = [...(await store.stepCounts(open.map(({ id }) => id))).values()];
  return {
    runs: new Map(openStatuses.map((status) => [status, open.filter((run) => run.status === status).length])),
    steps: new Map(openOutcomes.map((outcome) => [outcome, sum(counts.map((ofRun) => ofRun[outcome]))])),
    workers: live,
    behind: Math.max(0, Number(BigInt(newest) - BigInt(events.position()))),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
