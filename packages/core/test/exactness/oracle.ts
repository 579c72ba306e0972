/**
 * The naive reading of the staleness rules: recursive, from the full history, with literal values and no hashes.
 * It shares nothing with the implementation but the words.
 */
import { add, biasOf, exists, type History, latest, latestComputed, observed, type ReadInput, reported } from "./oracle-history.ts";
import { type CheckSpec, type InputSpec, type NodeSpec, nodeOf, type World } from "./world.ts";

export function version(world: World, history: History, key: string): string | null {
  const node = nodeOf(world, key);
  if (node.kind === "source") {
    const seen = observed(history, key);
    return seen === undefined ? null : `saw ${seen} read by ${node.code}`;
  }
  return latest(history, key)?.version ?? null;
}

export const readsNow = (world: World, history: History, node: NodeSpec): readonly ReadInput[] =>
  node.inputs.map(({ name, upstream, triggers }) => ({ name, upstream, triggers, version: version(world, history, upstream) }));

/** Whether data is beyond the maximum age of its asset. */
export const isTooOld = (world: World, node: NodeSpec, computedAt: number): boolean => node.maxAge !== null && world.now - computedAt > node.maxAge;

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
    ...(isTooOld(world, node, latestComputed(history, key)?.at ?? 0) ? ["EXPIRED"] : []),
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

export const isBad = (word: string): boolean => ["MISSING", "STALE", "UPSTREAM_STALE"].includes(word);
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

/** Whether the current value failed its check: the check counts as it was declared then, for as long as it is still declared so. */
function failed(world: World, history: History, key: string, counts: (check: Pick<CheckSpec, "severity" | "blocking">) => boolean): boolean {
  const { check } = nodeOf(world, key);
  const checked = exists(history, key) ? latestComputed(history, key)?.checked : null;
  return check !== null && checked != null && !checked.passed && counts(check) && counts(checked);
}

/** It fails runs. */
export const failsRuns = (world: World, history: History, key: string): boolean => failed(world, history, key, (check) => check.severity === "error");
/** Nobody may read it. */
export const blocksReaders = (world: World, history: History, key: string): boolean => failed(world, history, key, (check) => check.blocking);

/** Accepts stale cells as they are. `null`: refused. */
export function accept(world: World, history: History, keys: readonly string[]): History | null {
  if (keys.some((key) => !exists(history, key) || causes(world, history, key).includes("EXPIRED"))) return null;
  const accepted = keys
    .filter((key) => causes(world, history, key).length > 0)
    .map((key) => {
      const node = nodeOf(world, key);
      const adopted = reported(history, key) ?? latest(history, key)?.version ?? "";
      return { fact: "accepted" as const, key, code: node.code, bias: biasOf(node), inputs: readsNow(world, history, node), version: adopted };
    });
  return add(history, ...accepted);
}
