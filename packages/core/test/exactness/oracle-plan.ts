/** The naive reading of what a plan is. */
import { blocksReaders, causes, isBad, status, version } from "./oracle.ts";
import type { History } from "./oracle-history.ts";
import { functionOf, type NodeSpec, nodeOf, type Request, together, type World } from "./world.ts";

type Action = "RUN" | "CONDITIONAL" | "BLOCKED" | "HELD";

export interface OraclePlan {
  /** Actions by key, in the order of the world. */
  readonly actions: ReadonlyMap<string, Action>;
  readonly notNeeded: readonly string[];
  /** Blocked steps that would have to read what is missing, or wait for one that would. */
  readonly lacking: ReadonlySet<string>;
  /** Equal for plans that a caller cannot tell apart: what runs, and the literal reasons. */
  readonly identity: string;
}

/** What a run would do on what is recorded. */
export function plan(world: World, history: History, request: Request): OraclePlan {
  const actions = new Map<string, Action>();
  const notNeeded: string[] = [];
  const lacking = new Set<string>();
  const lacks = (key: string): boolean =>
    !willRun(actions, key) && status(world, history, key) === "MISSING" && (actions.get(key) !== "BLOCKED" || lacking.has(key));
  const keys = keysOf(world, request);
  const selected = [...keys, ...(request.upstream ? ancestors(world, keys).filter((key) => isBad(status(world, history, key))) : [])];
  const functions = new Set(selected.map((key) => functionOf(nodeOf(world, key))));
  for (const node of world.nodes) {
    if (!functions.has(functionOf(node))) continue;
    const outputs = together(world, node);
    const words = outputs.map((output) => status(world, history, output.key));
    const runsAbove = node.inputs.some((input) => input.triggers && willRun(actions, input.upstream));
    const isAsked = request.mode === "ALL" || functionOf(node) in request.config || node.volatile;
    const runs = isAsked || words.includes("MISSING") || words.includes("STALE");
    const isNamed = outputs.some((output) => request.keys?.includes(output.key));
    if (node.kind === "source" || (!runs && !runsAbove)) notNeeded.push(node.key);
    else if (request.mode === "STALE" && node.manual && !isNamed) actions.set(node.key, "HELD");
    else if (node.inputs.some((input) => cannotBeRead(world, history, actions, input.upstream))) {
      actions.set(node.key, "BLOCKED");
      if (node.inputs.some((input) => lacks(input.upstream))) lacking.add(node.key);
    } else actions.set(node.key, runs ? "RUN" : "CONDITIONAL");
  }
  return { actions, notNeeded, lacking, identity: [...actions].map(([key, action]) => `${key} ${action} ${reasons(world, history, key)}`).join("; ") };
}

const reasons = (world: World, history: History, key: string): string =>
  causes(world, history, key)
    .map((cause) => {
      const [code, , upstream = ""] = cause.split(" ");
      return code === "INPUT_CHANGED" ? `${cause} to ${version(world, history, upstream)}` : cause;
    })
    .join(", ");

const willRun = (actions: OraclePlan["actions"], key: string): boolean => ["RUN", "CONDITIONAL"].includes(actions.get(key) ?? "");

/** What a step waits for. */
export const needsOf = (node: NodeSpec, { actions }: OraclePlan): readonly string[] =>
  [...node.inputs.map((input) => input.upstream), ...node.after].filter((key) => willRun(actions, key));

/** Missing, or known to be bad, and not made by this plan. */
const cannotBeRead = (world: World, history: History, actions: OraclePlan["actions"], key: string): boolean =>
  !willRun(actions, key) && (status(world, history, key) === "MISSING" || blocksReaders(world, history, key));

export const keysOf = (world: World, request: Request): readonly string[] => request.keys ?? world.nodes.map((node) => node.key);

export function ancestors(world: World, keys: readonly string[]): readonly string[] {
  const direct = keys.flatMap((key) => [...nodeOf(world, key).inputs.map((input) => input.upstream), ...nodeOf(world, key).after]);
  return direct.length === 0 ? [] : [...new Set([...direct, ...ancestors(world, [...new Set(direct)])])];
}
