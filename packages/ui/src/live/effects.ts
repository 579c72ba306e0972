/** What a batch of events means for the cache: which steps changed at once, and which queries have to be asked again. */
import type { Json } from "../graphql/graphql.ts";
import type { Outcome } from "../graphql/words.ts";
import type { LiveEvent } from "./queries.ts";

/** What an event alone says about a step: enough to move a ring without asking the server. */
export interface StepPatch {
  readonly run: string;
  readonly step: string;
  readonly asset: string;
  readonly changes: {
    readonly outcome?: Outcome;
    readonly reason?: string;
    readonly progress?: number | null;
    readonly startedAt?: string;
    readonly endedAt?: string;
  };
}

/** The first element of a query key, or the first two. */
export type Scope = readonly [string] | readonly [string, string];

export interface Effects {
  readonly patches: readonly StepPatch[];
  readonly scopes: readonly Scope[];
}

/** Pure: the same events always mean the same. An event of a kind that is not known refreshes everything shown. */
export function effectsOf(events: readonly LiveEvent[]): Effects {
  const patches = events.map(patchOf).filter((patch) => patch !== undefined);
  const scopes = new Map(events.flatMap(scopesOf).map((scope) => [scope.join(" "), scope]));
  return { patches, scopes: [...scopes.values()] };
}

function patchOf(event: LiveEvent): StepPatch | undefined {
  if (event.run === null || event.step === null || event.asset === null) return undefined;
  const about = { run: event.run, step: event.step, asset: event.asset };
  switch (event.kind) {
    case "step_started":
      return { ...about, changes: { outcome: "RUNNING", progress: null, startedAt: event.at } };
    case "step_progress":
      return { ...about, changes: { progress: numberIn(event.data, "fraction") } };
    case "step_ended": {
      const outcome = textIn(event.data, "outcome") as Outcome | undefined;
      return outcome && { ...about, changes: { outcome, reason: textIn(event.data, "reason") ?? "", endedAt: event.at } };
    }
    case "step_lost":
    case "step_retried":
      return { ...about, changes: { outcome: "WAITING", progress: null } };
    default:
      return undefined;
  }
}

function scopesOf(event: LiveEvent): readonly Scope[] {
  const run: readonly Scope[] = event.run === null ? [] : [["run", event.run]];
  const asset: readonly Scope[] = event.asset === null ? [] : [["asset"], ["lineage"], ["catalog"]];
  switch (event.kind) {
    case "step_progress":
      return [];
    case "step_ended":
      return [...run, ...asset, ["runs"], ...about("failedAttempts", event)];
    case "step_started":
    case "step_lost":
    case "step_retried":
      return [...run, ...asset, ["runs"]];
    case "run_created":
    case "run_planned":
    case "run_ended":
      return [...run, ["runs"], ["openRun"], ["plan"]];
    case "materialization":
      return [...asset, ["plan"], ...about("materializations", event), ...about("preview", event)];
    case "observation":
    case "observation_failed":
      return [...asset, ["plan"], ["checked"], ...about("observations", event)];
    case "definitions_broken":
      return [["brokenDefinitions"]];
    case "worker_started":
    case "worker_stopped":
      return [["workers"]];
    default:
      return [
        ["lineage"],
        ["catalog"],
        ["vocabulary"],
        ["plan"],
        ["asset"],
        ["runs"],
        ["openRun"],
        ["workers"],
        ["checked"],
        ["brokenDefinitions"],
        ...run,
        ...about("byHand", event),
      ];
  }
}

const about = (name: string, event: LiveEvent): readonly Scope[] => (event.asset === null ? [] : [[name, event.asset]]);

function fieldOf(data: Json, name: string): Json | undefined {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as { readonly [name: string]: Json })[name] : undefined;
}

function textIn(data: Json, name: string): string | undefined {
  const value = fieldOf(data, name);
  return typeof value === "string" ? value : undefined;
}

function numberIn(data: Json, name: string): number | null {
  const value = fieldOf(data, name);
  return typeof value === "number" ? value : null;
}
