/**
 * The naive reading of the staleness rules: recursive, from the full history, with literal values and no hashes.
 * It shares nothing with the implementation but the words.
 */
import type { Outcome } from "../../src/model/run.ts";
import { compute, type InputSpec, type NodeSpec, nodeOf, type Request, type World } from "./world.ts";

/** One input as a materialization read it: the literal version of the upstream cell, `null` where it did not exist. */
interface ReadInput {
  readonly name: string;
  readonly upstream: string;
  readonly triggers: boolean;
  readonly version: string | null;
}
/** What a trace says. */
interface Trace {
  readonly key: string;
  readonly code: number;
  readonly bias: number;
  readonly inputs: readonly ReadInput[];
  /** The data version. */
  readonly version: string;
}
interface Computed extends Trace {
  readonly fact: "computed";
  readonly value: number;
}
type Fact =
  | Computed
  | (Trace & { readonly fact: "accepted" })
  | { readonly fact: "wiped"; readonly key: string }
  | { readonly fact: "reported"; readonly key: string; readonly version: string };
/** Everything that ever happened, in order. */
export interface History {
  readonly facts: readonly Fact[];
  readonly observations: readonly { readonly key: string; readonly value: number }[];
}
export const noHistory: History = { facts: [], observations: [] };

const biasOf = (node: NodeSpec): number => node.bias ?? 0;
const factsOf = (history: History, key: string): readonly Fact[] => history.facts.filter((fact) => fact.key === key);
const latestComputed = (history: History, key: string): Computed | undefined => factsOf(history, key).findLast((fact) => fact.fact === "computed");
/** The trace that counts, also of a wiped cell. */
const latest = (history: History, key: string): Trace | undefined =>
  factsOf(history, key).findLast((fact) => fact.fact === "computed" || fact.fact === "accepted");
const exists = (history: History, key: string): boolean =>
  (factsOf(history, key).findLast((fact) => fact.fact === "computed" || fact.fact === "wiped")?.fact ?? "wiped") === "computed";
/** What was reported since the trace. */
function reported(history: History, key: string): string | undefined {
  const last = factsOf(history, key).at(-1);
  return last?.fact === "reported" ? last.version : undefined;
}
/** The result that is stored; `undefined` where there is none. */
export const value = (history: History, key: string): number | undefined => (exists(history, key) ? latestComputed(history, key)?.value : undefined);
const observed = (history: History, key: string): number | undefined => history.observations.filter((one) => one.key === key).at(-1)?.value;

function version(world: World, history: History, key: string): string | null {
  const node = nodeOf(world, key);
  if (node.kind === "source") {
    const value = observed(history, key);
    return value === undefined ? null : `saw ${value} read by ${node.code}`;
  }
  return latest(history, key)?.version ?? null;
}

const readsNow = (world: World, history: History, node: NodeSpec): readonly ReadInput[] =>
  node.inputs.map(({ name, upstream, triggers }) => ({ name, upstream, triggers, version: version(world, history, upstream) }));

/** Direct causes as `CODE input upstream`. */
export function causes(world: World, history: History, key: string, bias = biasOf(nodeOf(world, key))): readonly string[] {
  const node = nodeOf(world, key);
  const trace = latest(history, key);
  if (node.kind === "source" || trace === undefined || !exists(history, key)) return [];
  const same = (a: { readonly name: string; readonly upstream: string }, b: ReadInput): boolean => a.name === b.name && a.upstream === b.upstream;
  const now = readsNow(world, history, node).filter((input) => input.triggers);
  const gone = trace.inputs.filter((known) => known.triggers && !node.inputs.some((input) => same(input, known)));
  return [
    ...(trace.code === node.code ? [] : ["CODE_CHANGED"]),
    ...now.filter((input) => !trace.inputs.some((known) => same(input, known))).map((input) => `INPUT_ADDED ${input.name} ${input.upstream}`),
    ...gone.map((known) => `INPUT_REMOVED ${known.name} ${known.upstream}`),
    ...now
      .filter((input) => trace.inputs.some((known) => same(input, known) && known.version !== input.version))
      .map((input) => `INPUT_CHANGED ${input.name} ${input.upstream}`),
    ...(trace.bias === bias ? [] : ["CONFIG_CHANGED"]),
    ...((reported(history, key) ?? trace.version) === trace.version ? [] : ["DRIFT"]),
  ];
}

