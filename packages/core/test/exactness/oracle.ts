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
interface Computation {
  readonly key: string;
  readonly code: number;
  readonly bias: number;
  readonly inputs: readonly ReadInput[];
  readonly value: number;
}
/** Everything that ever happened, in order. */
export interface History {
  readonly computations: readonly Computation[];
  readonly observations: readonly { readonly key: string; readonly value: number }[];
}
export const noHistory: History = { computations: [], observations: [] };

const biasOf = (node: NodeSpec): number => node.bias ?? 0;
const latest = (history: History, key: string): Computation | undefined => history.computations.filter((one) => one.key === key).at(-1);
/** The result that is current; `undefined` where there is none. */
export const value = (history: History, key: string): number | undefined => latest(history, key)?.value;
const observed = (history: History, key: string): number | undefined => history.observations.filter((one) => one.key === key).at(-1)?.value;

function version(world: World, history: History, key: string): string | null {
  const node = nodeOf(world, key);
  if (node.kind === "source") {
    const value = observed(history, key);
    return value === undefined ? null : `saw ${value} read by ${node.code}`;
  }
  const computation = latest(history, key);
  return computation === undefined ? null : `value ${computation.value}`;
}

const readsNow = (world: World, history: History, node: NodeSpec): readonly ReadInput[] =>
  node.inputs.map(({ name, upstream, triggers }) => ({ name, upstream, triggers, version: version(world, history, upstream) }));

/** Direct causes as `CODE input upstream`. */
export function causes(world: World, history: History, key: string, bias = biasOf(nodeOf(world, key))): readonly string[] {
  const node = nodeOf(world, key);
  const trace = latest(history, key);
  if (node.kind === "source" || trace === undefined) return [];
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
  ];
}

export function status(world: World, history: History, key: string): string {
  const node = nodeOf(world, key);
  if (node.kind === "source") return observed(history, key) === undefined ? "UNOBSERVED" : "FRESH";
  if (latest(history, key) === undefined) return "MISSING";
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

export interface OraclePlan {
  /** Actions by key, in the order of the world. */
  readonly actions: ReadonlyMap<string, "RUN" | "CONDITIONAL" | "BLOCKED">;
  readonly notNeeded: readonly string[];
}

export function plan(world: World, history: History, request: Request): OraclePlan {
  const actions = new Map<string, "RUN" | "CONDITIONAL" | "BLOCKED">();
  const notNeeded: string[] = [];
  const selected = new Set([...request.keys, ...(request.upstream ? ancestors(world, request.keys).filter((key) => isBad(status(world, history, key))) : [])]);
  for (const node of world.nodes) {
    if (!selected.has(node.key)) continue;
    const word = status(world, history, node.key);
    const runsAbove = node.inputs.some((input) => input.triggers && ["RUN", "CONDITIONAL"].includes(actions.get(input.upstream) ?? ""));
    const runs = request.mode === "ALL" || word === "MISSING" || word === "STALE" || node.key in request.config;
    if (node.kind === "source" || (!runs && !runsAbove)) notNeeded.push(node.key);
    else if (node.inputs.some((input) => hasNothing(world, history, actions, input.upstream))) actions.set(node.key, "BLOCKED");
    else actions.set(node.key, runs ? "RUN" : "CONDITIONAL");
  }
  return { actions, notNeeded };
}

/** Whether there will be nothing to read: missing, and not made by this plan. */
const hasNothing = (world: World, history: History, actions: OraclePlan["actions"], key: string): boolean =>
  status(world, history, key) === "MISSING" && [undefined, "BLOCKED"].includes(actions.get(key));

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
  let history = observe(world, before, [...request.keys, ...ancestors(world, request.keys)]);
  const { actions } = plan(world, history, request);
  if (isBlocked(history)) return { history, outcomes: null, executed: [] };
  const outcomes = new Map<string, Outcome>();
  const executed: string[] = [];
  for (const [key, action] of actions) {
    const step = action === "BLOCKED" ? "BLOCKED" : settle(world, history, request, outcomes, key);
    if (step !== "execute") {
      outcomes.set(key, step);
      if (step === "REUSED") history = { ...history, computations: [...history.computations, reusable(world, history, key) as Computation] };
      continue;
    }
    executed.push(key);
    outcomes.set(key, world.failing.has(key) ? "FAILED" : "SUCCEEDED");
    if (!world.failing.has(key)) history = { ...history, computations: [...history.computations, execute(world, history, request, key)] };
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
  if (request.mode === "ALL") return "execute";
  const exists = latest(history, key) !== undefined;
  const given = request.config[key];
  if (exists && causes(world, history, key, given ?? biasOf(node)).length === 0) return "UNCHANGED";
  return given === undefined && exists && reusable(world, history, key) !== undefined ? "REUSED" : "execute";
}

/** The newest computation of the cell that had the same code, config and inputs. */
function reusable(world: World, history: History, key: string): Computation | undefined {
  const node = nodeOf(world, key);
  const literal = (inputs: readonly ReadInput[]): string =>
    inputs
      .map(({ name, upstream, version }) => `${name} ${upstream} ${version}`)
      .sort()
      .join(";");
  const wanted = literal(readsNow(world, history, node));
  return history.computations.filter((one) => one.key === key && one.code === node.code && one.bias === biasOf(node) && literal(one.inputs) === wanted).at(-1);
}

function execute(world: World, history: History, request: Request, key: string): Computation {
  const node = nodeOf(world, key);
  const bias = request.config[key] ?? biasOf(node);
  const values = node.inputs
    .filter((input) => input.loads)
    .map(({ upstream }) => (nodeOf(world, upstream).kind === "source" ? (world.raw[upstream] ?? 0) : (latest(history, upstream)?.value ?? 0)));
  return { key, code: node.code, bias, inputs: readsNow(world, history, node), value: compute(node, bias, values) };
}
