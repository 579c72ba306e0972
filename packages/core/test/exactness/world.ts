/** A small world that random histories happen in: what is declared, what the raw data is, which functions fail, what time it is. Plain data. */

export interface InputSpec {
  readonly name: string;
  readonly upstream: string;
  readonly triggers: boolean;
  readonly loads: boolean;
}

/** A check of an output: one value does not pass. */
export interface CheckSpec {
  readonly rejects: number;
  readonly severity: "warn" | "error";
  readonly blocking: boolean;
}

export interface NodeSpec {
  readonly key: string;
  /** The key of the function that computes it together with others; they stand side by side, and have all but their keys, results and checks in common. */
  readonly unit: string | null;
  readonly kind: "source" | "asset";
  /** The stated code version. */
  readonly code: number;
  /** Inputs name nodes that come earlier in the list. */
  readonly inputs: readonly InputSpec[];
  /** So do the nodes that it only comes after. */
  readonly after: readonly string[];
  /** Results are taken modulo this, so that many edits come out identical. */
  readonly modulus: number;
  readonly volatile: boolean;
  readonly manual: boolean;
  /** In ticks; `null` where data never gets too old. */
  readonly maxAge: number | null;
  readonly reuse: boolean;
  /** The code version that reads `ctx.previous`, if any does. */
  readonly previousAt: number | null;
  /** `define({ config })` for it; `null` for the schema's default. */
  readonly bias: number | null;
  readonly check: CheckSpec | null;
}

export interface World {
  /** What the code declares. */
  readonly nodes: readonly NodeSpec[];
  /** What it declared before, and does no more. */
  readonly removed: readonly NodeSpec[];
  readonly raw: { readonly [source: string]: number };
  /** Sources that cannot be observed or loaded now. */
  readonly gone: ReadonlySet<string>;
  /** Functions that throw. */
  readonly failing: ReadonlySet<string>;
  /** In ticks. */
  readonly now: number;
}

/** What a function computes: both the real asset and the oracle use it, as a stand-in for user code. */
export const compute = (node: NodeSpec, bias: number, values: readonly number[]): number =>
  (node.code + bias + values.reduce((sum, value) => sum + value, 0)) % node.modulus;

/** The key that its function goes by: in config, and where functions are called. */
export const functionOf = (node: NodeSpec): string => node.unit ?? node.key;

/** The nodes that are computed together with one, in their order. */
export const together = (world: World, node: NodeSpec): readonly NodeSpec[] => world.nodes.filter((other) => functionOf(other) === functionOf(node));

export const readsPrevious = (node: NodeSpec): boolean => node.previousAt === node.code;

export const nodeOf = (world: World, key: string): NodeSpec => {
  const node = world.nodes.find((candidate) => candidate.key === key);
  if (node === undefined) throw new Error(`no node ${key}`);
  return node;
};

export const isDeclared = (world: World, key: string): boolean => world.nodes.some((node) => node.key === key);

/** What a run is asked to do. */
export interface Request {
  /** `null`: everything, by `*`. */
  readonly keys: readonly string[] | null;
  readonly mode: "STALE" | "ALL";
  readonly upstream: boolean;
  readonly skipBlocked: boolean;
  readonly observe: boolean;
  /** Whether the caller confirms the plan that it was shown. */
  readonly confirm: boolean;
  /** The function during which the run is cancelled. */
  readonly cancelAt: string | null;
  /** Config given to the run, by function. */
  readonly config: { readonly [key: string]: number };
}

export type Operation =
  | { readonly kind: "raw"; readonly source: string; readonly value: number }
  | { readonly kind: "gone"; readonly source: string; readonly gone: boolean }
  | { readonly kind: "code"; readonly key: string; readonly code: number }
  | { readonly kind: "bias"; readonly key: string; readonly bias: number | null }
  | { readonly kind: "inputs"; readonly key: string; readonly inputs: readonly InputSpec[] }
  | { readonly kind: "check"; readonly key: string; readonly check: CheckSpec | null }
  | { readonly kind: "declared"; readonly key: string; readonly declared: boolean }
  | { readonly kind: "failing"; readonly key: string; readonly fails: boolean }
  | { readonly kind: "time"; readonly ticks: number }
  | { readonly kind: "observe" }
  | { readonly kind: "wipe"; readonly keys: readonly string[] }
  | { readonly kind: "accept"; readonly keys: readonly string[] }
  | { readonly kind: "report"; readonly key: string; readonly version: string }
  | { readonly kind: "run"; readonly request: Request };
