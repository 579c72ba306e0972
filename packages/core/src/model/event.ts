/** An append-only fact. Everything else that is remembered is a projection of these. */
import type { Json } from "./json.ts";

export const eventKinds = [
  "definitions_activated",
  "definitions_broken",
  "observation",
  "observation_failed",
  "run_created",
  "run_planned",
  "run_cancelling",
  "run_ended",
  "step_started",
  "step_progress",
  "step_ended",
  "step_lost",
  "step_retried",
  "materialization",
  "accepted",
  "wiped",
  "reported",
  "renamed",
  "worker_started",
  "worker_stopped",
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What people and outside systems do to a cell; the rest happens in runs and by looks. */
export const kindsByHand = ["accepted", "wiped", "reported", "renamed"] as const satisfies readonly EventKind[];

export interface Event {
  /** A decimal number, increasing; `"0"` is before all events. */
  readonly seq: string;
  readonly at: Date;
  readonly kind: EventKind;
  readonly asset: string | null;
  readonly partition: string | null;
  readonly runId: string | null;
  readonly stepId: string | null;
  readonly data: { readonly [name: string]: Json };
}
