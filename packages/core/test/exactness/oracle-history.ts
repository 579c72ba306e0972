/** All that ever happened, as the oracle remembers it: a list of facts, from which everything is found anew each time. */
import { type CheckSpec, type NodeSpec, nodeOf, type World } from "./world.ts";

/** One input as a materialization read it: the literal version of the upstream cell, `null` where it did not exist. */
export interface ReadInput {
  readonly name: string;
  readonly upstream: string;
  readonly triggers: boolean;
  readonly version: string | null;
}
/** What a trace says. */
export interface Trace {
  readonly key: string;
  readonly code: number;
  readonly bias: number;
  readonly inputs: readonly ReadInput[];
  /** The data version. */
  readonly version: string;
}
export interface Computed extends Trace {
  readonly fact: "computed";
  /** Which call of the function it comes from. */
  readonly call: number;
  readonly value: number;
  /** When the value was computed, in ticks. */
  readonly at: number;
  readonly readPrevious: boolean;
  /** The check as it was declared then, if there was one, and whether it passed. */
  readonly checked: (Pick<CheckSpec, "severity" | "blocking"> & { readonly passed: boolean }) | null;
}
type Fact =
  | Computed
  | (Trace & { readonly fact: "accepted" })
  | { readonly fact: "wiped"; readonly key: string }
  | { readonly fact: "reported"; readonly key: string; readonly version: string };

/** In order. */
export interface History {
  readonly facts: readonly Fact[];
  readonly observations: readonly { readonly key: string; readonly version: string }[];
}
export const noHistory: History = { facts: [], observations: [] };

export const biasOf = (node: NodeSpec): number => node.bias ?? 0;
export const factsOf = (history: History, key: string): readonly Fact[] => history.facts.filter((fact) => fact.key === key);
export const add = (history: History, ...facts: readonly Fact[]): History => ({ ...history, facts: [...history.facts, ...facts] });

/** The computation that the current value comes from, also of a wiped cell. */
export const latestComputed = (history: History, key: string): Computed | undefined => factsOf(history, key).findLast((fact) => fact.fact === "computed");
/** The trace that counts, also of a wiped cell. */
export const latest = (history: History, key: string): Trace | undefined =>
  factsOf(history, key).findLast((fact) => fact.fact === "computed" || fact.fact === "accepted");
export const exists = (history: History, key: string): boolean =>
  (factsOf(history, key).findLast((fact) => fact.fact === "computed" || fact.fact === "wiped")?.fact ?? "wiped") === "computed";
/** What was reported since the trace. */
export function reported(history: History, key: string): string | undefined {
  const last = factsOf(history, key).at(-1);
  return last?.fact === "reported" ? last.version : undefined;
}
/** The result that is stored; `undefined` where there is none. */
export const value = (history: History, key: string): number | undefined => (exists(history, key) ? latestComputed(history, key)?.value : undefined);
export const observed = (history: History, key: string): string | undefined => history.observations.findLast((one) => one.key === key)?.version;

/** Looks at the sources among some nodes. A look that fails changes nothing. */
export function observe(world: World, history: History, keys: readonly string[]): History {
  const seen = keys.filter((key) => nodeOf(world, key).kind === "source" && !world.gone.has(key));
  return { ...history, observations: [...history.observations, ...seen.map((key) => ({ key, version: `v${world.raw[key]}` }))] };
}

/** A report about a source is an observation. */
export const report = (world: World, history: History, key: string, version: string): History =>
  nodeOf(world, key).kind === "source"
    ? { ...history, observations: [...history.observations, { key, version }] }
    : add(history, { fact: "reported", key, version });

export const wipe = (history: History, keys: readonly string[]): History =>
  add(history, ...keys.filter((key) => exists(history, key)).map((key) => ({ fact: "wiped" as const, key })));
