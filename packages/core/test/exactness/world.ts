/** A small world that random histories happen in: what is declared, what the raw data is, which functions fail. Plain data. */

export interface InputSpec {
  readonly name: string;
  readonly upstream: string;
  readonly triggers: boolean;
  readonly loads: boolean;
}

export interface NodeSpec {
  readonly key: string;
  readonly kind: "source" | "asset";
  /** The stated code version. */
  readonly code: number;
  /** Inputs name nodes that come earlier in the list. */
  readonly inputs: readonly InputSpec[];
  /** Results are taken modulo this, so that many edits come out identical. */
  readonly modulus: number;
  readonly volatile: boolean;
  readonly manual: boolean;
  /** `define({ config })` for it; `null` for the schema's default. */
  readonly bias: number | null;
}

export interface World {
  readonly nodes: readonly NodeSpec[];
  readonly raw: { readonly [source: string]: number };
  readonly failing: ReadonlySet<string>;
}

/** What a function computes: both the real asset and the oracle use it, as a stand-in for user code. */
export const compute = (node: NodeSpec, bias: number, values: readonly number[]): number =>
  (node.code + bias + values.reduce((sum, value) => sum + value, 0)) % node.modulus;

export const nodeOf = (world: World, key: string): NodeSpec => {
  const node = world.nodes.find((candidate) => candidate.key === key);
  if (node === undefined) throw new Error(`no node ${key}`);
  return node;
};

export const replaceNode = (world: World, key: string, change: Partial<NodeSpec>): World => ({
  ...world,
  nodes: world.nodes.map((node) => (node.key === key ? { ...node, ...change } : node)),
});

/** What a run is asked to do. */
export interface Request {
  /** `null`: everything, by `*`. */
  readonly keys: readonly string[] | null;
  readonly mode: "STALE" | "ALL";
  readonly upstream: boolean;
  readonly skipBlocked: boolean;
  /** Config given to the run, by key. */
  readonly config: { readonly [key: string]: number };
}

export type Operation =
  | { readonly kind: "raw"; readonly source: string; readonly value: number }
  | { readonly kind: "code"; readonly key: string; readonly code: number }
  | { readonly kind: "bias"; readonly key: string; readonly bias: number | null }
  | { readonly kind: "inputs"; readonly key: string; readonly inputs: readonly InputSpec[] }
  | { readonly kind: "failing"; readonly key: string; readonly fails: boolean }
  | { readonly kind: "observe" }
  | { readonly kind: "wipe"; readonly keys: readonly string[] }
  | { readonly kind: "accept"; readonly keys: readonly string[] }
  | { readonly kind: "report"; readonly key: string; readonly version: string }
  | { readonly kind: "run"; readonly request: Request };