export function status(world: World, history: History, key: string): string {
  const node = nodeOf(world, key);
  if (node.kind === "source") return observed(history, key) === undefined ? "UNOBSERVED" : "FRESH";
  if (!exists(history, key)) return "MISSING";
  if (causes(world, history, key).length > 0) return "STALE";
  return badUpstream(world, history, node).length > 0 ? "UPSTREAM_STALE" : "FRESH";
}

const isBad = (word: string): boolean => ["MISSING", "STALE", "UPSTREAM_STALE"].includes(word);
const badUpstream = (world: World, history: History, node: NodeSpec): readonly InputSpec[] =>
  node.inputs.filter((input) => input.triggers && isBad(status(world, history, input.upstream)));

/** Where the chain begins, as `CODE asset`. */
export function rootCauses(world: World, history: History, key: string): ReadonlySet<string> {
  const node = nodeOf(world, key);
  const word = status(world, history, key);
  if (!isBad(word)) return new Set();
  const bad = badUpstream(world, history, node);
  const above = bad.flatMap((input) => [...rootCauses(world, history, input.upstream)]);
  if (word === "MISSING") return new Set([...(bad.some((input) => status(world, history, input.upstream) === "MISSING") ? [] : [`MISSING ${key}`]), ...above]);
  const own = causes(world, history, key).map((cause) => {
    const [code, , upstream] = cause.split(" ");
    return code === "INPUT_CHANGED" ? `${code} ${upstream}` : `${code} ${key}`;
  });
  return new Set([...own, ...above]);
}

type Action = "RUN" | "CONDITIONAL" | "BLOCKED" | "HELD";

export interface OraclePlan {
  /** Actions by key, in the order of the world. */
  readonly actions: ReadonlyMap<string, Action>;
  readonly notNeeded: readonly string[];
}

export function plan(world: World, history: History, request: Request): OraclePlan {
  const actions = new Map<string, Action>();
  const notNeeded: string[] = [];
  const keys = keysOf(world, request);
  const selected = new Set([...keys, ...(request.upstream ? ancestors(world, keys).filter((key) => isBad(status(world, history, key))) : [])]);
  for (const node of world.nodes) {
    if (!selected.has(node.key)) continue;
    const word = status(world, history, node.key);
    const runsAbove = node.inputs.some((input) => input.triggers && ["RUN", "CONDITIONAL"].includes(actions.get(input.upstream) ?? ""));
    const runs = request.mode === "ALL" || word === "MISSING" || word === "STALE" || node.key in request.config || node.volatile;
    const isHeld = request.mode === "STALE" && node.manual && !(request.keys ?? []).includes(node.key);
    if (node.kind === "source" || (!runs && !runsAbove)) notNeeded.push(node.key);
    else if (isHeld) actions.set(node.key, "HELD");
    else if (node.inputs.some((input) => hasNothing(world, history, actions, input.upstream))) actions.set(node.key, "BLOCKED");
    else actions.set(node.key, runs ? "RUN" : "CONDITIONAL");
  }
  return { actions, notNeeded };
}

/** Whether there will be nothing to read: missing, and not made by this plan. */
const hasNothing = (world: World, history: History, actions: OraclePlan["actions"], key: string): boolean =>
  status(world, history, key) === "MISSING" && [undefined, "BLOCKED", "HELD"].includes(actions.get(key));

const keysOf = (world: World, request: Request): readonly string[] => request.keys ?? world.nodes.map((node) => node.key);

function ancestors(world: World, keys: readonly string[]): readonly string[] {
  return [...new Set(keys.flatMap((key) => nodeOf(world, key).inputs.flatMap(({ upstream }) => [upstream, ...ancestors(world, [upstream])])))];
}

export interface OracleRun {
  readonly history: History;
  /** `null`: refused because of blocked steps. */
  readonly outcomes: ReadonlyMap<string, Outcome> | null;
  /** Functions that were called. */
  readonly executed: readonly string[];
}

export function observe(world: World, history: History, keys: readonly string[]): History {
  const sources = keys.filter((key) => nodeOf(world, key).kind === "source");
  return { ...history, observations: [...history.observations, ...sources.map((key) => ({ key, value: world.raw[key] ?? 0 }))] };
}

export function run(world: World, before: History, request: Request): OracleRun {
  const isBlocked = (at: History): boolean => !request.skipBlocked && [...plan(world, at, request).actions.values()].includes("BLOCKED");
  if (isBlocked(before)) return { history: before, outcomes: null, executed: [] };
  let history = observe(world, before, [...keysOf(world, request), ...ancestors(world, keysOf(world, request))]);
  const { actions } = plan(world, history, request);
  if (isBlocked(history)) return { history, outcomes: null, executed: [] };
  const outcomes = new Map<string, Outcome>();
  const executed: string[] = [];
  for (const [key, action] of actions) {
    if (action === "HELD") continue;
    const step = action === "BLOCKED" ? "BLOCKED" : settle(world, history, request, outcomes, key);
    if (step !== "execute") {
      outcomes.set(key, step);
      if (step === "REUSED") history = { ...history, facts: [...history.facts, reusable(world, history, key) as Computed] };
      continue;
    }
    executed.push(key);
    outcomes.set(key, world.failing.has(key) ? "FAILED" : "SUCCEEDED");
    if (!world.failing.has(key)) history = { ...history, facts: [...history.facts, execute(world, history, request, key)] };
  }
  return { history, outcomes, executed };
}

function settle(
  world: World,
  history: History,
  request: Request,
  outcomes: ReadonlyMap<string, Outcome>,
  key: string,
): "execute" | "SKIPPED" | "UNCHANGED" | "REUSED" {
  const node = nodeOf(world, key);
  if (node.inputs.some((input) => ["FAILED", "SKIPPED"].includes(outcomes.get(input.upstream) ?? ""))) return "SKIPPED";
  if (request.mode === "ALL" || node.volatile || !exists(history, key)) return "execute";
  const given = request.config[key];
  const left = causes(world, history, key, given ?? biasOf(node));
  if (left.length === 0) return "UNCHANGED";
  return given === undefined && !left.includes("DRIFT") && reusable(world, history, key) !== undefined ? "REUSED" : "execute";
}

/** The newest computation of the cell that had the same code, config and inputs. */
function reusable(world: World, history: History, key: string): Computed | undefined {
  const node = nodeOf(world, key);
  const literal = (inputs: readonly ReadInput[]): string =>
    inputs
      .map(({ name, upstream, version }) => `${name} ${upstream} ${version}`)
      .sort()
      .join(";");
  const wanted = literal(readsNow(world, history, node));
  return factsOf(history, key).findLast(
    (fact) => fact.fact === "computed" && fact.code === node.code && fact.bias === biasOf(node) && literal(fact.inputs) === wanted,
  ) as Computed | undefined;
}

function execute(world: World, history: History, request: Request, key: string): Computed {
  const node = nodeOf(world, key);
  const bias = request.config[key] ?? biasOf(node);
  const values = node.inputs
    .filter((input) => input.loads)
    .map(({ upstream }) => (nodeOf(world, upstream).kind === "source" ? (world.raw[upstream] ?? 0) : (latestComputed(history, upstream)?.value ?? 0)));
  const result = compute(node, bias, values);
  return { fact: "computed", key, code: node.code, bias, inputs: readsNow(world, history, node), version: `value ${result}`, value: result };
}

export const wipe = (history: History, keys: readonly string[]): History => ({
  ...history,
  facts: [...history.facts, ...keys.filter((key) => exists(history, key)).map((key) => ({ fact: "wiped" as const, key }))],
});

export const report = (history: History, key: string, version: string): History => ({
  ...history,
  facts: [...history.facts, { fact: "reported", key, version }],
});

/** `null`: refused. */
export function accept(world: World, history: History, keys: readonly string[]): History | null {
  if (keys.some((key) => !exists(history, key))) return null;
  const accepted = keys
    .filter((key) => causes(world, history, key).length > 0)
    .map((key) => {
      const node = nodeOf(world, key);
      const recorded = latest(history, key)?.version ?? "";
      return {
        fact: "accepted" as const,
        key,
        code: node.code,
        bias: biasOf(node),
        inputs: readsNow(world, history, node),
        version: reported(history, key) ?? recorded,
      };
    });
  return { ...history, facts: [...history.facts, ...accepted] };
}
